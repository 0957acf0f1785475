"""R7: clocks of those who send: fast, slow, without a zone, in the two nights of the year and on a leap day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from carerecord.connectors.contract import Pushed, SetAside
from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import ROW, file
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import SOURCE as COUNCIL
from carerecord.connectors.documents.receive import receive as received
from carerecord.connectors.documents.settings import settings_of
from carerecord.connectors.documents.tests.documents_given import SOURCE as LETTERS
from carerecord.connectors.edifact.tests.test_edifact_reports import SOURCE as LABORATORY
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.folder_feed import FolderFeed
from carerecord.connectors.hl7v2.message import MessageUnusable
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import SETTINGS, SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw
from carerecord.connectors.tests.pushed_given import REPORT
from carerecord.contract import SourceSettings
from carerecord.fhir.cda.tests.cda_written import document

NOW = datetime(2026, 11, 21, 15, tzinfo=UTC)
AHEAD = {"-2h": -120, "-10min": -10, "0": 0, "10min": 10, "11min": 11, "2h": 120}
"""Minutes by which the sender's clock is ahead of ours."""
TAKEN = [minutes <= 10 for minutes in AHEAD.values()]
BY_SENDER = list(zip(AHEAD.values(), TAKEN, strict=True))


def of_hospital(sent: str, now: datetime) -> Pushed | SetAside:
    message = raw("ADT^A08").replace(b"20261121091500+0000", sent.encode())
    return receive(message, SOURCE, SETTINGS, now)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(("minutes", "is_taken"), BY_SENDER, ids=AHEAD)
def test_a_message_of_a_fast_clock_waits_and_of_a_slow_one_says_when(minutes: int, is_taken: bool):
    said = NOW + timedelta(minutes=minutes)
    found = of_hospital(f"{said:%Y%m%d%H%M%S%z}", NOW)
    assert (found.said == said) if isinstance(found, Pushed) else "future" in found.why
    assert isinstance(found, Pushed) is is_taken


@pytest.mark.parametrize(("minutes", "is_taken"), BY_SENDER, ids=AHEAD)
def test_a_document_of_a_fast_clock_waits(minutes: int, is_taken: bool):
    said = NOW + timedelta(minutes=minutes)
    found = received(document(made=f"{said:%Y%m%d%H%M%S%z}"), settings_of(LETTERS), NOW)
    assert isinstance(found, Pushed) is is_taken


@pytest.mark.parametrize(("minutes", "is_taken"), BY_SENDER, ids=AHEAD)
async def test_a_file_of_a_fast_clock_waits(tmp_path: Path, minutes: int, is_taken: bool):
    said = NOW + timedelta(minutes=minutes)
    row = ROW.replace("2026-11-21T09:12:00+00:00", said.isoformat())
    report = REPORT.replace(b"202611210915", f"{said:%Y%m%d%H%M}".encode())
    kept: list[bool] = []

    async def keep(_: SourceSettings, found: Pushed | SetAside, __: bytes) -> str:
        kept.append(isinstance(found, Pushed))
        return ""

    for source, read, sent in ((COUNCIL, rows, file(row)), (LABORATORY, reports, report)):
        feed = FolderFeed(source, keep, tmp_path.joinpath, read, lambda: NOW)
        assert await feed.take(sent) == []
        assert await feed.again(sent) == ""
    assert kept == [is_taken] * 4


@pytest.mark.parametrize(
    ("sent", "now", "said"),
    [
        ("20260701101500", at(2026, 7, 1, 10), at(2026, 7, 1, 9, 15)),
        ("20260101101500", at(2026, 1, 1, 11), at(2026, 1, 1, 10, 15)),
        ("20260329003000", at(2026, 3, 29, 3), at(2026, 3, 29, 0, 30)),
        ("20260329013000", at(2026, 3, 29, 3), at(2026, 3, 29, 1, 30)),  # no such time in London
        ("20260329023000", at(2026, 3, 29, 3), at(2026, 3, 29, 1, 30)),
        ("20261025013000", at(2026, 10, 25, 0, 31), at(2026, 10, 25, 0, 30)),  # the first time
        ("20261025013000", at(2026, 10, 25, 1, 31), at(2026, 10, 25, 1, 30)),  # the second
        ("20261025013000+0100", at(2026, 10, 25, 1, 31), at(2026, 10, 25, 0, 30)),
        ("20261025023000", at(2026, 10, 25, 3), at(2026, 10, 25, 2, 30)),
        ("20280229101500", at(2028, 3, 1), at(2028, 2, 29, 10, 15)),
    ],
)
def test_a_time_without_a_zone_is_the_hospitals_own(sent: str, now: datetime, said: datetime):
    found = of_hospital(sent, now)
    assert isinstance(found, Pushed)
    assert found.said == said


def test_in_the_hour_that_comes_twice_what_is_said_later_is_later():
    admitted, discharged = at(2026, 10, 25, 0, 50), at(2026, 10, 25, 1, 10)
    first, then = (
        of_hospital(local, now)
        for local, now in (("20261025015000", admitted), ("20261025011000", discharged))
    )
    assert isinstance(first, Pushed)
    assert isinstance(then, Pushed)
    assert first.said < then.said


@pytest.mark.parametrize(
    "sent", ["20270229101500", "20261121251500", "20261121091500+9900", "99991231235959-1200"]
)
def test_a_time_that_is_none_is_refused(sent: str):
    with pytest.raises(MessageUnusable, match="MSH-7"):
        of_hospital(sent, NOW)
