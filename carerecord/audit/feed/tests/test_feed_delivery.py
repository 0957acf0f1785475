"""Entries go out over real sockets: in order, at least once, to whoever proves who they are, and past every failure."""

from __future__ import annotations

import asyncio
import xml.etree.ElementTree as Xml
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prometheus_client import REGISTRY

from carerecord.audit import Key, Log
from carerecord.audit.events import Recorder
from carerecord.audit.feed import Feed, Feeds
from carerecord.audit.feed.fhir import Fhir
from carerecord.audit.feed.place import HELD_SECONDS, Place
from carerecord.audit.feed.receiver import NotTaken, Receiver, tls_of
from carerecord.audit.feed.sending import AT_ONCE, IDLE_SECONDS, backed_off
from carerecord.audit.feed.syslog import Syslog
from carerecord.audit.feed.tests.feed_receivers import Authority, FhirReceiver, SyslogReceiver
from carerecord.config import AuditFeed, Settings, SettingsError
from carerecord.contract import Resource, Viewer
from carerecord.store import Database

VIEWER = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
RECORDER = Recorder("region.example/audit", "Northgate", "https://record.example")
KEY = Key("region.example/audit", bytes(32))


@dataclass
class Kept:
    """Takes everything, or fails as often as it is told to."""

    fails: int = 0

    def __post_init__(self) -> None:
        self.ids: list[str] = []
        self.events: list[Resource] = []

    async def deliver(self, events: list[Resource]) -> None:
        if self.fails:
            self.fails -= 1
            raise NotTaken("told to")
        self.events += events
        self.ids += [one["id"] for one in events]

    async def close(self) -> None:
        """Nothing is held."""


def feed_of(db: Database, receiver: Receiver, process: str = "one", **more: object) -> Feed:
    given = {"now": lambda: 1000} | more
    return Feed(Place(db, "siem", process), receiver, RECORDER, Log(db, KEY), **given)  # type: ignore[arg-type]  # of the test's own


async def wrote(db: Database, count: int, **more: object) -> list[str]:
    log = Log(db, KEY, **more)  # type: ignore[arg-type]  # as above
    entries = [("shown", "p1", {"sha256": "0" * 64})] * count
    return [one.entry_id for one in await log.append_all(VIEWER, entries)]


async def all_in_log(db: Database) -> list[str]:
    return [one.entry_id async for one in Log(db).entries()]


async def drained(feed: Feed) -> None:
    while not await feed.step():
        pass


async def test_every_entry_is_delivered_once_and_in_order(db: Database) -> None:
    await wrote(db, 2 * AT_ONCE + 3)
    receiver = Kept()
    feed = feed_of(db, receiver)
    assert await feed.step() == 0
    assert len(receiver.ids) == AT_ONCE
    await drained(feed)
    assert receiver.ids == await all_in_log(db)
    await wrote(db, 1)
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


async def test_that_the_log_goes_out_is_written_down_once(db: Database) -> None:
    await wrote(db, 1)
    feed = feed_of(db, Kept())
    await drained(feed)
    await wrote(db, 1)
    await drained(feed)
    exports = [one async for one in Log(db).entries() if one.kind == "export"]
    (said,) = exports
    assert said.body == {"what": "feed", "feed": "siem", "without_person": False}


async def test_nothing_is_lost_while_the_other_side_is_down(db: Database) -> None:
    await wrote(db, 3)
    receiver = Kept(fails=3)
    feed = feed_of(db, receiver)
    assert [await feed.step() for _ in range(3)] == [1, 2, 4]
    assert receiver.ids == []
    await drained(feed)
    assert receiver.ids == await all_in_log(db)
    assert feed.failures == 0


async def test_a_feed_waits_longer_each_time_and_never_more_than_minutes() -> None:
    assert [backed_off(times) for times in (1, 2, 5, 9, 10, 500)] == [1, 2, 16, 256, 300, 300]


async def test_how_much_waits_is_measured(db: Database) -> None:
    def waiting() -> float | None:
        return REGISTRY.get_sample_value("carerecord_audit_feed_waiting", {"feed": "siem"})

    await wrote(db, 5)
    feed = feed_of(db, Kept(fails=1))
    await feed.step()
    assert waiting() == 6  # the log says that it was opened, too
    await drained(feed)
    assert waiting() == 0


async def test_a_feed_goes_on_where_it_was_after_a_restart(db: Database) -> None:
    await wrote(db, 3)
    before, after = Kept(), Kept()
    first = feed_of(db, before)
    await drained(first)
    await first.close()
    await wrote(db, 2)
    await drained(feed_of(db, after, "two"))
    assert before.ids + after.ids == await all_in_log(db)


async def test_what_was_delivered_and_not_noted_is_delivered_again(db: Database) -> None:
    await wrote(db, 3)
    receiver = Kept()
    feed = feed_of(db, receiver)
    place = feed.place
    assert await place.hold(1000)
    batch = await place.next(await place.unsent(), AT_ONCE)
    await receiver.deliver([{"id": one.entry_id} for one in batch.entries])  # and then it died
    await drained(feed)
    assert set(receiver.ids) == set(await all_in_log(db))
    assert len(receiver.ids) > len(set(receiver.ids))


async def test_one_process_sends_and_another_takes_over_when_it_is_gone(db: Database) -> None:
    await wrote(db, 2)
    ours, theirs = Kept(), Kept()
    first = feed_of(db, ours)
    second = feed_of(db, theirs, "two")
    late = feed_of(db, theirs, "two", now=lambda: 1000 + HELD_SECONDS + 1)
    await first.step()
    await wrote(db, 2)
    assert await second.step() == IDLE_SECONDS
    assert theirs.ids == []
    await drained(late)
    assert ours.ids + theirs.ids == await all_in_log(db)
    assert await first.place.reach({"2026-11": 1}) is False  # it has been taken over


async def test_an_entry_of_another_node_that_comes_late_is_not_passed_over(db: Database) -> None:
    """It has an earlier time, and so an earlier place, than what was delivered already."""
    receiver = Kept()
    feed = feed_of(db, receiver)
    await wrote(db, 2, node="south", now=lambda: datetime(2026, 11, 21, 10, 5, tzinfo=UTC))
    await drained(feed)
    late = await wrote(db, 2, node="north", now=lambda: datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    await drained(feed)
    assert receiver.ids[-2:] == late
    assert set(receiver.ids) == set(await all_in_log(db))


async def test_an_older_month_goes_first(db: Database) -> None:
    for month in (10, 11):
        at = datetime(2026, month, 5, tzinfo=UTC)
        await wrote(db, 2, now=lambda at=at: at)
    receiver = Kept()
    feed = feed_of(db, receiver)
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


async def test_an_entry_that_cannot_be_mapped_holds_the_feed_and_is_not_skipped(
    db: Database,
) -> None:
    await wrote(db, 1)
    receiver = Kept()
    feed = feed_of(db, receiver)
    await drained(feed)
    feed.recorder = None  # type: ignore[assignment]  # whatever goes wrong
    await wrote(db, 1)
    assert [await feed.step(), await feed.step()] == [1, 2]
    feed.recorder = RECORDER
    await drained(feed)
    assert receiver.ids == await all_in_log(db)


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
    await wrote(db, AT_ONCE)
    tls = tls_of(Settings(folder=tmp_path), AuditFeed("siem", "", ca_file="ca/ca.pem"))
    async with SyslogReceiver(authority.server(), most=100).listening() as broken:
        feed = feed_of(db, Syslog.at(broken.url, tls, "north"))
        assert await feed.step() == 1
    async with SyslogReceiver(authority.server(), port=broken.port).listening() as receiver:
        await drained(feed)
    assert len(receiver.frames) == len(await all_in_log(db))


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


async def test_a_siem_is_not_told_whom_it_was_about(db: Database) -> None:
    await wrote(db, 2)
    receiver = Kept()
    await drained(feed_of(db, receiver, without_person=True))
    assert "Patient/" not in str(receiver.events)
    assert "a.okafor" in str(receiver.events)


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
