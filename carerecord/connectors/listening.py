"""The port that a source connects to: where it is, and the certificates that both ends show."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from carerecord.config import SettingsError
from carerecord.contract import SourceSettings

_LISTEN = re.compile(r"(?P<host>127\.0\.0\.1|\[::1\]|[0-9A-Za-z.:\[\]-]+):(?P<port>[0-9]{1,5})")
_LOCAL = ("127.0.0.1", "::1", "localhost")


class Listens(Protocol):
    """The options that say so. Certificates are found beside the configuration."""

    @property
    def listen(self) -> str: ...  # host:port
    @property
    def certificate(self) -> str: ...  # ours, PEM; with the two others the connection is TLS
    @property
    def key(self) -> str: ...
    @property
    def clients(self) -> str: ...  # PEM of who may connect


def where(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host.strip("[]"), int(port)


def refuse_unsafe(source: SourceSettings, own: Listens) -> None:
    """Raises `SettingsError`, naming the source and the setting."""
    if not _LISTEN.fullmatch(own.listen) or where(own.listen)[1] > 65535:
        raise SettingsError(f"source {source.id}: options.listen must be host:port")
    tls = (own.certificate, own.key, own.clients)
    if any(tls) and not all(tls):
        raise SettingsError(f"source {source.id}: certificate, key and clients go together")
    if not any(tls) and where(own.listen)[0] not in _LOCAL:
        raise SettingsError(f"source {source.id}: without TLS it listens on 127.0.0.1 only")
    if not source.organisation:
        raise SettingsError(f"source {source.id}: organisation must be given, for who may look")


def tls_of(own: Listens, beside: Callable[[str], Path]) -> ssl.SSLContext | None:
    """Both ends show a certificate. Raises `SettingsError` where one cannot be read."""
    if not own.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_mode = ssl.CERT_REQUIRED
    try:
        context.load_cert_chain(beside(own.certificate), beside(own.key))
        context.load_verify_locations(beside(own.clients))
    except OSError as error:
        raise SettingsError(f"options.certificate, key or clients: {error.strerror}") from None
    return context
