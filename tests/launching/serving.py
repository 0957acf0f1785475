"""The running demo region served a second time, with other settings: the same store, another address."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from carerecord.demo.ports import free_port
from running import COMMAND, READY_WITHIN, Region


@contextmanager
def serving(
    region: Region,
    name: str,
    port: int,
    *,
    server: str = "",
    replace: Mapping[str, str] | None = None,
    more: str = "",
) -> Iterator[str]:
    """`carerecord serve` with the region's own configuration, changed so, and these blocks after it."""
    written = (region.folder / "region.toml").read_text("utf-8")
    for old, new in (replace or {}).items():
        written = written.replace(old, new)
    changed = re.sub(r"(?m)^port = \d+$", f"port = {port}\n{server}", written, count=1)
    if "https" in server:
        changed = changed.replace("https = false\n", "")
    configuration = region.folder / f"{name}.toml"
    configuration.write_text(changed + more, "utf-8")
    with (region.folder / "logs" / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [COMMAND, "serve", "--config", str(configuration)], stdout=log, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health/live", process, Path(log.name))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = monotonic() + READY_WITHIN
    while True:
        with suppress(urllib.error.URLError, ConnectionError), urllib.request.urlopen(address):
            return
        assert process.poll() is None, log.read_text()
        assert monotonic() < until, log.read_text()
        sleep(0.05)


def certificate(folder: Path, *hosts: str) -> ssl.SSLContext:
    """For these hosts, by nobody: browsers of the tests are told not to mind."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in hosts]), False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file = folder / "tls.pem"
    file.write_bytes(key.private_bytes(pem, *private) + made.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@contextmanager
def over_tls(context: ssl.SSLContext, port: int, to: int) -> Iterator[None]:
    """What stands in front of a region in real life: TLS ends here, the bytes go on."""
    listener = socket.create_server(("127.0.0.1", port))
    thread = threading.Thread(target=_accept, args=(context, listener, to), daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def _accept(context: ssl.SSLContext, listener: socket.socket, to: int) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_carry, args=(context, plain, to), daemon=True).start()


def _carry(context: ssl.SSLContext, plain: socket.socket, to: int) -> None:
    with suppress(OSError):
        outside = context.wrap_socket(plain, server_side=True)
        inside = socket.create_connection(("127.0.0.1", to))
        back = threading.Thread(target=_copy, args=(inside, outside), daemon=True)
        back.start()
        _copy(outside, inside)
        back.join(30)


def _copy(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)


def launcher_block(**settings: object) -> str:
    """A `[[launcher]]` block; a dict becomes a table at its end."""
    lines = [f"{name} = {_toml(value)}" for name, value in settings.items()]
    return "\n[[launcher]]\n" + "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f'"{k}" = {_toml(v)}' for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


__all__ = ["certificate", "free_port", "launcher_block", "over_tls", "serving"]
