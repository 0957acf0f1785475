"""What one source withholds leaves every other source's answer too (SEN-6), and probable leaks are told of (SEN-5)."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import pytest

from carerecord.access import withhold
from carerecord.access.contract import Closed, Terms
from carerecord.access.withholding import restricted_codes
from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource

PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
SNOMED = "http://snomed.info/sct"
LABELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
DOCUMENT_ID = {"system": "https://tools.ietf.org/html/rfc4122", "value": "1D2C-77aa-88"}
BOOKING = {"system": "https://fhir.nhs.uk/Id/UBRN", "value": "000012345678"}


def item(kind: str, own: str, source: str = "gp", **fields: Any) -> Item:
    resource = {"resourceType": kind, "id": own, "subject": {"reference": "Patient/p"}} | fields
    return Item(source, resource, encode_resource(resource))


def coded(code: str, text: str = "") -> dict[str, Any]:
    return {"coding": [{"system": SNOMED, "code": code, "display": text}], "text": text}


def kept(*items: Item, terms: Terms | None = None, **more: Any) -> tuple[Item, ...]:
    return withhold(items, PERSON, {}, terms or Terms(), **more).kept


TERMINATION = item(
    "Condition", "t", code=coded("57797005", "Termination of pregnancy"), identifier=[BOOKING]
)
ASTHMA = item("Condition", "a", code=coded("195967001", "Asthma"))

ELSEWHERE = {
    "same-code": item("Observation", "x", "acute", code=coded("57797005")),
    "same-identifier": item("Appointment", "x", "acute", identifier=[BOOKING]),
    "reference-by-identifier": item("ServiceRequest", "x", "acute", basedOn=[{"identifier": BOOKING}]),
    "identifier-without-system": item("Task", "x", "acute", identifier=[{"value": "000012345678"}]),
    "identifier-in-another-case": item(
        "Task", "x", "acute",
        identifier=[{"system": BOOKING["system"].upper(), "value": BOOKING["value"]}],
    ),
    "group-of-it": item("ServiceRequest", "x", "acute", requisition=BOOKING),
    "word-for-word": item("Appointment", "x", "acute", description=" Termination  of pregnancy"),
    "absolute-reference": item(
        "DocumentReference", "x", "acute",
        context={"related": [{"reference": "https://gp.example/R4/Condition/t"}]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("one", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_an_item_of_another_source_about_the_same_thing_leaves_too(one: Item) -> None:
    assert kept(ASTHMA, TERMINATION, one) == (ASTHMA,)
    assert kept(one, ASTHMA, TERMINATION) == (ASTHMA,)
    if one is not ELSEWHERE["same-code"]:
        assert kept(ASTHMA, one) == (ASTHMA, one)


STAYS = {
    "relative-reference": item("Procedure", "x", "acute", reasonReference=[{"reference": "Condition/t"}]),
    "another-system": item("Task", "x", "acute", identifier=[{"system": "urn:y", "value": BOOKING["value"]}]),
    "the-persons-own-number": item("Observation", "x", "acute", identifier=[{"system": "urn:mrn", "value": "H1234567"}]),
    "own-address-of-the-same-name": item(
        "Procedure", "x", "acute", reasonReference=[{"reference": "https://acute.example/Condition/own"}]
    ),
}  # fmt: skip


@pytest.mark.parametrize("one", STAYS.values(), ids=STAYS.keys())
def test_what_only_looks_alike_stays(one: Item) -> None:
    patient = item("Patient", "p", "acute", identifier=[{"system": "urn:mrn", "value": "H1234567"}])
    own = item("Condition", "own", "acute", code=coded("195967001"))
    marked = replace(
        TERMINATION,
        resource={
            **TERMINATION.resource,
            "identifier": [BOOKING, {"system": "urn:mrn", "value": "H1234567"}],
        },
    )
    assert kept(patient, own, marked, one) == (patient, own, one)


def test_a_document_is_one_document_in_every_setting() -> None:
    at_gp = item(
        "DocumentReference",
        "d",
        masterIdentifier=DOCUMENT_ID,
        meta={"security": [{"system": LABELS, "code": "R"}]},
    )
    urn = {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1d2c-77AA-88"}
    at_acute = item("DocumentReference", "other", "acute", masterIdentifier=urn)
    elsewhere = item("DocumentReference", "third", "community", identifier=[DOCUMENT_ID])
    assert kept(at_acute, at_gp, elsewhere) == ()
    assert len(kept(at_acute, at_gp, elsewhere, terms=Terms(labelled=True))) == 3


def test_a_termination_its_appointment_letter_medicine_result_and_referral_all_leave() -> None:
    """T14: whatever source they are of; a search for the drug has nothing to find."""
    about = {"reasonReference": [{"reference": "Condition/t"}]}
    referral = item("ServiceRequest", "r", **about)
    there = item("ServiceRequest", "r9", "acute", identifier=[BOOKING])
    order = item(
        "MedicationRequest", "m", medicationReference={"reference": "Medication/d"}, **about
    )
    drug = item("Medication", "d", code={"text": "Mifepristone 200mg tablets"})
    dispensed = item(
        "MedicationDispense", "m9", "pharmacy",
        authorizingPrescription=[{"reference": "https://gp.example/R4/MedicationRequest/m"}],
        medicationCodeableConcept={"text": "Mifepristone 200mg tablets"},
    )  # fmt: skip
    appointment = item("Appointment", "a9", "acute", basedOn=[{"reference": "ServiceRequest/r9"}])
    visit = item("Encounter", "e9", "acute", appointment=[{"reference": "Appointment/a9"}])
    result = item("Observation", "o9", "acute", encounter={"reference": "Encounter/e9"})
    letter = item(
        "DocumentReference", "l9", "acute", context={"encounter": [{"reference": "Encounter/e9"}]}
    )
    everything = (
        referral,
        order,
        drug,
        TERMINATION,
        there,
        appointment,
        visit,
        result,
        letter,
        dispensed,
    )
    assert kept(*everything, ASTHMA) == (ASTHMA,)
    assert kept(*reversed(everything), ASTHMA) == (ASTHMA,)


LEAKING = {
    "letter": item("Observation", "x", valueString="Seen after TERMINATION of\n pregnancy in May."),
    "title": item("DocumentReference", "x", "acute", description="Re: termination of pregnancy, May"),
    "inside-text": item(
        "DocumentReference", "x", "acute",
        content=[{"attachment": {
            "contentType": "text/plain; charset=utf-8",
            "data": base64.b64encode(b"History: termination of pregnancy.").decode(),
        }}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("one", LEAKING.values(), ids=LEAKING.keys())
def test_words_of_a_withheld_item_in_another_are_told_of_and_held_only_where_that_is_set(one: Item):
    found = withhold([TERMINATION, one, ASTHMA], PERSON, {}, Terms())
    assert found.kept == (one, ASTHMA)
    (leak,) = found.findings
    assert (leak.source_id, leak.item, leak.rule) == (
        one.source_id, f"{one.source_id}/{one.type}/x", "SEN-5",
    )  # fmt: skip
    holding = replace(restricted_codes(), hold=True)
    held = withhold([TERMINATION, one, ASTHMA], PERSON, {}, Terms(), restricted=holding)
    assert held.kept == (ASTHMA,)
    assert held.withheld[1] == (one, "SEN-5")
    assert withhold([one, ASTHMA], PERSON, {}, Terms()).findings == ()


def test_sensitivity_is_worked_out_beside_the_item_never_in_it() -> None:
    alcohol = item("Condition", "x", code=coded("7200002"))
    told = item(
        "Observation",
        "y",
        meta={"security": [{"system": "x", "code": "SEX"}, {"code": "thirdparty"}]},
    )
    found = withhold([alcohol, ASTHMA, told], PERSON, {}, Terms())
    assert found.kept == (alcohol, ASTHMA, told)
    assert found.labels == {alcohol: {"ETH"}, told: {"SEX", "third-party"}}
    assert b"ETH" not in alcohol.raw


@pytest.mark.parametrize("labelled", [True, False])
def test_what_its_source_labelled_is_shown_only_where_the_terms_say_so(labelled: bool) -> None:
    sealed = item("Observation", "x", meta={"security": [{"system": LABELS, "code": "V"}]})
    coded_too = item("Condition", "c", code=coded("52637005"), meta=sealed.resource["meta"])
    assert kept(sealed, coded_too, terms=Terms(labelled=labelled)) == (
        (sealed,) if labelled else ()
    )


OBJECTED = Closed("OPT-4", "withheld", "asked for it not to be shared")


def test_what_a_person_objected_to_leaves_with_what_is_linked_to_it() -> None:
    visit = item("Encounter", "e")
    note = item("Observation", "o", encounter={"reference": "Encounter/e"})
    found = withhold([visit, note, ASTHMA], PERSON, {}, Terms(items=frozenset({"gp/Encounter/e"})))
    assert found.kept == (ASTHMA,)
    assert {rule for _, rule in found.withheld} == {"OPT-4"}
    assert kept(visit, note, terms=Terms(items=frozenset({"acute/Encounter/e"}))) == (visit, note)


def test_who_a_source_says_they_are_can_be_objected_to_and_takes_nothing_with_it() -> None:
    patient = item("Patient", "p")
    found = withhold([patient, ASTHMA], PERSON, {}, Terms(items=frozenset({"gp/Patient/p"})))
    assert found.kept == (ASTHMA,)
    assert found.withheld == ((patient, "OPT-4"),)


def test_a_patient_with_a_number_that_only_looks_like_a_code_is_as_it_was_sent() -> None:
    patient = item("Patient", "p", telecom=[{"value": "57797005"}])
    assert kept(patient) == (patient,)


def test_a_closed_section_leaves_with_what_is_there_only_for_it() -> None:
    drug = item("Medication", "d", code={"text": "Methadone"})
    order = item("MedicationRequest", "m", medicationReference={"reference": "Medication/d"})
    other = replace(order, source_id="acute")
    terms = Terms(sections={("gp", "medicines"): OBJECTED})
    section = {"MedicationRequest": "medicines", "Condition": "problems"}
    found = withhold(
        [drug, order, ASTHMA, other], PERSON, {}, terms,
        section_of=lambda one: section.get(one["resourceType"], "other"),
    )  # fmt: skip
    assert found.kept == (ASTHMA, other)
    assert {rule for _, rule in found.withheld} == {"OPT-4"}


def test_of_a_closed_source_nothing_comes_through_should_any_of_it_arrive() -> None:
    terms = Terms(sources={"gp": OBJECTED})
    other = replace(ASTHMA, source_id="acute")
    assert kept(ASTHMA, other, terms=terms) == (other,)


def test_an_emergency_is_no_way_to_what_the_law_withholds() -> None:
    """T20, BTG-5: terms can open what a source labelled and every detail, and never a restricted code."""
    widest = Terms(labelled=True, details=frozenset({"mental_health", "safeguarding"}))
    assert kept(item("Condition", "x", code=coded("52637005")), TERMINATION, terms=widest) == ()


def test_a_patient_of_whom_nothing_is_restricted_keeps_their_bytes() -> None:
    """An odd code is read whole, and nothing is written anew for it."""
    language = {"coding": [{"system": "urn:ietf:bcp:47", "code": "cy or en"}]}
    resource = {"resourceType": "Patient", "id": "p", "communication": [{"language": language}]}
    patient = Item("gp", resource, json.dumps(resource, indent=1).encode())
    assert [one.raw for one in kept(patient)] == [patient.raw]


def test_whose_place_is_no_secret_keeps_their_documents() -> None:
    scan = item("Binary", "b", contentType="application/pdf")
    assert kept(scan, terms=Terms(documents=False)) == (scan,)
