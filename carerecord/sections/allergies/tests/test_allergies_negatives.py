"""What is a statement of none, what only looks like one, and how either reads."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.sections import BY_NAME
from carerecord.sections.allergies.negatives import states_none, states_none_at_all
from carerecord.sections.contract import Row

SNOMED = "http://snomed.info/sct"
OID = "urn:oid:2.16.840.1.113883.6.96"
IPS = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
UNNAMED = "An entry that names no substance"


def coding(code: str, display: str = "", system: str = SNOMED) -> Resource:
    return {"system": system, "code": code, "display": display}


def allergy(text: str = "", *sent: Resource, **elements: Any) -> Resource:
    return {"resourceType": "AllergyIntolerance", "code": {"text": text, "coding": [*sent]}} | (
        elements
    )


def verified(code: str) -> Resource:
    return {"verificationStatus": {"coding": [{"code": code}]}}


def row(resource: Resource) -> Row:
    return BY_NAME["allergies"].row(resource, lambda _: None)


ANY = coding("716186003", "No known allergy")
DRUG = coding("409137002", "No known drug allergy")
RASH = {"manifestation": [{"text": "Rash"}]}


@pytest.mark.parametrize(
    ("resource", "none", "general"),
    [
        (allergy("", ANY), True, True),
        (allergy("No known allergies.", ANY), True, True),
        (allergy("NO KNOWN ALLERGIES"), True, True),
        (allergy("", coding("716186003")), True, True),
        (allergy("", coding("716186003", system=OID)), True, True),
        (allergy("", coding("716186003", "No known allergy (situation)")), True, True),
        (allergy("", coding("no-known-allergies", "No known allergies", IPS)), True, True),
        (allergy("", ANY, **verified("confirmed")), True, True),
        (allergy("", ANY, reaction=[], note=[{"text": " "}]), True, True),
        (allergy("", DRUG), True, False),
        (allergy("No known drug allergies"), True, False),
        (allergy("No known allergy", DRUG), True, False),
        (allergy("No known latex allergy", ANY), True, False),
        (allergy("NKA"), True, False),
        (allergy("NKDA", DRUG), True, False),
        (allergy("No known allergy except penicillin", ANY), False, False),
        (allergy("No known allergy except penicillin"), False, False),
        (allergy("Penicillin - not tolerated", ANY), False, False),
        (allergy("NOT SURE - ?latex", ANY), False, False),
        (allergy("No longer: penicillin allergy", ANY), False, False),
        (allergy("No known allergies?", ANY), False, False),
        (allergy("NKA / penicillin"), False, False),
        (allergy("No known allergy", coding("716186003", "Penicillin")), False, False),
        (allergy("No known allergy", coding("91936005")), False, False),
        (allergy("", ANY, coding("91936005")), False, False),
        (allergy("", ANY, coding("X1", system="urn:local")), False, False),
        (allergy("", coding("716186003", system="http://loinc.org")), False, False),
        (allergy("", coding("716186003", ANY["display"], "http://loinc.org")), False, False),
        (allergy("", coding("716186003", system="")), False, False),
        (allergy("", coding("no-known-allergies", system=IPS)), False, False),
        (allergy("None"), False, False),
        (allergy("-"), False, False),
        (allergy(), False, False),
        (allergy("", ANY, reaction=[RASH]), False, False),
        (allergy("", ANY, reaction=[{"description": "Swelling"}]), False, False),
        (allergy("", ANY, reaction=[{"severity": "severe"}]), False, False),
        (allergy("", ANY, criticality="high"), False, False),
        (allergy("", ANY, criticality="low"), False, False),
        (allergy("", ANY, lastOccurrence="2020"), False, False),
        (allergy("", ANY, note=[{"text": "Except penicillin"}]), False, False),
        (allergy("", ANY, note="Except penicillin"), False, False),
        (allergy("", ANY, **verified("unconfirmed")), False, False),
        (allergy("", ANY, **verified("presumed")), False, False),
        (allergy("", ANY, **verified("refuted")), False, False),
        (allergy("", ANY, **verified("entered-in-error")), False, False),
        (allergy("", ANY, verificationStatus={"text": "Unconfirmed"}), False, False),
    ],
)
def test_none_is_only_what_was_plainly_stated(
    resource: Resource, none: bool, general: bool
) -> None:
    assert (states_none(resource), states_none_at_all(resource)) == (none, general)
    section = BY_NAME["allergies"]
    kept = {"refuted", "entered-in-error"} & {
        one["code"] for one in resource.get("verificationStatus", {}).get("coding", [])
    }
    assert section.negative(resource) is none
    assert section.positive(resource) is not (none or bool(kept))


@pytest.mark.parametrize(
    ("resource", "words", "notes"),
    [
        (allergy("", ANY), ["No known allergy"], ()),
        (allergy("", coding("716184000")), ["No known latex allergy"], ()),
        (allergy("No known allergy", DRUG), ["No known drug allergy"], ()),
        (allergy("NKDA", DRUG), ["No known drug allergy"], ()),
        (allergy("NKA"), ["Recorded as none", "NKA"], ("NKA",)),
        (allergy("nkda"), ["Recorded as none", "nkda"], ("nkda",)),
        (
            allergy("", ANY, onsetString="At birth"),
            ["No known allergy", "Began: At birth"],
            ("Began: At birth",),
        ),
        (allergy("None"), [UNNAMED], ("None",)),
        (allergy("Nil"), [UNNAMED], ("Nil",)),
        (allergy("Nil known"), [UNNAMED], ("Nil known",)),
        (allergy("–"), [UNNAMED], ("–",)),
        (allergy("-"), [UNNAMED], ("-",)),
        (allergy("NKA", note="See letter"), [UNNAMED], ("NKA", "See letter")),
        (allergy("NKDA", criticality="high"), [UNNAMED], ("NKDA",)),
        (
            allergy("", ANY, **verified("unconfirmed")),
            ["Suspected", UNNAMED],
            ("No known allergy",),
        ),
        (allergy("", ANY, **verified("refuted")), ["Refuted", "No known allergy"], ()),
        (
            allergy("No known allergy", coding("91936005", "Allergy to penicillin")),
            ["Allergy to penicillin"],
            ("No known allergy",),
        ),
        (
            allergy("", ANY, reaction=[{"substance": {"text": "Amoxicillin"}}]),
            ["Amoxicillin"],
            ("No known allergy", "Reacted to: Amoxicillin"),
        ),
        (allergy("NOT SURE - ?latex", ANY), ["NOT SURE - ?latex"], ("No known allergy",)),
        (allergy("Penicillin"), ["Penicillin"], ()),
        (allergy(), ["Not named by this source"], ()),
    ],
)
def test_a_row_names_a_substance_or_says_that_none_is_named(
    resource: Resource, words: list[str], notes: tuple[str, ...]
) -> None:
    made = row(resource)
    assert ([part.text for part in made.what], made.notes) == (words, notes)
