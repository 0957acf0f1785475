"""The queue of access reviews and one case, over a real database (ux S19)."""

from __future__ import annotations

from asyncio import run
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from carerecord.access.alerts import Alert
from carerecord.insight.cases.checked import Checked, keep
from carerecord.insight.cases.tests.cases_region import ALERT, DAY, NOW, CasesRegion
from carerecord.store import Database
from carerecord.web.formats import number_mark
from carerecord.web.tests.client import Page
from carerecord.web.tests.harness import DOCTOR, OFFICER, WebRegion

SECOND = replace(OFFICER, id="p.lindqvist", name="P Lindqvist", session="s3")
OTHER = replace(OFFICER, id="r.osei", organisation="RP001", session="s4")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "cases.db")
    yield opened
    opened.close()


@pytest.fixture
def kept(db: Database, region: WebRegion) -> CasesRegion:
    """Cases behind the pages, with one alert told."""
    made = run(CasesRegion(db).begin())
    region.app.state.carerecord.cases = made.cases
    region.desk.joins(SECOND, OTHER)
    run(made.told(ALERT))
    return made


def page_of(region: WebRegion, address: str, viewer=OFFICER) -> Page:
    return region.browser(viewer).get(address)


def test_a_line_says_who_whose_when_why_and_until_when(region: WebRegion, kept: CasesRegion):
    page = page_of(region, "/review")
    words = page.words
    for said in (
        *("2026-1", "Alert", "K Brandt", "Ward clerk", "GIBSON, Margery", "999 417 3626"),
        *("20-Nov-2026 22:14", "Emergency access", "Opened in a declared emergency.", "None"),
        *("To review 1", "22-Nov-2026", "A picked access is a question, not an accusation."),
    ):
        assert said in words
    assert number_mark("9994173626") in page.text, "it would be copied with spaces"


def test_the_state_of_the_log_is_said(region: WebRegion, kept: CasesRegion, db: Database):
    for empty in (None, Checked(NOW - DAY, 0, "")):
        if empty:
            run(keep(db, empty))
        words = page_of(region, "/review").words
        assert "Audit record not checked yet" in words
        assert "Nothing was checked yet." in words
        assert "Checked to entry 0" not in words
    run(keep(db, Checked(NOW, 41_233_901, "")))
    words = page_of(region, "/review").words
    assert "Audit record intact" in words
    assert "Checked to entry 41,233,901 at 22:14." in words
    run(keep(db, Checked(NOW + DAY, 7, "log x, entry 3: it is missing")))
    words = page_of(region, "/review").words
    assert "Audit check failed at log x, entry 3: it is missing. Call 01632960999." in words
    assert "intact" not in words


def test_five_figures_stand_over_the_queue(region: WebRegion, kept: CasesRegion):
    text = page_of(region, "/review").text
    assert text.count("<dt>") == 5


def test_a_colleagues_name_is_hidden_until_opened(region: WebRegion, kept: CasesRegion):
    about: Alert = replace(ALERT, rule="OWN-4", occasion="c", viewer=replace(ALERT.viewer, id="x"))
    run(kept.told(about))
    run(kept.cases.decide(SECOND, 1, "closed", "on the ward"))
    queue = page_of(region, "/review").words
    assert "Staff member, name hidden until opened" in queue
    assert "GIBSON" not in queue
    assert "GIBSON" in page_of(region, "/review/2").words


def test_others_see_nothing(region: WebRegion, kept: CasesRegion):
    for address in ("/review", "/review/1", "/review/completed"):
        page = page_of(region, address, DOCTOR)
        assert page.status == 403
        assert "GIBSON" not in page.text
    assert "GIBSON" not in page_of(region, "/review", OTHER).text
    assert page_of(region, "/review/1", OTHER).status == 404
    for number in ("99", "9" * 40):
        assert page_of(region, f"/review/{number}").status == 404


def test_a_case_shows_its_entries_to_the_second_and_the_way_to_replay_them(
    region: WebRegion, kept: CasesRegion
):
    body = {"sections": {"medicines": ["gp/MedicationRequest/1"], "letters": []}}
    run(kept.log.append("shown", ALERT.viewer, person_id="p1", view_id="abc", body=body))
    page = page_of(region, "/review/1")
    for said in (
        *("Review 2026-1", "20-Nov-2026 22:14:07", "Was shown this content"),
        *("Why it was picked", "Opened in a declared emergency.", "Care found"),
        *("No stay, appointment, referral or caseload entry is known to us.", "Other times"),
    ):
        assert said in page.words
    assert "/review/views/abc" in page.text


def test_a_decision_is_saved_and_shown(region: WebRegion, kept: CasesRegion):
    browser = region.browser(OFFICER)
    browser.get("/review/1")
    assert browser.post("/review/1", {"step": "closed", "words": "On the ward."}).status == 303
    words = browser.get("/review/1").words
    assert "Closed: care explained, Q Fairbairn: On the ward." in words
    assert "Save decision" not in words
    assert "2026-1" not in browser.get("/review").words
    assert "2026-1" in browser.get("/review/completed").words


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        pytest.param({"words": "x"}, "Choose what to do.", id="nothing-chosen"),
        pytest.param({"step": "closed"}, "Say why, in a few words.", id="no-reason"),
        pytest.param({"step": "suspended"}, "One officer proposes it", id="no-first-officer"),
        pytest.param({"step": "closed-by-rule", "words": "x"}, "Choose", id="not-theirs"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(
    region: WebRegion, kept: CasesRegion, form: dict[str, str], problem: str
):
    page = region.browser(OFFICER).post("/review/1", form)
    assert page.status == 400
    assert problem in page.words
    assert run(kept.state()) == ("new", "")


def test_only_the_second_officer_is_offered_to_suspend(region: WebRegion, kept: CasesRegion):
    first = region.browser(OFFICER)
    first.post("/review/1", {"step": "suspension-proposed", "words": "Sold it."})
    assert "Suspend their access" not in first.get("/review/1").words
    second = region.browser(SECOND)
    assert "Suspend their access now" in second.get("/review/1").words
    assert second.post("/review/1", {"step": "suspended"}).status == 303
    assert kept.suspended == [(ALERT.viewer.id, SECOND.id, "review 2026-1")]


def test_what_is_filtered_by_stays_out_of_the_address(region: WebRegion, kept: CasesRegion):
    run(kept.told(replace(ALERT, rule="OWN-5", kind="notification", occasion="n")))
    browser = region.browser(OFFICER)
    shown = browser.post("/review/found", {"level": "notification"}).words
    assert "2026-2" in shown
    assert "2026-1 " not in shown
    of_person = {"nhs_number": "999 417 3626", "staff": "k.brandt", "since": "2026-11-20"}
    assert "2026-1" in browser.post("/review/found", of_person).words
    for none in ({"nhs_number": "999 000 0042"}, {"until": "2026-11-19"}, {"staff": "nobody"}):
        assert "No review is here." in browser.post("/review/found", none).words
    assert browser.post("/review/found", {"since": "yesterday"}).status == 400


def test_an_officer_does_not_see_a_case_of_their_own(region: WebRegion, kept: CasesRegion):
    run(kept.told(replace(ALERT, viewer=OFFICER, occasion="mine")))
    assert "2026-2" not in page_of(region, "/review").words
    assert page_of(region, "/review/2").status == 404
    assert "2026-2" in page_of(region, "/review", SECOND).words


def test_times_kept_are_a_page_and_a_file(region: WebRegion, kept: CasesRegion):
    words = page_of(region, "/review/times").words
    assert "November 2026 Alert" in words
    assert "Nobody has asked in a year." in words
    file = page_of(region, "/review/times.csv")
    assert file.text.splitlines()[1].startswith("2026-11,alert,1,")
    assert page_of(region, "/review/times.csv", DOCTOR).status == 403
