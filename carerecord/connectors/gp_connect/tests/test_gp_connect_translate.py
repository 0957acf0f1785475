"""A record in R4: what Lists warn of, ended allergies, products, and what cannot be read."""

import json

import pytest

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.gp_connect.translate import translated

WARNING = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-ListWarningCode-1"
PATIENT = {"resourceType": "Patient", "id": "p"}


def of(resources):
    entries = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in resources]
    body = b",".join(b'{"resource":%b}' % one for one in entries)
    return translated(read_bundle(b'{"resourceType":"Bundle","entry":[%b]}' % body, "gp"), "gp")


def a_list(title, *codes, note=""):
    return {
        "resourceType": "List",
        "title": title,
        "extension": [{"url": WARNING, "valueCode": code} for code in codes],
        **({"note": [{"text": note}]} if note else {}),
    }


@pytest.mark.parametrize(
    ("lists", "warnings"),
    [
        ([a_list("Problems")], ()),
        ([a_list("Problems", "confidential-items"), a_list("Allergies", "confidential-items")],
         ("Problems, Allergies: Items excluded due to confidentiality and/or patient preferences.",)),
        ([a_list("Problems", "data-in-transit",
                 note="Patient record transfer from previous GP practice not yet complete; information recorded before 26-Mar-2019 may be missing.")],
         ("Problems: Patient record transfer from previous GP practice not yet complete; information recorded before 26-Mar-2019 may be missing.",)),
        ([a_list("Problems", "data-awaiting-filing", note="Information not available")],
         ("Problems: Some information has arrived at the source and is not filed in its record yet.",)),
        ([a_list("", "brand-new")], ("A list: Warning brand-new",)),
        ([a_list("Problems", 7)], ("Problems: Warning without a code",)),
    ],
)  # fmt: skip
def test_what_a_list_warns_of_is_said_and_the_answer_is_not_complete(lists, warnings):
    page = of([PATIENT, *lists])
    assert page.warnings == warnings
    assert bool(page.incomplete) is bool(warnings)
    assert len(page.items) == 1 + len(lists)


def test_an_ended_allergy_is_an_entry_of_its_own():
    ended = {
        "resourceType": "AllergyIntolerance",
        "id": "28",
        "patient": {"reference": "Patient/p"},
    }
    holder = {**a_list("Ended"), "contained": [ended], "entry": [{"item": {"reference": "#28"}}]}
    again = {**holder, "title": "Ended again"}
    page = of([PATIENT, holder, again])
    kinds = [item.type for item in page.items]
    assert kinds == ["Patient", "List", "AllergyIntolerance", "List"]
    assert page.items[1].resource["entry"][0]["item"]["reference"] == "AllergyIntolerance/28"


PRODUCT = {"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Sertraline"}]}


def medicine_of(product, **reference):
    points = {"reference": "Medication/20", **reference}
    taken = {"resourceType": "MedicationStatement", "id": "s", "medicationReference": points}
    items = of([PATIENT, taken, {"resourceType": "Medication", "id": "20", **product}]).items
    assert items[2].resource == {"resourceType": "Medication", "id": "20", **product}
    return items[1].resource


def test_a_medicine_has_the_code_of_its_product_and_still_points_at_it():
    medicine = medicine_of({"code": PRODUCT})
    assert medicine["medicationCodeableConcept"] == PRODUCT
    assert "medicationReference" not in medicine
    assert medicine["extension"][0]["valueReference"] == {"reference": "Medication/20"}


@pytest.mark.parametrize(
    ("product", "reference"),
    [
        ({"code": PRODUCT, "form": {"text": "tablet"}}, {}),
        ({"code": {}}, {}),
        ({"code": PRODUCT}, {"display": "Sertraline 100 mg"}),
        ({"code": PRODUCT}, {"reference": "Medication/21"}),
    ],
)
def test_a_product_that_says_more_or_nothing_is_only_pointed_at(product, reference):
    medicine = medicine_of(product, **reference)
    assert "medicationCodeableConcept" not in medicine
    assert medicine["medicationReference"]["reference"].startswith("Medication/2")


def test_a_product_that_is_there_twice_names_nothing():
    twice = [{"resourceType": "Medication", "id": "20", "code": {"text": t}} for t in "ab"]
    taken = {
        "resourceType": "MedicationStatement",
        "medicationReference": {"reference": "Medication/20"},
    }
    page = of([PATIENT, taken, *twice])
    assert "medicationCodeableConcept" not in page.items[1].resource


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ({"resourceType": "Immunization", "notGiven": "no"}, "Immunization could not be read"),
        ({"resourceType": "Jane Smith", "contained": [{"resourceType": 7}]}, "An entry could not be read"),
        (b'{"resourceType":"Condition","code":{"text":"a"},"code":{"text":"b"}}', "says the same thing twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_counted_by_its_type_and_the_rest_is_whole(broken, named):
    page = of([PATIENT, broken, {"resourceType": "Encounter", "id": "e"}])
    assert page.unreadable == (named,)
    assert [item.type for item in page.items] == ["Patient", "Encounter"]
