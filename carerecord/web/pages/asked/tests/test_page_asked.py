"""Whoever is asked reads a neutral question and answers it; nobody else learns of it (ALR-9)."""

from __future__ import annotations

from asyncio import run
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from carerecord.insight.cases.tests.cases_region import ALERT, CasesRegion
from carerecord.store import Database
from carerecord.web.tests.harness import DOCTOR, OFFICER, WebRegion


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(tmp_path / "cases.db")
    yield opened
    opened.close()


@pytest.fixture
def kept(db: Database, region: WebRegion) -> CasesRegion:
    """A case of the doctor's, about which they are asked."""
    made = run(CasesRegion(db).begin())
    region.app.state.carerecord.cases = made.cases
    run(made.told(replace(ALERT, viewer=DOCTOR)))
    return made


def test_who_is_not_asked_learns_nothing_of_a_review(region: WebRegion, kept: CasesRegion):
    browser = region.browser(DOCTOR)
    assert "Nothing is asked of you." in browser.get("/asked").words
    assert "asks about a record" not in browser.get("/find").words
    answer = browser.post("/asked", {"case": "RNG01/1", "words": "On the ward."})
    assert "not asked any more" in answer.words
    assert run(kept.state()) == ("new", "")


def test_who_is_asked_answers_once_and_the_officer_reads_it(region: WebRegion, kept: CasesRegion):
    run(kept.cases.decide(OFFICER, 1, "asked", ""))
    browser = region.browser(DOCTOR)
    assert "Your organisation asks about a record you opened." in browser.get("/find").words
    page = browser.get("/asked").words
    assert "it does not say that anything was wrong" in page
    assert "GIBSON, Margery" in page
    assert "emergency" not in page
    empty = browser.post("/asked", {"case": "RNG01/1", "words": " "})
    assert (empty.status, "in a few words" in empty.words) == (400, True)
    assert browser.post("/asked", {"case": "RNG01/1", "words": "I was on call."}).status == 303
    assert "Nothing is asked of you." in browser.get("/asked").words
    read = region.browser(OFFICER).get("/review/1").words
    assert "Answered, Dr A Okafor: I was on call." in read
    assert run(kept.state()) == ("in progress", "answered")


def test_nobody_answers_for_somebody_else(region: WebRegion, kept: CasesRegion):
    run(kept.cases.decide(replace(OFFICER, id="z"), 1, "asked", ""))
    answer = region.browser(OFFICER).post("/asked", {"case": "RNG01/1", "words": "Mine."})
    assert answer.status == 400
    assert run(kept.state()) == ("in progress", "asked")
