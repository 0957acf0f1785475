"""What a row says, for the sections a decision may hang on."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.sections import BY_NAME, owner_of
from carerecord.sections.contract import Row


def nowhere(_: object) -> None:
    return None


def row_of(resource: Resource) -> Row:
    return owner_of(resource).row(resource, nowhere)


def text(row: Row) -> str:
    """The line as read aloud; what is bold before the term stands between stars."""
    return " – ".join(f"*{p.text}*" if p.style == "negation" else p.text for p in row.what)


def coded(code: str, display: str = "") -> Resource:
    return {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": display}]}


def allergy(**elements: Any) -> Resource:
    return {"resourceType": "AllergyIntolerance", "code": {"text": "penicillin"}, **elements}


def state(clinical: str, verified: str = "confirmed") -> dict[str, Resource]:
    return {
        "clinicalStatus": {"coding": [{"code": clinical}]},
        "verificationStatus": {"coding": [{"code": verified}]},
    }


RASH = [{"manifestation": [{"text": "Rash"}], "severity": "mild"}]
WORSE = [*RASH, {"manifestation": [{"text": "Anaphylaxis"}], "severity": "severe"}]


@pytest.mark.parametrize(
    ("resource", "words", "cells", "group"),
    [
        (
            allergy(**state("active"), type="allergy", reaction=WORSE),
            "penicillin",
            ("Rash; Anaphylaxis", "Severe", "Allergy, confirmed"),
            "Active",
        ),
        (
            allergy(**state("active", "unconfirmed"), type="intolerance"),
            "*Suspected* – penicillin",
            ("Not recorded", "Not recorded", "Intolerance, unconfirmed"),
            "Active",
        ),
        (
            allergy(**state("active", "refuted"), reaction=RASH),
            "*Refuted* – penicillin",
            ("Rash", "Mild", "Allergy or intolerance, refuted"),
            "Refuted",
        ),
        (
            allergy(**state("resolved")),
            "penicillin",
            ("Not recorded", "Not recorded", "Allergy or intolerance, confirmed"),
            "No longer active",
        ),
        (
            allergy(**state("active", "entered-in-error")),
            "penicillin",
            ("Not recorded", "Not recorded", "Allergy or intolerance, entered in error"),
            "Removed by the source",
        ),
    ],
)
def test_an_allergy_says_how_bad_how_sure_and_whether_it_stands(
    resource: Resource, words: str, cells: tuple[str, ...], group: str
) -> None:
    row = row_of(resource)
    assert (text(row), row.cells, row.group) == (words, cells, group)


@pytest.mark.parametrize(
    ("code", "negative", "positive"),
    [
        (coded("716186003", "No known allergy"), True, False),
        (coded("409137002", "No known drug allergy"), True, False),
        (coded("428607008", "No known environmental allergy"), True, False),
        (coded("716184000", "No known latex allergy"), True, False),
        (coded("716186003"), True, False),
        ({"text": "No known drug allergies"}, True, False),
        ({"text": "NKDA"}, True, False),
        ({"text": "No known allergies except penicillin"}, False, True),
        (coded("91936005", "Allergy to penicillin"), False, True),
        (coded("716186003", "Penicillin"), False, True),
        (
            {
                "coding": coded("716186003", "No known allergy")["coding"]
                + coded("91936005")["coding"]
            },
            False,
            True,
        ),
        ({}, False, True),
    ],
)
def test_only_an_explicit_statement_of_none_is_one(
    code: Resource, negative: bool, positive: bool
) -> None:
    section, resource = BY_NAME["allergies"], allergy(**state("active")) | {"code": code}
    assert (section.negative(resource), section.positive(resource)) == (negative, positive)
    withdrawn = resource | state("active", "entered-in-error")
    assert not section.negative(withdrawn)
    assert not section.positive(withdrawn)


def test_a_statement_of_none_with_a_reaction_is_an_allergy() -> None:
    contradictory = allergy(**state("active"), reaction=RASH) | {"code": coded("716186003")}
    assert not BY_NAME["allergies"].negative(contradictory)


@pytest.mark.parametrize(
    ("verified", "clinical", "words", "group", "counts"),
    [
        ("confirmed", "active", "asthma", "Active", True),
        ("confirmed", "resolved", "asthma", "Past", True),
        ("provisional", "active", "*Suspected* – asthma", "Suspected", True),
        ("refuted", "active", "*Excluded* – asthma", "Recorded as not present", False),
        ("entered-in-error", "active", "asthma", "Removed by the source", False),
    ],
)
def test_a_doubted_or_excluded_problem_never_reads_as_active(
    verified: str, clinical: str, words: str, group: str, counts: bool
) -> None:
    problem = {"resourceType": "Condition", "code": {"text": "asthma"}, **state(clinical, verified)}
    row = row_of(problem)
    assert (text(row), row.group) == (words, group)
    assert BY_NAME["problems"].positive(problem) is counts
    assert BY_NAME["problems"].summary(problem) is (group == "Active")


def test_family_history_is_never_the_persons_own_problem() -> None:
    history = {
        "resourceType": "FamilyMemberHistory",
        "relationship": {"text": "father"},
        "condition": [
            {"code": {"text": "bowel cancer"}, "onsetAge": {"value": 52, "unit": "years"}}
        ],
    }
    row = row_of(history)
    assert text(row) == "*Family history* – bowel cancer"
    assert row.cells == ("father", "52 years", "Not recorded")


@pytest.mark.parametrize(
    ("status", "what", "row_status", "group"),
    [
        ("noshow", "Physiotherapy", "Did not attend", "Did not happen"),
        ("booked", "Physiotherapy", "Booked", "Planned"),
        ("fulfilled", "Physiotherapy", "Attended", "Attended"),
        ("unheard-of", "Physiotherapy", "Unheard of", "Status not recorded"),
    ],
)
def test_an_appointment_says_whether_it_was_kept(
    status: str, what: str, row_status: str, group: str
) -> None:
    row = row_of(
        {
            "resourceType": "Appointment",
            "status": status,
            "serviceType": [{"text": "Physiotherapy"}],
        }
    )
    assert (text(row), row.status, row.group) == (what, row_status, group)


def test_a_vaccine_not_given_says_so_first_and_why() -> None:
    row = row_of(
        {
            "resourceType": "Immunization",
            "status": "not-done",
            "vaccineCode": {"text": "MMR"},
            "statusReason": {"text": "Parent declined"},
        }
    )
    assert text(row) == "*Not given* – MMR"
    assert "Reason not given: Parent declined" in row.notes


def test_a_consent_that_refuses_never_reads_as_agreement() -> None:
    consent = {
        "resourceType": "Consent",
        "status": "active",
        "category": [{"text": "Resuscitation"}],
        "provision": {"type": "deny"},
    }
    assert text(row_of(consent)) == "*Refused* – Resuscitation"


def test_a_replaced_document_says_so_and_is_not_current() -> None:
    letter = {
        "resourceType": "DocumentReference",
        "status": "superseded",
        "docStatus": "final",
        "type": {"text": "Clinic letter"},
        "date": "2026-01-02",
        "content": [{"attachment": {"contentType": "text/plain", "data": "aGVsbG8="}}],
    }
    row = row_of(letter)
    assert row.cells == ("Clinic letter", "Not recorded", "Final, Replaced")
    assert [a.data for a in row.attachments] == ["aGVsbG8="]
    assert not BY_NAME["letters"].current(letter)


def test_a_document_without_a_name_is_not_called_by_its_type() -> None:
    assert text(row_of({"resourceType": "DocumentReference"})) == "Not named by this source"


def test_a_restricted_address_is_not_shown() -> None:
    patient = {
        "resourceType": "Patient",
        "meta": {"security": [{"code": "R"}]},
        "name": [{"family": "GIBSON", "given": ["Margery"]}],
        "address": [{"text": "1 High Street"}],
        "telecom": [{"system": "phone", "value": "01632 960000"}],
    }
    assert "1 High Street" not in str(row_of(patient))
    assert "01632" not in str(row_of(patient))


def test_a_care_team_names_whom_to_call() -> None:
    team = {
        "resourceType": "CareTeam",
        "status": "active",
        "name": "District nurses",
        "telecom": [{"system": "phone", "value": "01632 960122"}],
        "participant": [
            {"member": {"display": "Nurse Bell"}, "role": [{"text": "Key worker"}]},
        ],
    }
    row = row_of(team)
    assert text(row) == "District nurses"
    assert row.cells[1] == "01632 960122"
    assert row.notes == ("Nurse Bell, Key worker",)


def test_a_tracked_prescription_says_where_it_is_and_since_when() -> None:
    history = {
        "url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory",
        "extension": [
            {"url": "status", "valueCoding": {"code": "03", "display": "With pharmacy"}},
            {"url": "statusDate", "valueDateTime": "2026-11-04T15:20:00+00:00"},
        ],
    }
    order = {
        "resourceType": "MedicationRequest",
        "intent": "order",
        "status": "active",
        "extension": [history],
    }
    assert row_of(order).status == "With pharmacy, 04-Nov-2026 15:20"


def test_a_statement_of_none_has_no_reaction_to_be_missing() -> None:
    row = row_of(allergy(**state("active")) | {"code": coded("716186003", "No known allergy")})
    assert row.cells == ("Does not apply", "Does not apply", "Statement of none, confirmed")


@pytest.mark.parametrize(
    ("kind", "elements", "before"),
    [
        ("AllergyIntolerance", {}, ""),
        ("AllergyIntolerance", state("active", "refuted"), "*Refuted* – "),
        ("Condition", {}, ""),
        ("FamilyMemberHistory", {}, "*Family history* – "),
        ("Immunization", {"status": "completed"}, ""),
        ("MedicationStatement", {}, ""),
    ],
)
def test_an_entry_that_is_only_a_narrative_is_read_as_its_source_wrote_it(
    kind: str, elements: Resource, before: str
) -> None:
    narrative = {"status": "generated", "div": "<div><p>Swells up after <b>Nuts</b></p></div>"}
    row = row_of({"resourceType": kind, "text": narrative} | elements)
    assert text(row).startswith(f"{before}Not named by this source: “Swells up after Nuts”")
