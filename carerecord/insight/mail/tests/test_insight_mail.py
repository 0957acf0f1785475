"""Messages reach a real mail server over STARTTLS, at least once, whatever it does at first."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from carerecord.demo.ports import free_port
from carerecord.insight.mail import MailRefused, Message, Outbox, Server
from carerecord.store import Database

AT = datetime.datetime(2026, 11, 21, 10, 0, tzinfo=datetime.UTC)
MESSAGE = Message("ig@northgate.example", "Access review 2026-12", "A review is waiting: 2026-12.")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(True, None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "mail.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return path


@dataclass
class Received:
    refuses: int = 0
    mails: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            self.refuses -= 1
            return "451 try again later"
        self.mails.append(envelope.content)
        return "250 taken"


@contextmanager
def mail_server(received: Received, certificate: Path | None) -> Iterator[int]:
    tls = None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    port = free_port()
    controller = Controller(
        received, "127.0.0.1", port, tls_context=tls, require_starttls=tls is not None
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def server(port: int, trust: Path | None = None) -> Server:
    return Server(
        host="127.0.0.1",
        port=port,
        sender="record@region.example",
        starttls=trust is not None,
        trust=str(trust or ""),
    )


@dataclass
class Clock:
    at: datetime.datetime = AT

    def __call__(self) -> datetime.datetime:
        return self.at


async def test_a_message_goes_over_starttls_and_once(db: Database, certificate: Path):
    outbox, received = Outbox(db, Clock()), Received()
    await db.write(lambda tx: outbox.put(tx, MESSAGE))
    with mail_server(received, certificate) as port:
        assert await outbox.send_due(server(port, certificate)) == 1
        assert await outbox.send_due(server(port, certificate)) == 0
    (mail,) = map(message_from_bytes, received.mails)
    assert (mail["To"], mail["Subject"]) == (MESSAGE.to, MESSAGE.subject)
    assert mail.get_payload().strip() == MESSAGE.body
    assert await outbox.waiting() == (0, None)


async def test_what_is_refused_is_sent_later(db: Database):
    clock, received = Clock(), Received(refuses=1)
    outbox = Outbox(db, clock)
    await db.write(lambda tx: outbox.put(tx, MESSAGE))
    with mail_server(received, None) as port:
        assert await outbox.send_due(server(port)) == 0
        assert await outbox.waiting() == (1, AT)
        assert await outbox.send_due(server(port)) == 0  # not at once again
        clock.at += datetime.timedelta(minutes=2)
        assert await outbox.send_due(server(port)) == 1
    assert len(received.mails) == 1


async def test_a_message_is_not_lost_with_what_it_tells_of(db: Database):
    outbox = Outbox(db, Clock())

    def job(tx) -> None:
        outbox.put(tx, MESSAGE)
        raise RuntimeError("the rest failed")

    with pytest.raises(RuntimeError):
        await db.write(job)
    assert await outbox.waiting() == (0, None)


async def test_a_server_nobody_knows_is_sent_nothing(certificate: Path):
    received = Received()
    with mail_server(received, certificate) as port:
        untrusting = Server(host="127.0.0.1", port=port, sender="record@region.example")
        with pytest.raises(MailRefused):
            await untrusting.send(MESSAGE)
    assert received.mails == []
