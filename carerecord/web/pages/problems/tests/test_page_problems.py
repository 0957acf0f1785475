"""Problems: since when they are active, one kind or one source alone, and what their source linked them to (ux S9)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, WebRegion, answer, permit, view_of

PROBLEMS = "/p/h-yregram-p/problems"


def problem(id: str, name: str, onset: str = "", status: str = "active", **more: Any) -> dict:
    made = gibson.problem(id, name, f"1{id}", onset or "2001-01-01")
    if not onset:
        del made["onsetDateTime"]
    made["clinicalStatus"] = {"coding": [{"code": status}]}
    return made | more


NEW = problem("1", "New one.", "2026-10-30")
TOLD = problem("2", "Told lately.", "2001-01-01", recordedDate="2026-09-01")
OLD = problem("3", "Long one.", "2015-02-01", recordedDate="2015-03-01")
UNDATED = problem("4", "Undated one.")
OVER = problem("5", "Over one.", "2010-01-01", "resolved")
DOUBTED = problem(
    "6", "Doubted one.", "2026-01-01", verificationStatus={"coding": [{"code": "provisional"}]}
)
EACH = (NEW, TOLD, OLD, UNDATED, OVER, DOUBTED)
NAMES = [
    one["code"]["text"] if "text" in one["code"] else one["code"]["coding"][0]["display"]
    for one in EACH
]


@pytest.fixture
def held(region: WebRegion) -> WebRegion:
    return region.holds(view_of(answer("riverside-gp", EACH), answer("northgate-acute", [NEW])))


def told(words: str) -> set[str]:
    return {name for name in NAMES if name in words}


def test_what_is_active_says_since_when_as_far_as_it_is_recorded(held: WebRegion):
    words = held.page("problems").words
    order = [
        *("Active, began or recorded in the last 12 months (2)", "New one.", "Told lately."),
        *("Active for longer (1)", "Long one.", "Active, day not recorded (1)", "Undated one."),
        *("Past (1)", "Over one.", "Suspected (1)", "Doubted one."),
    ]
    places = [words.index(one) for one in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("tab", "here"),
    [
        ("", set(NAMES)),
        ("active", set(NAMES) - {"Over one."}),
        ("past", {"Over one."}),
        ("procedures", set()),
        ("nonsense", set(NAMES)),
    ],
)
def test_a_tab_has_its_kind_alone_and_every_tab_its_number(
    held: WebRegion, tab: str, here: set[str]
):
    words = held.browser().get(f"{PROBLEMS}?show={tab}").words
    assert told(words) == here
    assert "Everything Active 5 Past 1 Procedures Family history" in words


def test_what_one_source_lists_is_told_alone_and_says_so(held: WebRegion):
    browser = held.browser()
    words = browser.get(f"{PROBLEMS}?source=northgate-acute").words
    assert told(words) == {"New one."}
    assert (
        "Here is only what Northgate University Hospital lists. Other sources may list more."
        in words
    )
    none = browser.get(f"{PROBLEMS}?source=northgate-acute&show=past").words
    assert "None here in the sources that answered. This does not mean there are none." in none
    assert told(browser.get(f"{PROBLEMS}?source=nobody").words) == set(NAMES)


def test_a_problem_says_what_its_own_source_linked_it_to_and_no_other(region: WebRegion):
    medicine = gibson.medicine("m", "Ramipril", "318900001", 5, "mg", 1) | {
        "reasonReference": [{"reference": "Condition/3"}]
    }
    stay = gibson.stay("s", "2026-01-01", "2026-01-03", "Long one.", "IMP") | {
        "diagnosis": [{"condition": {"reference": "Condition/3"}}]
    }
    shown_by = OLD | {
        "evidence": [{"detail": [{"reference": "Observation/o"}, {"display": "An old letter"}]}]
    }
    seen = gibson.result("o", "Bone density", "38263-0", 1, "g/cm2", "2015-01-01")
    here = answer("riverside-gp", [shown_by, medicine, stay, seen])
    words = region.holds(view_of(here)).page("problems").words
    linked = words.split("Linked by its source: ")[1].split("”")[0]
    assert {"Bone density", "An old letter", "Hospital admission"} <= set(linked.split("; "))
    assert "ramipril" in linked.lower()
    apart = view_of(answer("riverside-gp", [OLD]), answer("northgate-acute", [medicine, stay]))
    assert "Linked by its source" not in region.holds(apart).page("problems").words


@pytest.mark.parametrize("hidden", ["medicines", "results"])
def test_what_a_role_does_not_see_is_not_named_by_a_link(region: WebRegion, hidden: str):
    medicine = gibson.medicine("m", "Ramipril", "318900001", 5, "mg", 1) | {
        "reasonReference": [{"reference": "Condition/3"}]
    }
    seen = gibson.result("o", "Bone density", "38263-0", 1, "g/cm2", "2015-01-01")
    named = OLD | {
        "evidence": [{"detail": [{"reference": "Observation/o", "display": "Bone density"}]}]
    }
    decision = permit(dict.fromkeys(EVERY, "full") | {hidden: "none"})
    view = view_of(answer("riverside-gp", [named, medicine, seen]), decision=decision)
    words = region.holds(view).page("problems").words.lower()
    assert ("ramipril" in words) is (hidden != "medicines")
    assert ("bone density" in words) is (hidden != "results")


def test_of_many_links_the_number_of_the_rest_is_said(region: WebRegion):
    evidence = [{"detail": [{"display": f"Letter {n}."}]} for n in range(9)]
    words = (
        region.holds(view_of(answer("riverside-gp", [OLD | {"evidence": evidence}])))
        .page("problems")
        .words
    )
    assert "Letter 4.; 4 more" in words


@pytest.mark.parametrize(
    "odd", [None, 7, "Condition/3", [None], [{"reference": 3}], {"reference": "Condition/"}]
)
def test_whatever_a_link_is_the_problem_is_there(region: WebRegion, odd: Any):
    medicine = gibson.medicine("m", "Ramipril", "318900001", 5, "mg", 1) | {"reasonReference": odd}
    sent = [OLD | {"evidence": odd}, medicine]
    assert "Long one." in region.holds(view_of(answer("riverside-gp", sent))).page("problems").words


def test_a_tab_says_at_least_where_a_source_is_missing_and_nothing_to_who_may_not_see(
    region: WebRegion,
):
    down = answer("northgate-acute", failure=Failure("refused", ""))
    words = region.holds(view_of(answer("riverside-gp", EACH), down)).page("problems").words
    assert "Active 5+ Past 1+" in words
    levels = dict.fromkeys(EVERY, "full") | {"problems": "none"}
    view = view_of(answer("riverside-gp", EACH), decision=permit(levels))
    words = region.holds(view).page("problems").words
    assert "Everything Active Past Procedures" in words
    assert told(words) == set()
