"""Going between the sections of a record asks nobody again; what may be seen is decided anew for each page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from carerecord.access.contract import Closed
from carerecord.connectors.contract import SourceTimeout
from carerecord.store import Database
from carerecord.viewing import View
from carerecord.viewing.contract import EVERY_MISSING, EVERYTHING, Own
from carerecord.viewing.tests.door_region import CLERK, DOCTOR, NOW, DoorRegion, patient, problem

COOKIE = "a-secret-of-one-browser"


class Pages:
    """One session that goes from page to page."""

    def __init__(self, region: DoorRegion) -> None:
        self.region = region

    async def show(
        self, page: str, *chosen: str, secret: str = COOKIE, viewer: Any = DOCTOR
    ) -> View:
        records = self.region.records
        view = await records.open(viewer, "p1", chosen=chosen, own=Own(secret, page))
        await records.release(view, page.encode(), ["problems"], content_type="text/html")
        return view

    @property
    def asked(self) -> tuple[int, int]:
        return len(self.region.gp.asked), len(self.region.acute.asked)


@pytest.fixture
async def pages(db: Database) -> Pages:
    region = await DoorRegion(db).begin()
    await region.relate()
    await region.relate(CLERK)
    return Pages(region)


def problems(view: View) -> list[str]:
    return sorted(one.head.resource["code"]["text"] for one in view.records["problems"].entries)


async def test_the_next_page_asks_nobody_and_shows_the_same(pages: Pages) -> None:
    first = await pages.show("/summary")
    second = await pages.show("/problems")
    assert pages.asked == (1, 1)
    assert problems(first) == problems(second) == ["Asthma", "Gout", "Stroke"]
    assert first.answers["gp"].request_ids == second.answers["gp"].request_ids
    assert first.account == second.account


async def test_each_page_is_written_down_and_says_which_view_asked(pages: Pages) -> None:
    first, second = [await pages.show(page) for page in ("/summary", "/problems")]
    assert len(await pages.region.entries("open")) == 2
    one, other = await pages.region.entries("shown")
    assert ("fetched_by" in one.body, other.body["fetched_by"]) == (False, first.id)
    assert other.view_id == second.id


async def test_a_page_that_is_asked_for_again_is_fetched_again(pages: Pages) -> None:
    for page, times in (("/a", 1), ("/a", 2), ("/b", 2), ("/a", 2), ("/a", 3)):
        await pages.show(page)
        assert pages.asked == (times, times)


async def test_an_address_that_is_opened_asks_the_sources(pages: Pages) -> None:
    await pages.show("/summary")
    own = Own(COOKIE, "/problems", goes_on=False)
    await pages.region.records.open(DOCTOR, "p1", own=own)
    assert pages.asked == (2, 2)


async def test_after_its_minutes_everybody_is_asked(pages: Pages) -> None:
    await pages.show("/summary")
    pages.region.at = NOW + timedelta(minutes=20)
    pages.region.records = pages.region.door()
    await pages.show("/problems")
    assert pages.asked == (2, 2)
    sets = pages.region.records.fetching.sets
    assert (await sets.remove_old(), await sets.remove_old()) == (0, 0)


async def test_a_set_that_is_too_old_is_removed(pages: Pages) -> None:
    await pages.show("/summary")
    pages.region.at = NOW + timedelta(minutes=20)
    assert await pages.region.door().fetching.sets.remove_old() == 1


@pytest.mark.parametrize(
    "other",
    [{"secret": "another browser"}, {"viewer": CLERK}, {"viewer": replace(DOCTOR, role_id="r-8")}],
)
async def test_it_is_nobody_elses(pages: Pages, other: dict[str, Any]) -> None:
    await pages.show("/summary")
    await pages.show("/problems", **other)
    assert pages.asked == (2, 2)


async def test_without_a_session_nothing_is_kept(pages: Pages) -> None:
    for _ in range(2):
        await pages.region.records.open(DOCTOR, "p1")
    assert pages.asked == (2, 2)
    assert await pages.region.db.all("SELECT * FROM fetched_set") == []


async def test_what_is_not_shown_is_not_kept(pages: Pages) -> None:
    await pages.region.records.open(DOCTOR, "p1", own=Own(COOKIE, "/summary"))
    await pages.show("/problems")
    assert pages.asked == (2, 2)


async def test_a_copy_of_the_table_tells_nothing(pages: Pages) -> None:
    await pages.show("/p/handle/problems")
    [row] = await pages.region.db.all("SELECT * FROM fetched_set")
    kept = repr({key: bytes(one) if key == "sealed" else one for key, one in row.items()})
    for told in ("Stroke", "9990000018", COOKIE, "problems", "a.okafor"):
        assert told not in kept


async def test_what_failed_is_asked_again_alone_when_somebody_says_so(pages: Pages) -> None:
    pages.region.acute.breaks = SourceTimeout()
    pages.region.acute.holds = []
    first = await pages.show("/summary")
    second = await pages.show("/problems")
    assert first.answers["acute"].failure == second.answers["acute"].failure
    pages.region.acute.breaks, pages.region.acute.holds = None, [patient(), problem("Asthma")]
    await pages.show("", EVERY_MISSING)
    assert pages.asked == (1, 2)


async def test_one_source_and_everything_can_be_asked_again(pages: Pages) -> None:
    await pages.show("/summary")
    await pages.show("", "gp")
    assert pages.asked == (2, 1)
    await pages.show("", EVERYTHING)
    assert pages.asked == (3, 2)


async def test_what_was_asked_again_is_what_the_page_after_shows(pages: Pages) -> None:
    await pages.show("/summary")
    pages.region.gp.holds.append(problem("New"))
    await pages.show("", "gp")
    assert "New" in problems(await pages.show("/results"))
    assert pages.asked == (2, 1)


async def test_a_source_that_was_closed_meanwhile_is_not_shown(pages: Pages) -> None:
    await pages.show("/summary")
    standing = pages.region.standings.now
    pages.region.standings.now = replace(standing, switched_off=frozenset({("acute", "*")}))
    view = await pages.show("/problems")
    assert isinstance(view.terms.sources["acute"], Closed)
    assert problems(view) == ["Gout", "Stroke"]
    pages.region.standings.now = standing
    assert problems(await pages.show("/results")) == ["Asthma", "Gout", "Stroke"]
    assert pages.asked == (1, 1)


async def test_a_source_that_tells_somebody_is_asked_once(pages: Pages) -> None:
    region = pages.region
    region.acute.settings = replace(region.acute.settings, notifies="a key worker is told")
    region.records = region.door()
    before = await pages.show("/summary")
    chosen = await pages.show("", "acute")
    after = await pages.show("/problems")
    assert [one.id for one in before.unasked] == ["acute"]
    assert (chosen.unasked, after.unasked, len(region.acute.asked)) == ((), (), 1)
    assert "Asthma" in problems(after)


async def test_another_persons_answer_is_one_incident(pages: Pages) -> None:
    pages.region.acute.holds = [problem("Theirs") | {"subject": {"reference": "Patient/2"}}]
    for page in ("/summary", "/problems", "/results"):
        assert "Theirs" not in problems(await pages.show(page))
    assert len(await pages.region.entries("incident")) == 1


async def test_a_set_that_was_altered_is_none(pages: Pages) -> None:
    await pages.show("/summary")
    await pages.region.db.write(
        lambda tx: tx.run("UPDATE fetched_set SET sealed = :other", other=b"x" * 60)
    )
    assert problems(await pages.show("/problems")) == ["Asthma", "Gout", "Stroke"]
    assert pages.asked == (2, 2)


async def test_a_table_that_cannot_be_read_costs_an_asking_and_no_page(pages: Pages) -> None:
    await pages.show("/summary")
    await pages.region.lost("fetched_set")
    view = await pages.region.records.open(DOCTOR, "p1", own=Own(COOKIE, "/problems"))
    assert problems(view) == ["Asthma", "Gout", "Stroke"]
