"""The pages of the staff who connect sources: how each is doing, and ten checks of one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import pytest

from carerecord.contract import Answer, Item, SourceSettings, Viewer
from carerecord.fhir import encode_resource
from carerecord.merge.merge import merge
from carerecord.viewing.contract import NotForThisRole
from carerecord.viewing.source_checks import Check, Checked, NotATestPerson, Seen
from carerecord.web.frame.places import places
from carerecord.web.tests.harness import DOCTOR, OFFICER, SOURCES, WebRegion

PROBLEM = {
    "resourceType": "Condition",
    "id": "1",
    "code": {"text": "Gout <b>left</b>"},
    "subject": {"reference": "Patient/1"},
}
SEEN = {
    SOURCES[0].id: Seen({"answered": 1200, "failed": 3}, (0.1, 0.2, 1.5), "refused the connection", "2026-11-21T09:58:00+00:00"),
    SOURCES[1].id: Seen({"failed": 9}, (8.0,), "no answer in 8 s", "2026-11-21T10:00:00+00:00", 1, 2),
}  # fmt: skip


@dataclass
class Desk:
    """The doctor is one of the staff who connect sources."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)

    async def health(self, viewer: Viewer) -> list[tuple[SourceSettings, Seen]]:
        self._must(viewer)
        return [(one, SEEN.get(one.id, Seen())) for one in SOURCES]

    async def check(
        self, viewer: Viewer, source_id: str, number: str = "", birth_date: str = ""
    ) -> Checked | None:
        self._must(viewer)
        if number == "9434765919":
            raise NotATestPerson("only invented people, whose NHS numbers begin with 999")
        self.asked.append((source_id, number, birth_date))
        source = next((one for one in SOURCES if one.id == source_id), None)
        if source is None:
            return None
        first = Check(1, "Settings", "pass", "They can be read.")
        second = Check(2, "Reached", "fail", "It could not be reached: <x>.", "Check its port.")
        item = Item(source_id, PROBLEM, encode_resource(PROBLEM))
        records = merge([Answer(source_id, "answered", (item,))]).records if number else {}
        return Checked(source, (first, second), records)

    def _must(self, viewer: Viewer) -> None:
        if viewer.id != DOCTOR.id:
            raise NotForThisRole


@pytest.fixture
def desk(region: WebRegion) -> Desk:
    region.app.state.carerecord.source_desk = made = Desk()
    return made


def test_every_source_is_there_with_how_it_is_doing(region: WebRegion, desk: Desk):
    words = region.browser().get("/sources").words
    assert all(source.name in words for source in SOURCES)
    assert "1,200 answered; 3 failed" in words
    assert "Half within 0.20 s, 19 in 20 within 1.50 s" in words
    assert "Paused in 1 of 2 workers: it failed several times in a row" in words
    assert "no answer in 8 s" in words
    assert "Not asked since the start" in words


def test_a_source_is_checked_without_anybody_until_somebody_is_named(region: WebRegion, desk: Desk):
    page = region.browser().get(f"/sources/{SOURCES[0].id}")
    assert desk.asked == [(SOURCES[0].id, "", "")]
    assert "Something is wrong." in page.words
    assert "It could not be reached: <x>. Check its port." in page.words


def test_what_it_sends_of_an_invented_person_stands_beside_what_is_shown(
    region: WebRegion, desk: Desk
):
    form = {"nhs_number": " 9990000018 ", "born": "1948-11-08"}
    page = region.browser().post(f"/sources/{SOURCES[0].id}", form)
    assert desk.asked == [(SOURCES[0].id, "9990000018", "1948-11-08")]
    assert "Problems and diagnoses 1 entry" in page.words
    assert page.words.count("Gout <b>left</b>") == 2
    assert "9990000018" not in page.text


def test_nobody_real_is_asked_about_and_the_page_says_so(region: WebRegion, desk: Desk):
    page = region.browser().post(f"/sources/{SOURCES[0].id}", {"nhs_number": "9434765919"})
    assert page.status == 400
    assert "Nobody was asked about: only invented people" in page.words
    assert "9434765919" not in page.text


@pytest.mark.parametrize("address", ["/sources", f"/sources/{SOURCES[0].id}"])
def test_for_everybody_else_there_is_nothing(region: WebRegion, desk: Desk, address: str):
    page = region.browser(OFFICER).get(address)
    assert page.status == 403
    assert "Sources are for the staff who connect them" in page.words
    assert desk.asked == []
    assert SOURCES[0].name not in page.words


def test_a_source_that_is_not_there_is_no_page(region: WebRegion, desk: Desk):
    assert region.browser().get("/sources/nowhere").status == 404


@pytest.mark.parametrize(
    ("viewer", "offered"),
    [(DOCTOR, ["/find", "/sources"]), (replace(DOCTOR, id="other"), ["/find"]), (None, [])],
)
def test_the_bar_leads_there_for_whoever_connects_sources_alone(viewer: Viewer | None, offered):
    found = places(viewer, "/records/x", (DOCTOR.id,))
    assert [one.address for one in found] == offered


def test_the_privacy_officer_who_connects_sources_has_both():
    assert [one.address for one in places(OFFICER, "/use", (OFFICER.id,))][-2:] == [
        "/find",
        "/sources",
    ]
