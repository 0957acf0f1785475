"""Medicines: the comparison, its notice, and sources without a column (ux S7)."""

from __future__ import annotations

import pytest

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


@pytest.fixture
def region_with(region: WebRegion) -> WebRegion:
    return region.holds(
        view_of(
            answer("riverside-gp", gibson.RIVERSIDE),
            answer("northgate-acute", gibson.NORTHGATE),
            answer("prescription-tracker", gibson.PHARMACY),
            answer("lowland-mental-health", failure=Failure("error", "answered with an error")),
        )
    )


@pytest.mark.parametrize(
    "said",
    [
        "This compares what each source says. Nobody has reconciled it.",
        "At least 7 current medicines. Lowland Mental Health did not answer",
        "Bought or borrowed medicines are not recorded by any source.",
        "Sources disagree (2) ramipril 5mg capsules Current or stopped?",
        "Stopped 28-Oct-2026",
        "“Status reason: Acute kidney injury”",
        "How often differs",
        "Not in this record",
        "Same. Current 02-Nov-2026",
        "Dispensed 03-Nov-2026 : may be in the home",
        "Lowland Mental Health ✕ Not available. It answered with an error.",
        "End of list.",
    ],
)
def test_the_comparison_says(region_with, said):
    assert said in region_with.page("medicines").words


def test_what_was_stopped_has_its_own_list(region_with):
    words = region_with.page("medicines?show=stopped").words
    assert "ramipril 5mg capsules – DOSE 5 mg oral once a day Stopped 28-Oct-2026" in words


def test_all_history_lists_every_entry(region_with):
    words = region_with.page("medicines?show=all").words
    assert "9 of 9 shown. End of list." in words


def _page(*answers, show=""):
    region = WebRegion().holds(view_of(*answers))
    return region.page(f"medicines{show}").words


def test_a_note_of_one_source_is_not_hidden_under_the_same():
    given = gibson.medicine("a", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1)
    held = given | {"id": "b", "note": [{"text": "Withhold if systolic under 100"}]}
    words = _page(answer("riverside-gp", [given]), answer("northgate-acute", [held]))
    assert "“Withhold if systolic under 100”" in words
    assert "Same." not in words


def test_a_stop_of_no_known_day_is_not_dated_by_when_the_medicine_was_begun():
    taken = gibson.medicine("a", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1)
    ended = gibson.medicine(
        "b", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1, status="stopped", when="2018-02-18"
    )
    del ended["dateAsserted"]
    words = _page(answer("riverside-gp", [taken]), answer("northgate-acute", [ended]))
    assert "Stopped on a day not recorded" in words
    assert "Stopped 18-Feb-2018" not in words


def test_what_everybody_stopped_may_still_be_in_the_home():
    ended = gibson.medicine(
        "a", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1, status="stopped", when="2026-11-10"
    )
    dispensed = {
        "resourceType": "MedicationDispense",
        "id": "d",
        "status": "completed",
        "medicationCodeableConcept": ended["medicationCodeableConcept"],
        "whenHandedOver": "2026-11-03",
    }
    words = _page(
        answer("riverside-gp", [ended]),
        answer("prescription-tracker", [dispensed]),
        show="?show=stopped",
    )
    assert "Collected 03-Nov-2026 : may be in the home" in words


@pytest.mark.parametrize(
    ("begun", "said"),
    [
        ("2026-05-02", "Stopped on a day not recorded"),
        ("2018-02-18", "Not in this list: 1 stopped on a day not recorded"),
    ],
)
def test_the_list_of_the_stopped_neither_dates_nor_passes_over_a_stop_of_no_known_day(begun, said):
    ended = gibson.medicine(
        "b", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1, status="stopped", when=begun
    )
    del ended["dateAsserted"]
    words = _page(answer("northgate-acute", [ended]), show="?show=stopped")
    assert said in words
    assert "-2018" not in words.partition("Stopped in the last 12 months")[2]


def tracked(code: str, kind: str, since: str = "") -> dict:
    """One of the tracker, with where its prescription is and since when."""
    parts = [{"url": "status", "valueCoding": {"code": code, "display": "Dispensed (FNG71)"}}]
    parts += [{"url": "statusDate", "valueDateTime": since}] if since else []
    url = "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory"
    return {
        "resourceType": kind,
        "id": "t",
        "status": "active",
        "intent": "order",
        "authoredOn": "2026-11-01",
        "medicationCodeableConcept": gibson.medicine(
            "a", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1
        )["medicationCodeableConcept"],
        "extension": [{"url": url, "extension": parts}],
    }


def supplied(sent: dict, status: str = "active") -> str:
    held = gibson.medicine(
        "a", "Amlodipine 5mg tablets", "319283006", 5, "mg", 1, status=status, when="2026-11-10"
    )
    answers = answer("riverside-gp", [held]), answer("prescription-tracker", [sent])
    return _page(*answers, show="" if status == "active" else "?show=stopped")


def test_where_a_tracked_prescription_is_stands_with_the_one_day_since_when():
    words = supplied(tracked("0006", "MedicationRequest", "2026-11-03T15:20:00Z"))
    assert "Dispensed (FNG71) 03-Nov-2026" in words
    assert "01-Nov-2026" not in words


def test_what_the_tracker_says_was_dispensed_may_be_in_the_home_like_any_other():
    sent = tracked("0006", "MedicationRequest", "2026-11-03T15:20:00Z")
    assert "Dispensed (FNG71) 03-Nov-2026 : may be in the home" in supplied(sent, "stopped")
    waiting = tracked("0002", "MedicationRequest", "2026-11-03T15:20:00Z")
    assert "may be in the home" not in supplied(waiting, "stopped")
