"""What GP systems say in their own places is on the row: the vaccination, the supply in words, what a referral is for."""

import pytest

from carerecord.sections import BY_NAME, owner_of

UNKNOWN = {"coding": [{"system": "http://hl7.org/fhir/v3/NullFlavor", "code": "UNK"}]}
PROCEDURE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-VaccinationProcedure"


def row_of(kind, **elements):
    resource = {"resourceType": kind, **elements}
    return owner_of(resource).row(resource, lambda _: None)


def vaccine(code, procedure="MMR vaccination"):
    extension = [{"url": PROCEDURE, "valueCodeableConcept": {"text": procedure}}]
    return {"vaccineCode": code, "extension": extension}


@pytest.mark.parametrize(
    ("elements", "words"),
    [
        (vaccine(UNKNOWN), "MMR vaccination"),
        (vaccine({**UNKNOWN, "text": "Unknown"}), "MMR vaccination"),
        (vaccine(None), "MMR vaccination"),
        (vaccine({"text": "MMR II"}), "MMR II"),
        (vaccine({"coding": [{"system": "http://snomed.info/sct", "code": "1", "display": "Priorix"}]}), "Priorix"),
        ({"vaccineCode": {**UNKNOWN, "text": "Unknown"}}, "Unknown"),
        ({}, "Not named by this source"),
    ],
)  # fmt: skip
def test_an_unknown_vaccine_is_named_by_its_vaccination(elements, words):
    assert row_of("Immunization", **elements).what[-1].text == words


def test_unknown_vaccines_stand_under_a_heading_of_their_vaccination():
    heading = BY_NAME["immunisations"].merge_key
    same, other = (heading(vaccine(UNKNOWN, words)) for words in ("MMR", "BCG"))
    assert same == heading(vaccine(None, "MMR"))
    assert same != other


def test_how_much_was_supplied_is_said_in_words_where_there_is_no_number():
    url = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MedicationQuantityText-1"
    supply = {"quantity": {"extension": [{"url": url, "valueString": "28 tablets"}]}}
    assert "Supply: 28 tablets" in row_of("MedicationRequest", dispenseRequest=supply).notes


def test_a_referral_without_a_name_is_called_by_its_reason():
    reason = [{"text": "Referral to physiotherapist"}]
    row = row_of("ServiceRequest", intent="order", reasonCode=reason)
    assert row.what[-1].text == "Referral to physiotherapist"


@pytest.mark.parametrize(
    "name", ["CareConnect-GPC-AllergyIntoleranceEnd-1", "UKCore-AllergyIntoleranceEnd"]
)
def test_when_and_why_an_allergy_ended_is_said(name):
    parts = [
        {"url": "endDate", "valueDateTime": "2016-11"},
        {"url": "reasonEnded", "valueString": "Desensitised"},
    ]
    ended = {"url": f"https://fhir.nhs.uk/StructureDefinition/Extension-{name}", "extension": parts}
    row = row_of("AllergyIntolerance", code={"text": "Peanuts"}, extension=[ended])
    assert row.notes == ("Ended: Nov-2016", "Why it ended: Desensitised")


HELD = [
    {"resourceType": "Observation", "code": {"text": "Diabetes"}},
    {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": "Sertraline"}},
    None,
]


def test_a_list_is_called_by_its_title_and_says_what_stands_under_it():
    items = [{"reference": f"#{n}", "display": f"Name {n}"} for n, _ in enumerate(HELD)]
    heading = {
        "resourceType": "List",
        "title": "Family History",
        "code": {"text": "Category (EHR)"},
        "entry": [{"item": item} for item in items],
    }
    row = owner_of(heading).row(heading, lambda item: HELD[items.index(item)])
    assert row.what[0].text == "Family History"
    assert row.notes == ("Kind: Category (EHR)", "Holds: Diabetes; Sertraline")
    assert "Name" not in str(row)  # of what is not shown here no name is said: it may be withheld


def test_an_empty_list_says_why_it_is_empty():
    empty = {"text": "No Content Recorded"}
    row = row_of("List", title="Immunisations", code={"text": "Immunisations"}, emptyReason=empty)
    assert row.notes == ("Empty: No Content Recorded",)


UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"


def test_what_uk_core_says_of_a_person_is_on_the_row():
    def concept(name, text):
        return {"url": name, "valueCodeableConcept": {"coding": [{"display": text}]}}

    number = {
        "system": "https://fhir.nhs.uk/Id/nhs-number",
        "value": "9990000018",
        "extension": [concept(f"{UK}NHSNumberVerificationStatus", "Number present and verified")],
    }
    row = row_of(
        "Patient",
        identifier=[{"value": "RNG-1"}, number],
        extension=[
            concept(f"{UK}EthnicCategory", "White - British"),
            concept("http://hl7.org/fhir/StructureDefinition/patient-religion", "Baptist"),
        ],
    )
    assert row.notes == (
        "NHS number: Number present and verified",
        "Ethnicity: White - British",
        "Religion: Baptist",
    )


@pytest.mark.parametrize(
    ("name", "issued"),
    [
        (f"{UK}MedicationRepeatInformation", "numberOfPrescriptionsIssued"),
        (
            "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-MedicationRepeatInformation-1",
            "numberOfRepeatPrescriptionsIssued",
        ),
    ],
)
def test_a_repeat_says_how_often_it_was_issued_and_until_when_it_may_be(name, issued):
    parts = [
        {"url": issued, "valueUnsignedInt": 3},
        {"url": "authorisationExpiryDate", "valueDateTime": "2027-02-01"},
    ]
    row = row_of("MedicationRequest", intent="plan", extension=[{"url": name, "extension": parts}])
    assert row.notes == ("Issued so far: 3", "Authorised until: 01-Feb-2027")
