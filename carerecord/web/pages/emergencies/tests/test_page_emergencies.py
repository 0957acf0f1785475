"""One's own emergencies: to end one, and to say what is owed (BTG-7, ux S4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access.evidence.emergencies import Emergency
from carerecord.web.tests.harness import WebRegion, view_of

AT = datetime.now(UTC)
RUNS = Emergency(
    id="d1", person_id="p1", at=AT - timedelta(hours=1), until=AT + timedelta(hours=3),
    reason="Life at risk", words="",
)  # fmt: skip
WORDS = "Found in the street."


@pytest.fixture
def owing(region: WebRegion) -> WebRegion:
    region.holds(view_of()).door.emergencies = [RUNS]
    return region


def test_it_names_when_and_why_and_nobody(owing: WebRegion):
    page = owing.browser().get("/emergencies")
    assert "Life at risk" in page.words
    assert "End emergency access" in page.words
    assert "Why was it needed?" in page.words
    assert "Gibson" not in page.text


def test_who_owes_nothing_is_told_so(region: WebRegion):
    assert "owe no reason" in region.browser().get("/emergencies").words


def test_what_is_over_is_not_ended_again(owing: WebRegion):
    owing.door.emergencies = [replace(RUNS, until=AT - timedelta(minutes=1))]
    assert "End emergency access" not in owing.browser().get("/emergencies").words


def test_what_was_said_is_not_asked_again(owing: WebRegion):
    owing.door.emergencies = [replace(RUNS, words=WORDS)]
    assert "Why was it needed?" not in owing.browser().get("/emergencies").words


@pytest.mark.parametrize(
    ("form", "came"),
    [({"do": "stop"}, ("d1", "")), ({"do": "explain", "words": f" {WORDS} "}, ("d1", WORDS))],
)
def test_ending_and_saying_why(owing: WebRegion, form: dict[str, str], came: tuple[str, str]):
    page = owing.browser().post("/emergencies", {"declared": "d1"} | form)
    assert (page.status, page.headers["location"]) == (303, "/emergencies")
    assert owing.door.ended == [came]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (
            {"declared": "d1", "do": "explain", "words": "short"},
            "Say why, in 10 to 500 characters.",
        ),
        ({"declared": "d2", "do": "stop"}, "This emergency is over"),
        ({}, "This emergency is over"),
    ],
)
def test_what_cannot_be_done_changes_nothing(owing: WebRegion, form: dict[str, str], words: str):
    page = owing.browser().post("/emergencies", form)
    assert page.status == 400
    assert words in page.words
    assert owing.door.ended == []


def test_the_page_to_find_somebody_reminds_of_words_that_are_owed(owing: WebRegion):
    assert "have not yet said in words why" in owing.browser().get("/find").words
    owing.door.emergencies = []
    assert "have not yet said in words why" not in owing.browser().get("/find").words


@pytest.mark.parametrize(("owed", "reminded"), [(0, False), (1, True)])
def test_every_page_of_a_record_reminds_of_them(region: WebRegion, owed: int, reminded: bool):
    page = region.holds(replace(view_of(), owed=owed)).page("")
    assert ("have not yet said in words why" in page.words) is reminded
