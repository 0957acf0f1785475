"""Delivery over real sockets: syslog and FHIR, both over TLS, to whoever proves who they are."""

from __future__ import annotations

import asyncio
import socket
import ssl
import xml.etree.ElementTree as Xml
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from carerecord.audit import Log
from carerecord.audit.feed import Feeds
from carerecord.audit.feed.fhir import Fhir
from carerecord.audit.feed.receiver import NotTaken, tls_of
from carerecord.audit.feed.sending import AT_ONCE
from carerecord.audit.feed.syslog import Syslog
from carerecord.audit.feed.tests.feed_logs import KEY, RECORDER, all_in_log, drained, feed_of, wrote
from carerecord.audit.feed.tests.feed_receivers import (
    Authority,
    FhirReceiver,
    SyslogReceiver,
    read_and_left,
)
from carerecord.config import AuditFeed, Settings, SettingsError
from carerecord.store import Database


async def test_syslog_messages_over_tls(db: Database, tmp_path: Path) -> None:
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, 3)
    async with SyslogReceiver(authority.server()).listening() as receiver:
        feed = AuditFeed("siem", receiver.url, ca_file="ca/ca.pem")
        tls = tls_of(Settings(folder=tmp_path), feed)
        await drained(feed_of(db, Syslog.at(feed.url, tls, "north 1")))
    headers, messages = zip(*(one.split(" \ufeff") for one in receiver.frames), strict=True)
    assert all(one.startswith("<85>1 2") for one in headers)
    assert headers[0].split(" ")[2:] == ["north1", "carerecord", "-", "IHE+RFC-3881", "-"]
    events = [Xml.fromstring(one) for one in messages]  # noqa: S314 - our own
    shown = [
        one
        for one in events
        if one.find("EventIdentification/EventID[@csd-code='rest']") is not None
    ]
    assert len(shown) == 3
    patient = shown[0].find("ParticipantObjectIdentification[@ParticipantObjectTypeCode='1']")
    assert patient is not None
    assert patient.get("ParticipantObjectID") == "Patient/p1"
    user = shown[0].find("ActiveParticipant[@UserIsRequestor='true']")
    assert user is not None
    assert (user.get("UserID"), user.get("UserName")) == ("a.okafor", "Dr A Okafor")
    assert next(iter(shown[0])).tag == "EventIdentification"


async def test_a_receiver_that_hangs_up_before_it_has_read_has_taken_nothing(
    db: Database, tmp_path: Path
) -> None:
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, AT_ONCE, size=100_000)
    tls = tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", ca_file="ca/ca.pem"))
    async with SyslogReceiver(authority.server(), most=100).listening() as broken:
        feed = feed_of(db, Syslog.at(broken.url, tls, "north"))
        assert await feed.step() == 1
    async with SyslogReceiver(authority.server(), port=broken.port).listening() as receiver:
        await drained(feed)
    assert len(receiver.frames) == len(await all_in_log(db))


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_a_receiver_that_leaves_without_a_word_has_taken_what_it_has_read(
    db: Database, tmp_path: Path, version: ssl.TLSVersion
) -> None:
    """But nothing in TLS 1.3, where that may be how it turns us away."""
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, 3)
    tls = tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", ca_file="ca/ca.pem"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        reading = asyncio.to_thread(read_and_left, listener, authority.server())
        receiver = Syslog.at(f"syslog+tls://127.0.0.1:{listener.getsockname()[1]}", tls, "north")
        tls.maximum_version = version
        read, wait = await asyncio.gather(reading, feed_of(db, receiver).step())
    assert read.count(b"<AuditMessage>") == 4  # three, and that the log was opened
    assert wait == (0 if version == ssl.TLSVersion.TLSv1_2 else 1)


async def test_nobody_there_is_not_taken_and_tried_again(db: Database, tmp_path: Path) -> None:
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, 1)
    async with SyslogReceiver(authority.server()).listening() as gone:
        pass
    tls = tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", ca_file="ca/ca.pem"))
    assert await feed_of(db, Syslog.at(gone.url, tls, "north")).step() == 1


Sends = Callable[[Settings, AuditFeed], Awaitable[None]]


async def to_syslog(settings: Settings, feed: AuditFeed) -> None:
    await Syslog.at(feed.url, tls_of(settings, feed), "north").deliver([])


async def to_fhir(settings: Settings, feed: AuditFeed) -> None:
    receiver = Fhir(feed.url, tls_of(settings, feed))
    try:
        await receiver.deliver([])
    finally:
        await receiver.close()


@pytest.mark.parametrize(("kind", "sends"), [(SyslogReceiver, to_syslog), (FhirReceiver, to_fhir)])
async def test_each_side_proves_who_it_is(
    tmp_path: Path, kind: type[SyslogReceiver] | type[FhirReceiver], sends: Sends
) -> None:
    ours, theirs = Authority.made(tmp_path / "ca"), Authority.made(tmp_path / "other", "Another")
    own, settings = ours.issue("region"), Settings(folder=tmp_path)
    async with kind(ours.server(asks=True)).listening() as receiver:
        known = AuditFeed("a", receiver.url, "ca/ca.pem", str(own))
        await sends(settings, known)
        for stranger in (
            AuditFeed("a", receiver.url, "other/ca.pem", str(own)),  # we do not know them
            AuditFeed("a", receiver.url, "ca/ca.pem"),  # they do not know us
            AuditFeed("a", receiver.url, "ca/ca.pem", str(theirs.issue("region"))),
        ):
            with pytest.raises(NotTaken):
                await sends(settings, stranger)


def test_certificates_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"audit_feed siem: its certificates cannot be read"):
        tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", ca_file="none.pem"))
    (tmp_path / "not.pem").write_text("not a certificate")
    with pytest.raises(SettingsError, match="siem"):
        tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", certificate_file="not.pem"))


async def test_a_batch_of_audit_events_is_posted(db: Database, tmp_path: Path) -> None:
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, 3)
    async with FhirReceiver(authority.server()).listening() as repository:
        settings = AuditFeed("arr", repository.url, ca_file="ca/ca.pem")
        receiver = Fhir(repository.url, tls_of(Settings(folder=tmp_path), settings))
        feed = feed_of(db, receiver)
        await drained(feed)
        await feed.close()
    assert repository.ids == await all_in_log(db)
    first = repository.bundles[0]
    assert (first["resourceType"], first["type"]) == ("Bundle", "batch")
    assert first["entry"][0]["request"] == {"method": "POST", "url": "AuditEvent"}


@pytest.mark.parametrize("answer", [500, 401, 302, "422 Unprocessable", b"<html>", b'{"entry":[]}'])
async def test_whatever_is_not_taken_is_sent_again(db: Database, answer: object) -> None:
    await wrote(db, 2)
    async with FhirReceiver(answers=[answer]).listening() as repository:
        feed = feed_of(db, Fhir(repository.url, None))
        assert await feed.step() == 1
        repository.bundles.clear()
        await drained(feed)
        await feed.close()
    assert repository.ids == await all_in_log(db)


async def test_the_feeds_of_the_configuration_run_beside_the_server(
    db: Database, tmp_path: Path
) -> None:
    authority = Authority.made(tmp_path / "ca")
    await wrote(db, 2)
    async with (
        SyslogReceiver(authority.server()).listening() as siem,
        FhirReceiver().listening() as repository,
    ):
        blocks = (
            AuditFeed("siem", siem.url, ca_file="ca/ca.pem", without_person=True),
            AuditFeed("arr", repository.url),
        )
        settings = Settings(folder=tmp_path, audit_feed=blocks)
        feeds = Feeds.of(settings, db, Log(db, KEY), RECORDER)
        async with asyncio.timeout(30), feeds.running():
            while len(repository.ids) < 5 or len(siem.frames) < 5:  # noqa: ASYNC110 - sockets, no event
                await asyncio.sleep(0.01)
    assert "Patient/p1" in str(repository.bundles)
    assert "Patient/p1" not in str(siem.frames)
