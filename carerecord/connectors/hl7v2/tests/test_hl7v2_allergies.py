"""AL1: what the person is allergic to, whichever message says it and however little it says of it."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_reading import said
from carerecord.sections.allergies.negatives import states_none

PV1 = "PV1|1|I|WARD4|||||||||||||||||V1"
PENICILLIN = "AL1|1|DA|7980^Penicillin^SCT|SV|Anaphylaxis~L20^Rash^L|20190304"


def allergies(kind: str, *segments: str) -> list[dict[str, Any]]:
    return [one for one in said(kind, *segments) if one["resourceType"] == "AllergyIntolerance"]


def test_an_allergy_that_comes_with_an_admission():
    (drug,) = allergies("ADT^A01", PV1, PENICILLIN)
    assert (drug["code"]["text"], drug["category"]) == ("Penicillin", ["medication"])
    assert drug["recordedDate"] == "2019-03-04"
    manifested = [{"text": "Anaphylaxis"}, {"text": "Rash"}]
    assert drug["reaction"] == [{"manifestation": manifested, "severity": "severe"}]
    assert "note" not in drug


@pytest.mark.parametrize("event", ["A02", "A03", "A08", "A11", "A13", "A28", "A31", "A38"])
def test_it_is_the_same_allergy_with_every_kind_of_message(event: str):
    (first,) = allergies("ADT^A01", PV1, PENICILLIN)
    assert allergies(f"ADT^{event}", PV1, PENICILLIN) == [first]


def test_an_order_or_a_referral_says_it_as_well():
    order = ("ORC|NW|P1|F1", "OBR|1|P1|F1|UE^U&E^L")
    assert len(allergies("ORM^O01", PENICILLIN, *order)) == 1
    assert len(allergies("ORU^R01", PENICILLIN, *order)) == 1


@pytest.mark.parametrize(
    ("sent", "noted"),
    [
        ("AL1|1|MA|Latex|U", ["Severity: U"]),
        ("AL1|1|MA|Latex|SV", ["Severity: severe"]),
        ("AL1|1|MC|Latex|||long ago", ["Kind: contraindication", "Identified: long ago"]),
        ("AL1|1|ZZ^Odd^L|Latex", ["Kind: Odd"]),
        ("AL1|1||Latex|U^Unknown", ["Severity: Unknown"]),
    ],
)
def test_what_no_element_holds_is_told_in_words(sent: str, noted: list[str]):
    (latex,) = allergies("ADT^A31", sent)
    assert (latex["code"]["text"], latex["note"]) == ("Latex", [{"text": one} for one in noted])


@pytest.mark.parametrize(
    ("sent", "named"),
    [
        ("AL1|1|DA|Penicillin~Latex~|SV|Rash", ["Penicillin", "Latex"]),
        ("AL1|1|DA||SV|Anaphylaxis", ["Not named by the source"]),
        ("AL1|1|DA|^Penicillin", ["Penicillin"]),
        ('AL1|1|""|""', []),
        ('AL1|1|DA|""|SV', []),
        ("AL1|1", []),
    ],
)
def test_none_is_lost_and_none_is_made_up(sent: str, named: list[str]):
    assert [one["code"]["text"] for one in allergies("ADT^A31", sent)] == named


@pytest.mark.parametrize(
    "none",
    ["AL1|1||716186003^No known allergy^SCT", "AL1|1|DA|^No Known Allergies", "AL1|1||NKDA"],
)
def test_that_there_are_none_is_no_allergy(none: str):
    (said_of_it,) = allergies("ADT^A31", none)
    assert states_none(said_of_it)
