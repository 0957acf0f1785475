"""Medicines side by side: disagreement from coded facts, nobody picked as right (ux S7)."""

from __future__ import annotations

import pytest

from carerecord.web.comparison import DISAGREE, ONE, SAME, compare
from carerecord.web.tests.gibson import medicine
from carerecord.web.tests.harness import answer, view_of

GP, ACUTE, TRACKER = "riverside-gp", "northgate-acute", "prescription-tracker"


def ramipril(id: str, dose: float = 5, times: int = 1, **more):
    return medicine(id, "Ramipril 5mg capsules", "318900001", dose, "mg", times, **more)


def undated(medicine):
    """Stopped, as one said who gave only the day it was begun."""
    del medicine["dateAsserted"]
    return medicine | {"effectivePeriod": {"start": "2018-02-18"}}


def dosed(medicine, **more):
    return medicine | {"dosage": [medicine["dosage"][0] | more]}


def compared(**said):
    answers = [answer(source.replace("_", "-"), items) for source, items in said.items()]
    view = view_of(*answers)
    return view, compare(view, view.records["medicines"])


@pytest.mark.parametrize(
    ("gp", "acute", "group", "tags"),
    [
        pytest.param([ramipril("a")], [], ONE, [], id="one-source"),
        pytest.param([ramipril("a")], [ramipril("b")], SAME, [], id="same"),
        pytest.param(
            [ramipril("a")], [ramipril("b", dose=2.5)], DISAGREE, ["Dose differs"], id="dose"
        ),
        pytest.param(
            [ramipril("a")], [ramipril("b", times=2)], DISAGREE, ["How often differs"], id="often"
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", status="stopped", when="2026-10-28")],
            DISAGREE,
            ["Current or stopped?"],
            id="stopped",
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", status="stopped", when="2019-10-28")],
            ONE,
            [],
            id="stopped-years-ago-is-history",
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", often="each morning")],
            SAME,
            [],
            id="other-words-same-codes",
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", status="on-hold")],
            DISAGREE,
            ["Current or on hold?"],
            id="on-hold",
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", status="intended")],
            DISAGREE,
            ["Current or planned?"],
            id="planned",
        ),
        pytest.param(
            [ramipril("a")],
            [undated(ramipril("b", status="stopped"))],
            DISAGREE,
            ["Current or stopped?"],
            id="stopped-on-a-day-not-recorded",
        ),
        pytest.param(
            [ramipril("a")],
            [ramipril("b", status="stopped", when="2025")],
            DISAGREE,
            ["Current or stopped?"],
            id="stopped-in-a-year-that-may-be-the-last",
        ),
        pytest.param(
            [ramipril("a")],
            [dosed(ramipril("b"), asNeededBoolean=True)],
            DISAGREE,
            ["How often differs"],
            id="as-required-beside-regular",
        ),
        pytest.param(
            [ramipril("a")],
            [dosed(ramipril("b"), maxDosePerAdministration={"value": 10, "unit": "mg"})],
            DISAGREE,
            ["Limits or instructions differ"],
            id="a-limit-in-one",
        ),
        pytest.param(
            [dosed(ramipril("a"), additionalInstruction=[{"text": "With food"}])],
            [dosed(ramipril("b"), additionalInstruction=[{"text": "With food."}])],
            SAME,
            [],
            id="the-same-instruction",
        ),
    ],
)
def test_agreement(gp, acute, group, tags):
    _, comparison = compared(riverside_gp=gp, northgate_acute=acute)
    assert list(comparison.groups) == [group]
    (found,) = comparison.groups[group]
    assert [tag.text for tag in found.tags] == tags


def test_words_that_differ_without_codes_are_never_called_the_same():
    plain = {
        "resourceType": "MedicationStatement",
        "id": "a",
        "status": "active",
        "medicationCodeableConcept": {"text": "Senna"},
        "dosage": [{"text": "one at night"}],
    }
    other = {**plain, "id": "b", "dosage": [{"text": "two at night"}]}
    _, comparison = compared(riverside_gp=[plain], northgate_acute=[other])
    (found,) = comparison.groups[DISAGREE]
    assert [tag.text for tag in found.tags] == ["Recorded in different words"]


def test_every_current_entry_stands_on_the_page_once():
    items = [ramipril("a"), ramipril("b", dose=2.5), ramipril("c", times=2)]
    view, comparison = compared(riverside_gp=items)
    (found,) = comparison.groups[DISAGREE]
    stood = [s.entry.id for s in (*found.said.values(), *found.more)]
    assert sorted(stood) == sorted(entry.id for entry in view.records["medicines"].entries)


def test_what_only_a_pharmacy_lists_is_supply_not_a_second_opinion():
    issued = {
        **ramipril("t"),
        "resourceType": "MedicationRequest",
        "intent": "order",
        "authoredOn": "2026-11-02",
    }
    _, comparison = compared(riverside_gp=[ramipril("a")], prescription_tracker=[issued])
    assert [s.id for s in comparison.columns] == [GP]


def test_a_broken_medicine_stands_beside_the_others():
    broken = {"resourceType": "MedicationStatement", "id": "x", "status": "active", "dosage": 7}
    _, comparison = compared(riverside_gp=[ramipril("a"), broken])
    assert comparison.total == 2
