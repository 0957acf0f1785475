"""Results: the latest of each test, one test over time, and units kept apart (ux S10)."""

from __future__ import annotations

import re

import pytest

from carerecord.contract import Failure
from carerecord.web.series import series_of
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, WebRegion, answer, permit, view_of


def laboratory(*results):
    return view_of(answer("regional-laboratory", results))


def test_the_latest_stands_with_the_one_before_and_its_trend(region: WebRegion):
    page = region.holds(laboratory(*gibson.LABORATORY)).page("results")
    assert "Creatinine 7 times 109 High micromol/L 13-Nov-2026 118 45 to 84" in page.words
    assert page.text.count('<svg class="spark"') == 3


def test_one_test_over_time_has_a_chart_and_every_value(region: WebRegion):
    page = region.holds(laboratory(*gibson.LABORATORY)).page("results")
    test = re.search(r'results/([0-9a-f]{16})"><b>Creatinine', page.text)[1]
    page = region.page(f"results/{test}")
    assert "All 7 values, newest first" in page.words
    assert page.text.count('<circle class="dot') == 7
    assert "creatinine" not in test


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        ({"unit": "umol/L", "code": "umol/L"}, {"unit": "micromol/L", "code": "umol/L"}, 1),
        ({"unit": "mmol/mol"}, {"unit": "%"}, 2),
        ({"unit": "mg/L"}, {"unit": "mg/L"}, 1),
    ],
)
def test_two_units_are_two_rows(one, other, rows):
    first = gibson.result("a", "HbA1c", "4548-4", 35, "", "2026-10-11")
    second = gibson.result("b", "HbA1c", "4548-4", 43, "", "2026-07-11")
    first["valueQuantity"] = {"value": 35, **one}
    second["valueQuantity"] = {"value": 43, **other}
    assert len(series_of(laboratory(first, second).records["results"])) == rows


def test_a_flag_the_laboratory_did_not_send_is_not_shown(region: WebRegion):
    high = gibson.result("a", "Potassium", "2823-3", 9.9, "mmol/L", "2026-11-13", (3.5, 5.3))
    words = region.holds(laboratory(high)).page("results").words
    assert "9.9 mmol/L" in words
    assert "9.9 High" not in words


def test_values_that_are_no_numbers_have_no_chart(region: WebRegion):
    words = [
        {**gibson.result(id, "Culture", "600-7", 0, "", when), "valueQuantity": None}
        | {"valueString": "No growth"}
        for id, when in (("a", "2026-11-01"), ("b", "2026-11-02"))
    ]
    page = region.holds(laboratory(*words)).page("results")
    assert "No growth" in page.words
    assert "<svg" not in page.text


def test_a_blood_pressure_has_its_unit_with_its_value(region: WebRegion):
    pressure = gibson.result("a", "Blood pressure", "85354-9", 0, "", "2026-11-01")
    del pressure["valueQuantity"]
    pressure["component"] = [
        {
            "code": {"coding": [{"system": "http://loinc.org", "code": code}]},
            "valueQuantity": {"value": value, "unit": "mmHg"},
        }
        for code, value in (("8480-6", 138), ("8462-4", 76))
    ]
    words = region.holds(laboratory(pressure)).page("results").words
    assert "138/76 mmHg With the value 01-Nov-2026" in words
    assert "No unit" not in words


def test_no_number_is_said_of_what_this_role_does_not_see(region: WebRegion):
    levels = dict.fromkeys(EVERY, "full") | dict.fromkeys(
        ("results", "reports", "observations"), "none"
    )
    words = region.holds(view_of(decision=permit(levels))).page("results").words
    assert "By report Imaging Microbiology Observations Every result" in words


def trend(region: WebRegion, *results) -> str:
    view = laboratory(*results)
    (series,) = series_of(view.records["results"])
    return region.holds(view).page(f"results/{series.id}").text


def sent(id: str, value: float, when: str, laboratory: str = "", **quantity) -> dict:
    made = gibson.result(id, "CRP", "1988-5", value, "mg/L", when)
    made["valueQuantity"] |= quantity
    made["performer"] = [{"display": laboratory}] if laboratory else []
    return made


def test_a_line_joins_values_of_one_laboratory_alone(region: WebRegion):
    east = [sent(f"e{n}", 10 + n, f"2026-0{n + 1}-01", "East") for n in range(3)]
    west = [sent(f"w{n}", 90 + n, f"2026-0{n + 1}-15", "West") for n in range(2)]
    text = trend(region, *east, *west)
    lines = re.findall(r'<polyline class="trend" points="([^"]*)"', text)
    assert sorted(len(line.split()) for line in lines) == [2, 3]
    assert text.count("<circle") == 3
    assert text.count("<polygon") == 2
    assert "East" in text.split("A line joins values of one laboratory alone")[1]


def test_the_line_beside_the_latest_is_of_its_laboratory(region: WebRegion):
    results = [sent("a", 5, "2026-01-01", "East"), sent("b", 900, "2026-02-01", "West"),
               sent("c", 6, "2026-03-01", "East")]  # fmt: skip
    (series,) = series_of(laboratory(*results).records["results"])
    assert "2 values" in series.spark()
    assert series_of(laboratory(*results[:2]).records["results"])[0].spark() == ""


@pytest.mark.parametrize(("comparator", "words"), [("<", "less than 5"), (">=", "at least 5")])
def test_less_than_a_number_is_drawn_as_such_and_joined_to_nothing(
    region: WebRegion, comparator: str, words: str
):
    results = [sent("a", 9, "2026-01-01"), sent("b", 5, "2026-02-01", comparator=comparator), sent("c", 8, "2026-03-01")]  # fmt: skip
    text = trend(region, *results)
    (line,) = re.findall(r'<polyline class="trend" points="([^"]*)"', text)
    assert len(line.split()) == 2
    assert 'class="dot limit"' in text
    assert f"<title>{words}</title>" in text
    assert "A hollow mark with an arrow" in text


def test_one_laboratory_needs_no_names(region: WebRegion):
    text = trend(region, sent("a", 9, "2026-01-01", "East"), sent("b", 5, "2026-02-01", "East"))
    assert "A line joins" not in text
    assert "hollow" not in text


def test_a_result_that_is_not_final_says_so_beside_its_value(region: WebRegion):
    first = gibson.result("a", "Potassium", "2823-3", 5.9, "mmol/L", "2026-11-13")
    first["status"] = "preliminary"
    assert "Potassium 5.9 Preliminary" in region.holds(laboratory(first)).page("results").words


def test_a_flag_in_words_alone_is_beside_the_value_and_among_the_changes(region: WebRegion):
    high = gibson.result("a", "Potassium", "2823-3", 6.9, "mmol/L", "2026-11-13")
    high["interpretation"] = [{"text": "High"}]
    region.holds(laboratory(high))
    assert "Potassium 6.9 High" in region.page("results").words
    assert "Result Potassium 6.9 mmol/L High" in region.page("changes").words


def in_years() -> list[dict]:
    return [sent(f"y{n}", 10 + n, f"{2017 + n}-11-01") for n in range(8)] + [
        sent("n1", 90, "2026-06-01"),
        sent("n2", 20, "2026-10-01"),
    ]


@pytest.mark.parametrize(
    ("asked", "points"),
    [("", 2), ("3-months", 1), ("1-year", 2), ("3-years", 3), ("10-years", 10), ("fit", 10)],
)
def test_the_reader_says_how_far_back_the_chart_goes_and_the_table_has_all(
    region: WebRegion, asked: str, points: int
):
    view = laboratory(*in_years())
    (series,) = series_of(view.records["results"])
    page = region.holds(view).page(f"results/{series.id}?range={asked}")
    assert page.text.count("<circle") == (points if points > 1 else 0)
    assert f'href="?range={asked or "1-year"}" aria-current="true"' in page.text
    assert "All 10 values, newest first" in page.words
    missing = f"The chart has {points} of the 10 values."
    assert (missing in page.words) is (points < 10)


def test_a_year_with_too_few_values_for_a_line_shows_all_there_are(region: WebRegion):
    text = trend(region, sent("a", 9, "2019-01-01"), sent("b", 5, "2019-02-01"))
    assert text.count("<circle") == 2
    assert 'href="?range=fit" aria-current="true"' in text


def test_the_highest_value_is_printed_where_it_is_not_the_latest(region: WebRegion):
    text = trend(region, *in_years())
    assert 'text-anchor="end">90</text>' in text
    assert text.count('<text class="figure"') == 2
    assert 'class="newest"' not in text  # a notice of late sources, which paper leaves out


def test_a_source_that_is_missing_stands_on_the_page_of_one_test_too(region: WebRegion):
    view = view_of(
        answer("regional-laboratory", gibson.LABORATORY),
        answer("northgate-acute", failure=Failure("timeout", "no answer in 8 seconds")),
    )
    series = series_of(view.records["results"])[0]
    words = region.holds(view).page(f"results/{series.id}").words
    assert "At least 7 values, newest first" in words
    assert "All 7 values" not in words


def test_outside_reference_has_the_tests_whose_latest_value_was_flagged(
    region: WebRegion,
):
    before = gibson.result("a", "Sodium", "2951-2", 150, "mmol/L", "2026-01-13", flag="H")
    sodium = gibson.result("b", "Sodium", "2951-2", 139, "mmol/L", "2026-11-13")
    high = gibson.result("c", "Potassium", "2823-3", 6.1, "mmol/L", "2026-11-13", flag="H")
    unflagged = gibson.result("d", "Urea", "3094-0", 99, "mmol/L", "2026-11-13", (2.5, 7.8))
    words = (
        region.holds(laboratory(before, sodium, high, unflagged)).page("results?show=outside").words
    )
    assert "Potassium 6.1 High" in words
    assert "1 of 3 tests here: the latest value was sent with a flag." in words
    assert "Sodium" not in words
    assert "Urea" not in words
    words = region.holds(laboratory(sodium)).page("results?show=outside").words
    assert "No latest value was sent with a flag, by the sources that answered." in words
