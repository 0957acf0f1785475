"""Which items nobody sees, and what leaves with them (governance 3.8 and 3.9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from carerecord.access import withhold as withhold_on_terms
from carerecord.access.contract import Terms
from carerecord.access.withholding import Withheld
from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource


def withhold(items: list[Item], person: Person, levels: Mapping[str, Any], **more: Any) -> Withheld:
    return withhold_on_terms(items, person, levels, Terms(), **more)


ANYBODY = Person("p1", "9990000018", "GIBSON", "Margery")
PROTECTED = Person("p2", "9990000026", "HART", "Ivy", protected=True)
SNOMED = "http://snomed.info/sct"
LABELS = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


def coded(code: str, text: str = "", display: str = "") -> dict[str, Any]:
    coding = {"system": SNOMED, "code": code} | ({"display": display} if display else {})
    return {"coding": [coding]} | ({"text": text} if text else {})


def to(name: str) -> dict[str, str]:
    return {"reference": name}


def item(kind: str, own: str, source: str = "gp", **fields: Any) -> Item:
    resource = {"resourceType": kind, "id": own, "subject": to("Patient/p")} | fields
    return Item(source, resource, encode_resource(resource))


def labelled(*codes: str, system: str = LABELS) -> dict[str, Any]:
    return {"security": [{"system": system, "code": code} for code in codes]}


TERMINATION = item(
    "Condition",
    "t",
    identifier=[{"system": "urn:x", "value": "7"}],
    code=coded("57797005", "Termination of pregnancy"),
)
ASTHMA = item("Condition", "asthma", code=coded("195967001", "Asthma"))
ALLERGY = item("AllergyIntolerance", "penicillin", code=coded("91936005", "Penicillin allergy"))
PATIENT = item("Patient", "p")

ONE_ITEM = [
    pytest.param(item("Condition", "x", code=coded("52637005")), "SEN-1", id="fertilisation"),
    pytest.param(item("Observation", "x", code=coded("407376001")), "SEN-1", id="gender-recognition"),
    pytest.param(TERMINATION, "SEN-2", id="termination"),
    pytest.param(item("Condition", "x", code=coded("15628003")), "SEN-2", id="transmitted"),
    pytest.param(
        item("Appointment", "x", reasonCode=[coded("86406008")]), "SEN-2", id="in-any-element",
    ),
    pytest.param(
        item("MedicationRequest", "x", contained=[{"resourceType": "Condition", "code": coded("57797005")}]),
        "SEN-2", id="in-a-contained-resource",
    ),
    pytest.param(
        item("Condition", "x", code={"coding": [{"code": "57797005"}]}), "SEN-2", id="without-a-system",
    ),
    pytest.param(
        item("Condition", "x", code={"coding": [{"system": SNOMED, "code": 57797005}]}),
        "SEN-2", id="sent-as-a-number",
    ),
    pytest.param(
        item("Condition", "x", code=coded("57797005:363698007=35039007")), "SEN-2", id="in-an-expression",
    ),
    pytest.param(
        item("Condition", "x", code={"coding": [{"code": "52637005"}, {"code": "57797005"}]}),
        "SEN-1", id="the-stricter-rule-is-named",
    ),
    pytest.param(
        Item("gp", TERMINATION.resource, TERMINATION.raw.replace(b'"57797005"', b'"5779700\\u0035"')),
        "SEN-2", id="spelt-with-escapes",
    ),
    pytest.param(
        Item("gp", TERMINATION.resource, b'<code code="57797005"/>'), "SEN-2", id="not-json",
    ),
    pytest.param(
        Item("gp", TERMINATION.resource, TERMINATION.raw.replace(b'"code":"', b'"code" :\n "')),
        "SEN-2", id="spaced-out",
    ),
    pytest.param(item("Observation", "x", meta=labelled("R")), "SEN-7", id="labelled-restricted"),
    pytest.param(item("Observation", "x", meta=labelled("N", "V")), "SEN-7", id="labelled-very-restricted"),
    pytest.param(
        item("Observation", "x", meta={"security": [{"code": "R"}]}), "SEN-7", id="label-without-a-system",
    ),
    pytest.param(
        item("Observation", "x", meta=labelled("R", system="http://hl7.org/fhir/v3/Confidentiality")),
        "SEN-7", id="label-of-an-older-release",
    ),
    pytest.param(
        item("DocumentReference", "x", securityLabel=[{"coding": [{"system": LABELS, "code": "R"}]}]),
        "SEN-7", id="document-label",
    ),
    pytest.param(item("Composition", "x", confidentiality="V"), "SEN-7", id="composition-label"),
    # Shown.
    pytest.param(ASTHMA, None, id="ordinary"),
    pytest.param(item("Observation", "x", meta=labelled("N")), None, id="labelled-normal"),
    pytest.param(item("Observation", "x", meta=labelled("L", "M", "U")), None, id="labelled-less"),
    pytest.param(
        item("Observation", "x", meta=labelled("R", system="http://example.org/rooms")), None,
        id="r-of-another-system",
    ),
    pytest.param(item("Observation", "x", valueString="57797005"), None, id="a-number-that-is-no-code"),
    pytest.param(item("Observation", "x", code=coded("577970051")), None, id="a-longer-code"),
    pytest.param(item("Composition", "x", confidentiality="N"), None, id="composition-normal"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "rule"), ONE_ITEM)
def test_one_item(one: Item, rule: str | None) -> None:
    result = withhold([ASTHMA, one], ANYBODY, {})
    assert [(i is one, r) for i, r in result.withheld] == ([(True, rule)] if rule else [])
    assert result.kept == ((ASTHMA,) if rule else (ASTHMA, one))


LEAVES = {
    "reason": item("MedicationRequest", "x", reasonReference=[to("Condition/t")]),
    "appointment": item("Appointment", "x", reasonReference=[to("Condition/t")]),
    "absolute": item("Procedure", "x", reasonReference=[to("https://gp.example/fhir/Condition/t")]),
    "versioned": item("Procedure", "x", reasonReference=[to("Condition/t/_history/3")]),
    "uuid": item("Procedure", "x", reasonReference=[to("urn:uuid:t")]),
    "by-identifier": item("Procedure", "x", reasonReference=[{"identifier": {"system": "urn:x", "value": "7"}}]),
    "by-search": item("Procedure", "x", reasonReference=[to("Condition?identifier=urn:x%7C7")]),
    "deep": item("CarePlan", "x", activity=[{"detail": {"reasonReference": [to("Condition/t")]}}]),
    "extension": item("Observation", "x", extension=[{"url": "u", "valueReference": to("Condition/t")}]),
    "contained": item("Task", "x", contained=[{"resourceType": "Task", "focus": to("Condition/t")}]),
    "list": item("List", "x", entry=[{"item": to("Condition/asthma")}, {"item": to("Condition/t")}]),
    "composition": item("Composition", "x", section=[{"entry": [to("Condition/t")]}]),
    "document": item("DocumentReference", "x", context={"related": [to("Condition/t")]}),
    "same-words": item("ServiceRequest", "x", code={"text": "termination  of pregnancy"}),
    "same-description": item("Appointment", "x", description="Termination of Pregnancy"),
    "same-display": item("Encounter", "x", diagnosis=[{"condition": {"display": "Termination of pregnancy"}}]),
}  # fmt: skip


@pytest.mark.parametrize("linked", LEAVES.values(), ids=LEAVES.keys())
def test_a_linked_item_leaves_too(linked: Item) -> None:
    result = withhold([linked, PATIENT, ASTHMA, TERMINATION], ANYBODY, {})
    assert result.withheld == ((linked, "SEN-6"), (TERMINATION, "SEN-2"))
    assert result.kept == (PATIENT, ASTHMA)


STAYS = {
    "another-source": item(
        "MedicationRequest", "x", source="acute", reasonReference=[to("Condition/t")]
    ),
    "another-item": item("MedicationRequest", "x", reasonReference=[to("Condition/asthma")]),
    "another-type": item("MedicationRequest", "x", encounter=to("Encounter/t")),
    "the-person": item("Observation", "x", subject=to("Patient/t")),
    "words-among-words": item("Appointment", "x", description="Not about termination of pregnancy"),
}


@pytest.mark.parametrize("other", STAYS.values(), ids=STAYS.keys())
def test_an_unlinked_item_stays(other: Item) -> None:
    assert withhold([other, TERMINATION], ANYBODY, {}).kept == (other,)


def test_links_are_followed_as_far_as_they_go():
    encounter = item("Encounter", "e", diagnosis=[{"condition": to("Condition/t")}])
    result = item("Observation", "r", encounter=to("Encounter/e"))
    panel = item("Observation", "panel", hasMember=[to("Observation/r")])
    report = item("DiagnosticReport", "d", result=[to("Observation/panel")])
    letter = item("DocumentReference", "l", context={"encounter": [to("Encounter/e")]})
    provenance = item("Provenance", "v", target=[to("DiagnosticReport/d")])
    linked = [provenance, report, panel, result, letter, encounter]
    found = withhold([*linked, ASTHMA, TERMINATION], ANYBODY, {})
    assert found.kept == (ASTHMA,)
    assert [i for i, rule in found.withheld if rule == "SEN-6"] == linked


def test_what_only_withheld_items_point_at_leaves_with_them():
    drug = item("Medication", "m", code={"text": "Mifepristone"})
    clinic = item("Organization", "o", name="A clinic")
    visit = item("Encounter", "e", serviceProvider=to("Organization/o"))
    order = item(
        "MedicationRequest", "r", reasonReference=[to("Condition/t")],
        medicationReference=to("Medication/m"), encounter=to("Encounter/e"),
    )  # fmt: skip
    body = item("Binary", "b")
    letter = item(
        "DocumentReference", "l", content=[{"attachment": {"url": "Binary/b"}}],
        context={"related": [to("Condition/t")]},
    )  # fmt: skip
    found = withhold([drug, clinic, visit, order, body, letter, ASTHMA, TERMINATION], ANYBODY, {})
    assert found.kept == (ASTHMA,)


def test_the_parts_of_a_withheld_panel_leave_with_it_unless_another_shows_them():
    own, shared = item("Observation", "own"), item("Observation", "shared")
    panel = item(
        "Observation", "panel", code=coded("15628003"),
        hasMember=[to("Observation/own"), to("Observation/shared")],
    )  # fmt: skip
    report = item("DiagnosticReport", "r", result=[to("Observation/shared")])
    assert withhold([own, shared, panel, report], ANYBODY, {}).kept == (shared, report)


def test_what_other_items_also_point_at_stays():
    practice = item("Organization", "o")
    order = item(
        "MedicationRequest",
        "r",
        reasonReference=[to("Condition/t")],
        performer=to("Organization/o"),
    )
    other = item("Observation", "x", performer=[to("Organization/o")])
    found = withhold([practice, order, other, TERMINATION], ANYBODY, {})
    assert found.kept == (practice, other)


def test_an_allergy_that_a_withheld_summary_also_names_is_still_shown():
    summary = item(
        "Composition",
        "s",
        section=[{"entry": [to("AllergyIntolerance/penicillin"), to("Condition/t")]}],
    )
    found = withhold([ALLERGY, ASTHMA, summary, TERMINATION], ANYBODY, {})
    assert found.kept == (ALLERGY, ASTHMA)


def test_a_label_says_nothing_about_other_items_of_the_same_code():
    sealed = item("Observation", "x", code=coded("75367002", "Blood pressure"), meta=labelled("R"))
    other = item("Observation", "y", code=coded("75367002", "Blood pressure"))
    found = withhold([sealed, other], ANYBODY, {})
    assert found.kept == (other,)


def test_a_patient_labelled_restricted_is_shown_without_where_they_live():
    patient = item("Patient", "p", meta=labelled("R"), address=[{"line": ["1 High Street"]}])
    other = item("Observation", "x")
    found = withhold([patient, other], ANYBODY, {})
    assert found.withheld == ()
    assert found.kept[0].resource["address"] == [{"text": "[place not shown]"}]
    assert b"High Street" not in found.kept[0].raw
    assert found.kept[1] is other


def test_sections_not_for_a_role_leave_when_asked_and_what_others_need_stays():
    levels: Mapping[str, Any] = {"problems": "none", "allergies": "full", "other": "none"}
    names = {"Condition": "problems", "AllergyIntolerance": "allergies"}
    practitioner = item("Practitioner", "dr")
    found = withhold(
        [ASTHMA, ALLERGY, practitioner], ANYBODY, levels,
        section_of=lambda resource: names.get(resource["resourceType"], "other"),
    )  # fmt: skip
    assert found.withheld == ((ASTHMA, "ROL-1"),)
    assert withhold([ASTHMA, ALLERGY], ANYBODY, levels).withheld == ()


@pytest.mark.parametrize(
    "one",
    [
        item("Patient", "p", address=[{"line": ["12 Elm Row"]}], telecom=[{"value": "12 Elm Row"}]),
        item("Patient", "p", contact=[{"address": {"text": "12 Elm Row"}}]),
        item("Patient", "p", text={"status": "generated", "div": "<div>12 Elm Row</div>"}),
        item("Patient", "p", generalPractitioner=[{"display": "12 Elm Row"}]),
        item("Patient", "p", extension=[{"url": "birthPlace", "valueAddress": {"text": "12 Elm Row"}}]),
        item("RelatedPerson", "r", address=[{"text": "12 Elm Row"}]),
        item("Encounter", "e", location=[{"location": {"display": "12 Elm Row"}}]),
        item("Encounter", "e", hospitalization={"destination": {"display": "12 Elm Row"}}),
        item("Appointment", "a", participant=[{"actor": to("Location/l") | {"display": "12 Elm Row"}}]),
        item("Location", "l", name="12 Elm Row"),
        item("Observation", "o", contained=[{"resourceType": "Patient", "address": [{"text": "12 Elm Row"}]}]),
    ],
)  # fmt: skip
def test_a_protected_persons_location_is_not_shown(one: Item) -> None:
    found = withhold([one], PROTECTED, {})
    assert all(b"Elm Row" not in kept.raw for kept in found.kept)
    assert all("Elm Row" not in str(kept.resource) for kept in found.kept)
    assert all(encode_resource(kept.resource) == kept.raw for kept in found.kept)
    assert len(found.kept) + len(found.withheld) == 1
    assert withhold([one], ANYBODY, {}).kept == (one,)


def test_places_are_withheld_without_what_refers_to_them():
    place, visit = (
        item("Location", "l"),
        item("Encounter", "e", location=[{"location": to("Location/l")}]),
    )
    found = withhold([place, visit], PROTECTED, {})
    assert found.withheld == ((place, "SFL-2"),)
    assert [kept.type for kept in found.kept] == ["Encounter"]
