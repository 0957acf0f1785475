"""Finding a person: what was typed is checked, and what was found is told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.viewing.contract import Criteria, Matches
from carerecord.web.pages.find.page import Typed
from carerecord.web.pages.find.twins import marked
from carerecord.web.tests.harness import DOCTOR, MARGERY, OFFICER, Desk, WebRegion

MARJORIE = replace(
    MARGERY, id="p-mj", given="Marjorie", birth_date="1948-11-18", nhs_number="9990582149"
)


@pytest.mark.parametrize(
    ("typed", "birth_date"),
    [
        (Typed(day="8", month="11", year="1948"), "1948-11-08"),
        (Typed(month="11", year="1948"), "1948-11"),
        (Typed(year="1948"), "1948"),
        (Typed(family="Gibson"), ""),
    ],
)
def test_a_birth_date_is_as_precise_as_it_was_typed(typed, birth_date):
    assert typed.problem == ""
    assert typed.criteria().birth_date == birth_date


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (Typed(), "Type the NHS number"),
        (Typed(day="31", month="2", year="1948"), "does not exist"),
        (Typed(day="8", year="1948"), "month of birth as well"),
        (Typed(day="8", month="13", year="1948"), "from 1 to 12"),
        (Typed(year="48"), "4 digits"),
        (Typed(day="x", month="1", year="1948"), "does not exist"),
        (Typed(month="²", year="1948"), "from 1 to 12"),
    ],
)
def test_what_cannot_be_searched_says_why(region: WebRegion, typed, problem):
    form = {name: getattr(typed, name) for name in typed.__dataclass_fields__}
    page = region.browser().post("/find", form)
    assert page.status == 200
    assert "There is a problem" in page.words
    assert problem in page.words
    assert region.door.asked == []


def test_the_search_passes_on_only_what_was_typed(region: WebRegion):
    region.browser().post("/find", {"nhs_number": "999 417 3626", "gender": "whatever"})
    assert region.door.asked == [Criteria(nhs_number="999 417 3626")]


@pytest.mark.parametrize(
    ("matches", "words"),
    [
        (Matches(), "Nobody found. Check the spelling"),
        (Matches(problem="An NHS number has 10 digits."), "An NHS number has 10 digits."),
        (Matches((MARGERY,)), "1 person found"),
        (Matches((MARGERY,), more=True), "More than 10 people match."),
        (Matches((MARGERY,), nearly=True), "1 person nearly fits"),
        (Matches((MARGERY,), nearly=True), "Nobody has exactly these details."),
        (Matches((MARGERY,), replaced="999"), "The record opened is 999 417 3626."),
        (Matches((MARGERY, MARJORIE)), "Two people have similar names and dates of birth."),
        (Matches((MARGERY,), traced="busy"), "too busy to be asked. What is shown is what this"),
        (Matches((MARGERY,), traced="failed"), "did not answer. What is shown is what this"),
        (Matches((MARGERY,), traced="unknown"), "does not know this NHS number"),
        (Matches((MARGERY,), traced="disagrees"), "has somebody else under this NHS number"),
        (Matches(traced="withdrawn"), "is nobody’s any more"),
        (Matches(traced="unsure"), "More than one person in the national index fits"),
        (Matches((replace(MARGERY, died="2024-02-02"),)), "Died 02-Feb-2024"),
        (Matches((replace(MARGERY, protected=True),)), "Address not shown"),
    ],
)
def test_every_outcome_has_its_words(region: WebRegion, matches, words):
    region.door.found = matches
    assert words in region.browser().post("/find", {"family": "Gibson"}).words


def test_a_withdrawn_number_is_not_a_matter_of_spelling(region: WebRegion):
    region.door.found = Matches(traced="withdrawn")
    page = region.browser().post("/find", {"nhs_number": MARGERY.nhs_number})
    assert "Check the spelling" not in page.words


@pytest.mark.parametrize("traced", ["", "found", "nobody"])
def test_what_the_national_index_confirmed_needs_no_words(region: WebRegion, traced):
    region.door.found = Matches((MARGERY,), traced=traced)
    assert "national index" not in region.browser().post("/find", {"family": "Gibson"}).words


def test_a_protected_person_shows_no_address(region: WebRegion):
    region.door.found = Matches((replace(MARGERY, protected=True),))
    page = region.browser().post("/find", {"family": "Gibson"})
    assert MARGERY.postcode not in page.text
    assert MARGERY.gp_name not in page.text


def test_your_people_today_stand_first_with_why(region: WebRegion):
    region.door.today = [(MARGERY, "Majors 6, since 09:41")]
    assert "Majors 6, since 09:41" in region.browser().get("/find").words


def test_a_search_that_cannot_be_written_down_finds_nobody(region: WebRegion):
    region.door.found = Matches((MARGERY,))
    region.door.writes_down = False
    page = region.browser().post("/find", {"nhs_number": MARGERY.nhs_number})
    assert page.status == 503
    assert "Finding people is not available." in page.words
    assert "GIBSON" not in page.text


def test_a_list_that_cannot_be_written_down_is_not_shown(region: WebRegion):
    region.door.today = [(MARGERY, "Majors 6, since 09:41")]
    region.door.writes_down = False
    page = region.browser().get("/find")
    assert page.status == 503
    assert "Finding people is not available." in page.words
    assert "Majors 6" not in page.text


def test_only_what_tells_near_twins_apart_is_bold(region: WebRegion):
    stranger = replace(MARGERY, id="p-s", family="Okoro", nhs_number="9990001234")
    region.door.found = Matches((MARGERY, MARJORIE, stranger))
    page = region.browser().post("/find", {"family": "Gibson"})
    assert '<th scope="row">GIBSON, Mar<b>gery</b> (Mrs)</th>' in page.text
    assert '<th scope="row">GIBSON, Mar<b>jorie</b> (Mrs)</th>' in page.text
    assert '<th scope="row">OKORO, Margery (Mrs)</th>' in page.text
    assert "<b>0</b>8-Nov-1948" in page.text
    assert "<b>1</b>8-Nov-1948" in page.text


@pytest.mark.parametrize(
    ("words", "others", "made"),
    [
        ("Anna", [], "Anna"),
        ("Anna", ["Anna"], "Anna"),
        ("ANNA", ["Anna"], "ANNA"),
        ("Anna", ["Ann"], "Ann<b>a</b>"),
        ("Ann", ["Anna"], "Ann"),
        ("Margery", ["Marjory"], "Mar<b>ge</b>ry"),
        ("08-Nov-1948", ["18-Nov-1948", "08-Nov-1947"], "<b>0</b>8-Nov-194<b>8</b>"),
        ("<i>", ["<b>"], "&lt;<b>i</b>&gt;"),
    ],
)
def test_characters_that_differ_from_any_other_are_marked(words, others, made):
    assert marked(words, others) == made


def test_a_very_long_name_is_compared_in_no_time():
    assert marked("a" * 50_000 + "b", ["a" * 50_000 + "c"]).endswith("a<b>b</b>")


def test_a_very_long_nhs_number_is_judged_by_its_whole_length(region: WebRegion):
    region.door.found = Matches(problem="An NHS number has 10 digits; this has 5000.")
    page = region.browser().post("/find", {"nhs_number": "9" * 5000})
    assert region.door.asked == [Criteria(nhs_number="9" * 5000)]
    assert page.status == 200
    assert "There is a problem" in page.words
    assert "this has 5000" in page.words


def test_a_form_longer_than_any_of_ours_is_refused_in_plain_words(region: WebRegion):
    page = region.browser().post("/find", {"nhs_number": "9" * 20_000})
    assert page.status == 400
    assert "That form is too long" in page.words
    assert region.door.asked == []


def test_a_care_home_begins_with_its_residents_and_finds_nobody_else(region):
    manager = replace(DOCTOR, id="v.trentham", role="care-home-manager")
    region.desk = region.app.state.carerecord.sessions = Desk([manager])
    region.door.today = [(MARGERY, "resident at Willow Court")]
    text = region.browser(manager).get("/find").text
    assert text.index("Your residents") < text.index("<h1>Find a person</h1>")
    region.door.found = Matches(among="residents")
    words = region.browser(manager).post("/find", {"nhs_number": "9998930413"}).words
    assert "Nobody of that name or number is recorded as living at your home." in words
    assert "give their NHS number" not in words
    assert "There is a problem" not in words


def test_a_privacy_officer_is_not_told_of_people_to_care_for(region):
    words = region.browser(OFFICER).get("/find").words
    assert "Your people today" not in words
    assert "their record does not open in your role" in words
