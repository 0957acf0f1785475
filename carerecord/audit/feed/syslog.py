"""ITI-20 by syslog: RFC 5424 messages that hold DICOM audit messages, over TLS (RFC 5425).

Syslog answers nothing, so a delivery is a connection of its own, and counts as taken when the other side has closed
it too, which it does once it has read everything (RFC 5425, 4.4). TLS 1.2, in which a server says whether it takes our
certificate before anything is sent; in 1.3 it may still turn us away after.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import termios
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fcntl import ioctl
from urllib.parse import urlsplit

from carerecord.audit.feed.dicom import audit_message
from carerecord.audit.feed.receiver import WITHIN_SECONDS, NotTaken
from carerecord.contract import Resource

PORT = 6514  # RFC 5425, 4.1
PRI = 10 * 8 + 5  # facility security/authorisation, severity notice (ITI TF-2: 3.20.4.1.2)
MSGID = "IHE+RFC-3881"
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Syslog:
    host: str
    port: int
    tls: ssl.SSLContext
    name: str  # of this machine, as it calls itself in each message
    within: float = WITHIN_SECONDS

    @classmethod
    def at(cls, url: str, tls: ssl.SSLContext, name: str) -> Syslog:
        parts = urlsplit(url)
        tls.maximum_version = ssl.TLSVersion.TLSv1_2
        return cls(parts.hostname or "", parts.port or PORT, tls, name)

    async def deliver(self, events: Sequence[Resource]) -> None:
        framed = b"".join(frame(message(event, self.name)) for event in events)
        await asyncio.to_thread(self._send, framed)

    async def close(self) -> None:
        """Nothing is held from one delivery to the next."""

    def _send(self, framed: bytes) -> None:
        try:
            with (
                socket.create_connection((self.host, self.port), self.within) as plain,
                self.tls.wrap_socket(plain, server_hostname=self.host) as secured,
            ):
                secured.sendall(framed)
                _until_closed(secured)
        except OSError as error:  # SSLError and a deadline are ones too
            raise NotTaken(type(error).__name__) from None


def _until_closed(secured: ssl.SSLSocket) -> None:
    """Says that no more comes, and waits for the same from the other side.

    Some (rsyslog with GnuTLS) end the connection without saying it, which not every Python tells. TCP must have had
    all of it acknowledged: whoever closes with something unread sends a reset, which is an error here.
    """
    if secured.version() != "TLSv1.2":  # then they took our certificate, or asked for none
        raise ssl.SSLError("another version of TLS")
    with suppress(ssl.SSLEOFError):
        secured.unwrap()
    if _unacknowledged(secured):
        raise ConnectionAbortedError


def _unacknowledged(secured: ssl.SSLSocket) -> int:
    """Bytes that were sent and that the other side's system has not taken."""
    waiting = array("i", [0])
    ioctl(secured.fileno(), termios.TIOCOUTQ, waiting)
    return waiting[0]


def message(event: Resource, name: str) -> bytes:
    """One RFC 5424 message: header, no structured data, and the audit message in UTF-8."""
    header = f"<{PRI}>1 {event['recorded']} {_field(name, 255)} carerecord - {MSGID} -"
    return f"{header} {_BOM}{audit_message(event)}".encode()


def frame(text: bytes) -> bytes:
    """Octet counting (RFC 5425, 4.3)."""
    return str(len(text)).encode() + b" " + text


def _field(text: str, most: int) -> str:
    """Printable US-ASCII without a space, as a field of the header must be; nothing left = “-”."""
    return "".join(one for one in text if "!" <= one <= "~")[:most] or "-"
