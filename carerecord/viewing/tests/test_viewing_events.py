"""What a privacy officer is given of the log as events: by every condition at once, and page by page (AUD-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from carerecord.audit import Entry
from carerecord.audit.events import Recorder
from carerecord.store import Database
from carerecord.viewing import auditing
from carerecord.viewing.auditing import AuditEvents, EventCriteria, EventPage
from carerecord.viewing.contract import NotForThisRole
from carerecord.viewing.cursors import Cursors
from carerecord.viewing.tests.door_region import DOCTOR, NOW, OFFICER, DoorRegion

LATER, LATEST = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)


class Site:
    """The log of a view by a doctor, which was shown, and of somebody else who signed in after that."""

    def __init__(self, region: DoorRegion) -> None:
        self.region, self.at = region, NOW
        region.log._now = lambda: self.at
        self.events = AuditEvents(
            region.db,
            region.log,
            region.records.decider,
            region.records.writing,
            Recorder("region.example/audit", "Northgate", "https://record.example"),
            Cursors(bytes(32)),
        )

    async def begin(self) -> Site:
        await self.region.relate()
        view = await self.region.records.open(DOCTOR, "p1")
        await self.region.records.release(view, b"", ("problems",), content_type="text/html")
        self.at = LATER
        other = replace(DOCTOR, id="n.nurse")
        await self.region.log.append("sign-in", other, body={})
        self.at = LATEST
        return self

    async def find(self, **wanted: Any) -> EventPage:
        return await self.events.find(OFFICER, EventCriteria(words="", **wanted), LATEST)

    async def found(self, **wanted: Any) -> list[str]:
        return [one["id"] for one in (await self.find(**wanted)).events]

    async def entry(self, kind: str) -> Entry:
        return (await self.region.entries(kind))[0]


@pytest.fixture
async def site(db: Database) -> Site:
    return await Site(await DoorRegion(db).begin()).begin()


@pytest.mark.parametrize(
    "other",
    [
        {"person_id": "p2"},
        {"viewer_id": "n.nurse"},
        {"role": "nurse"},
        {"since": LATER},
        {"until": NOW},
        {"view_id": "another"},
        {"outcomes": ("8",)},
        {"types": (("", "110114"),)},
    ],
)
async def test_an_event_that_is_named_has_to_fit_everything_else(site: Site, other: Any) -> None:
    opened = await site.entry("open")
    assert await site.found(event_id=opened.entry_id) == [opened.entry_id]
    assert await site.found(event_id=opened.entry_id, **other) == []


async def test_of_a_view_one_event_may_be_named(site: Site) -> None:
    shown = await site.entry("shown")
    page = await site.find(view_id=shown.view_id, event_id=shown.entry_id)
    assert [one["id"] for one in page.events] == [shown.entry_id]
    assert page.cursor == ""


async def test_what_nobody_signed_in_did_is_no_organisations(site: Site) -> None:
    await site.region.records.signed("sign-in-refused", None)
    entry = await site.entry("sign-in-refused")
    assert await site.found(event_id=entry.entry_id) == []


async def test_another_log_has_nothing_here_and_no_next_page(site: Site) -> None:
    page = await site.find(recorder="another.example/audit")
    assert (page.events, page.cursor) == ((), "")


async def test_who_may_not_is_refused_and_that_is_written_down(site: Site) -> None:
    with pytest.raises(NotForThisRole):
        await site.events.find(DOCTOR, EventCriteria(words=""), NOW)
    assert (await site.entry("refused")).body == {"function": "review"}


@pytest.mark.parametrize(
    ("wanted", "kinds", "more"),
    [
        ({"person_id": "p1", "types": (("", "110113"),)}, "open", True),
        ({"viewer_id": "a.okafor", "types": (("", "110113"),)}, "open", False),
        ({"until": LATER, "types": (("", "110113"),)}, "open", False),
        ({"since": LATER, "until": LATEST}, "sign-in", False),
        ({"until": LATEST, "role": "nobody"}, "", True),
    ],
)
async def test_what_narrows_the_search_saves_pages(
    site: Site, monkeypatch: pytest.MonkeyPatch, wanted: Any, kinds: str, more: bool
) -> None:
    monkeypatch.setattr(auditing, "MOST_READ", 3)
    page = await site.find(**wanted)
    ids = [(await site.entry(kind)).entry_id for kind in kinds.split()]
    assert [one["id"] for one in page.events] == ids
    assert bool(page.cursor) == more


async def test_a_named_event_is_found_however_old(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "MOST_READ", 1)
    opened = await site.entry("open")
    assert await site.found(event_id=opened.entry_id) == [opened.entry_id]


async def test_the_next_page_goes_on_where_this_one_stopped_looking(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "MOST_READ", 2)
    page = await site.find(until=LATEST, count=2)
    sign_in, shown = [(await site.entry(kind)).entry_id for kind in ("sign-in", "shown")]
    assert [one["id"] for one in page.events] == [sign_in, shown]
    assert await site.found(until=LATEST, count=2, cursor=page.cursor) == [
        (await site.entry("open")).entry_id
    ]
    looked = await site.find(until=LATEST, role="nobody")
    assert looked.events == ()
    assert await site.found(until=LATEST, cursor=looked.cursor) == [
        (await site.entry("open")).entry_id
    ]
