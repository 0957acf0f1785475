"""A source that cannot prove who it is, or does not believe who we are, is named and not read."""

import asyncio
import contextlib
import datetime
import ipaddress
import ssl
import warnings

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from carerecord.connectors import Http, open_source
from carerecord.contract import Receipt
from carerecord.federation import Breakers, ask_all


def certificate(folder, *, host="127.0.0.1", days=1, name="server"):
    """A self-signed certificate and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=9))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))]), False
        )
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


BODY = (
    b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"p","identifier":'
    b'[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000042"}]}}]}'
)


async def answer_all(reader, writer):
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length:")[2].split(b"\r")[0] or 0)
            await reader.readexactly(size)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY))


async def asked_over_tls(region, server, client=None, **options):
    listening = await asyncio.start_server(answer_all, "127.0.0.1", 0, ssl=server)
    port = listening.sockets[0].getsockname()[1]
    http = Http(tls=client)
    try:
        source = open_source(region.settings(f"https://127.0.0.1:{port}", **options), http)
        [answer] = await ask_all(
            [source], region.query(), Receipt(1, "e"), within=3, breakers=Breakers()
        )
        return answer
    finally:
        await http.close()
        listening.close()


@pytest.mark.parametrize(
    ("case", "kinds"),
    [
        ("well", {""}),
        ("expired", {"refused"}),
        ("wrong-name", {"refused"}),
        ("unknown-ca", {"refused"}),
        ("old", {"refused"}),
        ("refuse-client", {"refused", "reset"}),  # TLS 1.3 tells after the handshake, or resets
    ],
)
def test_a_source_is_reached_securely_or_not_at_all(region, tmp_path, case, kinds):
    days = -1 if case == "expired" else 1
    host = "127.0.0.9" if case == "wrong-name" else "127.0.0.1"
    path = certificate(tmp_path, host=host, days=days)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    client = ssl.create_default_context()
    if case != "unknown-ca":
        client.load_verify_locations(path)
    if case == "refuse-client":
        server.verify_mode = ssl.CERT_REQUIRED
    if case == "old":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            server.minimum_version = ssl.TLSVersion.TLSv1
            server.maximum_version = ssl.TLSVersion.TLSv1
    answer = asyncio.run(asked_over_tls(region, server, client))
    assert answer.items == ()
    assert answer.state == ("empty" if case == "well" else "failed")
    assert (answer.failure.kind if answer.failure else "") in kinds


def asked_with(region, folder, **options):
    """Of a source with a certificate of its own authority, which asks us for one too."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate(folder))
    server.load_verify_locations(certificate(folder, name="ours"))
    server.verify_mode = ssl.CERT_REQUIRED
    return asyncio.run(asked_over_tls(region, server, **options))


def test_a_source_that_asks_who_we_are_is_shown_our_certificate(region, tmp_path):
    both = {"ca": str(tmp_path / "server.pem"), "certificate": str(tmp_path / "ours.pem")}
    assert asked_with(region, tmp_path, **both).state == "empty"


def test_without_our_certificate_or_its_authority_it_is_not_read(region, tmp_path):
    ca, ours = str(tmp_path / "server.pem"), str(tmp_path / "ours.pem")
    for options in ({"ca": ca}, {"certificate": ours}):
        assert asked_with(region, tmp_path, **options).state == "failed"
