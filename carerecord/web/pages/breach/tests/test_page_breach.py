"""The page of a breach over a real database: the clock, everybody it touched, their letters, and who sees it."""

from __future__ import annotations

import re
from asyncio import run
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from carerecord.insight.breaches import Breach, Breaches, Done
from carerecord.insight.cases.tests.cases_region import ALERT, CLERK, NOW, CasesRegion
from carerecord.store import Database
from carerecord.web.pages.breach.page import clock
from carerecord.web.tests.harness import DOCTOR, OFFICER, WebRegion

ADDRESS = "/review/1/breach"
FOUND = {"step": "found", "words": "Looked up a neighbour.", "effects": "They know of a stay."}
LETTER = {"step": "letter", "words": "A clerk read your letters.", "effects": "They may tell."}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "breaches.db")
    yield opened
    opened.close()


@pytest.fixture
def kept(db: Database, region: WebRegion) -> CasesRegion:
    made = run(CasesRegion(db).begin())
    app = region.app.state.carerecord
    app.cases, app.breaches = made.cases, Breaches(made.cases)
    for kind in ("open", "shown"):
        body = {"sections": {"letters": []}}
        run(made.log.append(kind, CLERK, person_id="p1", view_id="v", body=body))
    run(made.told(ALERT))
    return made


def test_a_breach_is_recorded_and_read_again(region: WebRegion, kept: CasesRegion):
    browser = region.browser(OFFICER)
    assert "Record a breach" in browser.get(ADDRESS).words
    assert browser.post(ADDRESS, FOUND).status == 303
    words = browser.get(ADDRESS).words
    for said in (
        *("Breach 2026-1", "Looked up a neighbour.", "They know of a stay.", "Breach found"),
        *("Everybody it touched 1", "GIBSON, Margery", "999 417 3626", "Letters"),
        *("ICO told", "After 72 hours, say why it is late", "Write first what people are told"),
    ):
        assert said.lower() in words.lower()
    assert "Breaches 1 2026-1 Tell the ICO" in browser.get("/review").words


def test_a_letter_is_a_file_to_one_person(region: WebRegion, kept: CasesRegion):
    browser = region.browser(OFFICER)
    browser.post(ADDRESS, FOUND)
    browser.post(ADDRESS, LETTER)
    page = browser.get(ADDRESS)
    (address,) = re.findall(r'href="([^"]+/letter\.html)"', page.text)
    assert "9994173626" not in address
    letter = browser.get(address)
    assert "A clerk read your letters." in letter.text
    assert "Margery Gibson" in letter.text
    assert browser.get(f"{ADDRESS}/{'0' * 16}/letter.html").status == 404
    assert browser.get(address.replace("letter.html", "easy-read.html")).status == 404


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"step": "found", "effects": "x"}, "Say what happened"),
        ({**FOUND, "since": "2026-11-20"}, "Give both days"),
        ({**FOUND, "since": "yesterday"}, "day"),
    ],
)
def test_a_problem_is_said_and_what_was_typed_stays(
    region: WebRegion, kept: CasesRegion, form: dict[str, str], problem: str
):
    page = region.browser(OFFICER).post(ADDRESS, form)
    assert page.status == 400
    assert problem in page.words
    assert form.get("words", "") in page.text


def test_nobody_else_sees_it(region: WebRegion, kept: CasesRegion):
    page = region.browser(DOCTOR).get(ADDRESS)
    assert page.status == 403
    assert "GIBSON" not in page.text
    assert region.browser(DOCTOR).post(ADDRESS, FOUND).status == 403
    assert region.browser(OFFICER).get("/review/99/breach").status == 404


@pytest.mark.parametrize(
    ("hours", "words", "tone"),
    [
        (0, "72 hours left", "amber"),
        (49, "23 hours left", "red"),
        (72, "the 72 hours ended", "red"),
    ],
)
def test_the_clock_says_how_many_hours_are_left(hours: int, words: str, tone: str):
    found = Done("found", "x", "y", "o", "O", NOW)
    breach = Breach("RNG01", 1, None, None, (found,))
    said = clock(breach, _after(hours))
    assert words in said[0]
    assert said[1] == tone
    told = Breach(
        "RNG01", 1, None, None, (found, Done("regulator-told", "IC-1", "", "o", "O", NOW))
    )
    assert clock(told, _after(hours)) == ("ICO told", "green")


def _after(hours: int) -> datetime:
    return NOW + timedelta(hours=hours)
