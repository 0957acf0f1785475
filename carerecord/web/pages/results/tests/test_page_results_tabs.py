"""Ways to read the results: by the part of the body, by report, by kind of report, observations alone (ux S10)."""

from __future__ import annotations

import pytest

from carerecord.web.pages.results.systems import OTHER, system_of
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, WebRegion, answer, permit, view_of


def laboratory(*results):
    return view_of(answer("regional-laboratory", results))


def report(id: str, name: str, *category: str | dict, status: str = "final", **more) -> dict:
    sent = [{"text": one} if isinstance(one, str) else {"coding": [one]} for one in category]
    own = {"resourceType": "DiagnosticReport", "id": id, "status": status, "code": {"text": name}}
    return own | {"category": sent, "issued": "2026-11-01T10:00:00Z"} | more


SECTIONS = "http://terminology.hl7.org/CodeSystem/v2-0074"
REPORTS = (
    report("ct", "Head of it", {"system": SECTIONS, "code": "CT"}),
    report("us", "Belly of it", "Ultrasonography"),
    report("mb", "Swab of it", {"system": SECTIONS, "code": "MB"}),
    report("vr", "Throat of it", "Virology"),
    report("fbc", "Count of it", {"system": SECTIONS, "code": "HM"}),
    report("none", "Chest x-ray that says no kind"),
)


@pytest.mark.parametrize(
    ("tab", "here"),
    [
        ("imaging", {"ct", "us"}),
        ("microbiology", {"mb", "vr"}),
        ("reports", {r["id"] for r in REPORTS}),
    ],
)
def test_a_report_stands_where_its_source_says_it_belongs(
    region: WebRegion, tab: str, here: set[str]
):
    words = region.holds(laboratory(*REPORTS)).page(f"results?show={tab}").words
    assert {r["id"] for r in REPORTS if r["code"]["text"] in words} == here
    assert "By report 6 Imaging 2 Microbiology 2" in words
    assert ("is under By report" in words) is (tab != "reports")


def test_where_no_report_is_of_a_kind_it_is_said_and_denies_nothing(region: WebRegion):
    words = region.holds(laboratory(REPORTS[4])).page("results?show=imaging").words
    assert "No report is said to be of this kind" in words
    assert "does not mean that none was made" in words


def test_who_may_not_see_reports_is_told_nothing_of_their_kinds(region: WebRegion):
    decision = permit(dict.fromkeys(EVERY, "full") | {"reports": "none"})
    view = view_of(answer("regional-laboratory", REPORTS), decision=decision)
    words = region.holds(view).page("results?show=imaging").words
    assert "Your role does not include reports" in words
    assert "of this kind" not in words


def test_reports_not_yet_final_stand_apart_beside_the_latest(region: WebRegion):
    sent = (
        *gibson.LABORATORY,
        report("p", "Culture that grows", "Lab", status="preliminary"),
        REPORTS[4],
    )
    page = region.holds(laboratory(*sent)).page("results")
    apart = page.words.split("Reports not yet final 1")[1]
    assert "Culture that grows" in apart
    assert "Count of it" not in page.words
    assert "not yet final" not in region.holds(laboratory(REPORTS[4])).page("results").words


def test_what_a_report_found_is_read_beside_it_with_what_the_laboratory_flagged(region: WebRegion):
    high = gibson.result("a", "Potassium", "2823-3", 6.9, "mmol/L", "2026-11-13")
    high["interpretation"] = [{"coding": [{"code": "H"}]}]
    told = report(
        "u",
        "Salts of it",
        "Lab",
        conclusion="Check again.",
        result=[{"reference": "Observation/a"}],
    )
    words = region.holds(laboratory(high, told)).page("results?show=reports").words
    assert "Check again. Potassium: 6.9 mmol/L (High)" in words


def test_observations_have_a_tab_with_the_latest_and_every_one(region: WebRegion):
    pulse = gibson.result("a", "Heart rate", "8867-4", 82, "/min", "2026-11-13")
    pulse["category"] = [{"coding": [{"code": "vital-signs"}]}]
    before = pulse | {
        "id": "b",
        "valueQuantity": {"value": 71, "unit": "/min"},
        "effectiveDateTime": "2026-11-01",
    }
    words = (
        region.holds(laboratory(pulse, before, *gibson.LABORATORY))
        .page("results?show=observations")
        .words
    )
    assert "Heart rate 2 times 82 /min 13-Nov-2026 71" in words
    assert "1 to 2 of 2" in words or "2 of 2 shown" in words
    assert "Creatinine" not in words


def test_tests_stand_by_the_part_of_the_body_they_are_about(region: WebRegion):
    names = (
        "Serum ferritin",
        "Haemoglobin A1c",
        "Haemoglobin estimation",
        "Serum creatinine",
        "Xyz of it",
    )
    sent = [
        gibson.result(str(n), name, str(n), 5, "g/L", "2026-11-01") for n, name in enumerate(names)
    ]
    words = region.holds(laboratory(*sent)).page("results").words
    order = ("Kidneys and salts (1)", "Serum creatinine", "Blood count (1)", "Haemoglobin estimation",
             "Diabetes (1)", "Haemoglobin A1c", "Iron, vitamins and bone (1)", "Serum ferritin", "Other tests (1)", "Xyz of it")  # fmt: skip
    places = [words.index(one) for one in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("test", "system"),
    [
        ("Urine albumin/creatinine ratio", "Urine"),
        ("Serum C reactive protein level", "Inflammation"),
        ("Serum albumin level", "Liver"),
        ("Albumin/creatinine ratio", "Kidneys and salts"),
        ("White blood cells", "Blood count"),
        ("HBV surface antigen", "Infection"),
        ("Serum TSH level", "Hormones"),
        ("Plasma glucose", "Diabetes"),
        ("INR", "Clotting"),
        ("Physical findings", OTHER),
        ("", OTHER),
    ],
)
def test_the_name_of_a_test_says_where_it_stands(test: str, system: str):
    assert system_of(test) == system
