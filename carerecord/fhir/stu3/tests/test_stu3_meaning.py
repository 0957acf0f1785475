"""What decides a reading is the same in R4: status, negation, doubt, dose, dates, and who asked."""

import pytest

from carerecord.fhir import decode_resource, encode_resource
from carerecord.fhir.stu3 import NotReadableError, lifted, to_r4

KEPT = "http://hl7.org/fhir/3.0/StructureDefinition/extension-"
GPC = "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-CareConnect-GPC-"
TERMS = "http://terminology.hl7.org/CodeSystem"


def translated(kind, **elements):
    return to_r4({"resourceType": kind, "id": "1", **elements})


def concept(system, code):
    return {"coding": [{"system": system, "code": code}]}


def kept(made, element):
    """The values of the extensions that keep an element."""
    found = [e for e in made.get("extension", []) if e["url"] == f"{KEPT}{element}"]
    return [value for one in found for key, value in one.items() if key.startswith("value")]


CASES = [
    ("AllergyIntolerance", {"clinicalStatus": "resolved"},
     {"clinicalStatus": concept(f"{TERMS}/allergyintolerance-clinical", "resolved")}),
    ("AllergyIntolerance", {"verificationStatus": "refuted"},
     {"verificationStatus": concept(f"{TERMS}/allergyintolerance-verification", "refuted")}),
    ("AllergyIntolerance", {"assertedDate": "2019", "onsetDateTime": "2018-02"},
     {"recordedDate": "2019", "onsetDateTime": "2018-02"}),
    ("Condition", {"clinicalStatus": "inactive", "verificationStatus": "provisional"},
     {"clinicalStatus": concept(f"{TERMS}/condition-clinical", "inactive"),
      "verificationStatus": concept(f"{TERMS}/condition-ver-status", "provisional")}),
    ("Condition", {"verificationStatus": "unknown"},
     {"verificationStatus": concept("http://hl7.org/fhir/condition-ver-status", "unknown")}),
    ("Condition", {"context": {"reference": "Encounter/e"}, "assertedDate": "2020-01-01"},
     {"encounter": {"reference": "Encounter/e"}, "recordedDate": "2020-01-01"}),
    ("Condition", {"abatementBoolean": True}, {"abatementString": "date not recorded"}),
    ("Immunization", {"status": "completed", "notGiven": True, "date": "2020-02"},
     {"status": "not-done", "occurrenceDateTime": "2020-02"}),
    ("Immunization", {"status": "entered-in-error", "notGiven": True}, {"status": "entered-in-error"}),
    ("Immunization", {"explanation": {"reasonNotGiven": [{"text": "declined"}], "reason": [{"text": "due"}]}},
     {"statusReason": {"text": "declined"}, "reasonCode": [{"text": "due"}]}),
    ("Immunization", {"vaccinationProtocol": [{"doseSequence": 2, "seriesDoses": 3, "series": "A"}]},
     {"protocolApplied": [{"series": "A", "doseNumberPositiveInt": 2, "seriesDosesPositiveInt": 3}]}),
    ("MedicationStatement", {"status": "active", "taken": "n"}, {"status": "not-taken"}),
    ("MedicationStatement", {"status": "entered-in-error", "taken": "n"}, {"status": "entered-in-error"}),
    ("MedicationStatement", {"status": "active", "taken": "unk"}, {"status": "active"}),
    ("MedicationStatement", {"dosage": [{"text": "1 at night", "doseQuantity": {"value": 1}}]},
     {"dosage": [{"text": "1 at night", "doseAndRate": [{"doseQuantity": {"value": 1}}]}]}),
    ("MedicationRequest", {"requester": {"agent": {"reference": "Practitioner/p"}}},
     {"requester": {"reference": "Practitioner/p"}}),
    ("MedicationRequest", {"extension": [{"url": f"{GPC}PrescriptionType-1", "valueCodeableConcept": {"text": "Repeat"}}]},
     {"courseOfTherapyType": {"text": "Repeat"}}),
    ("MedicationRequest", {"extension": [{"url": f"{GPC}MedicationStatusReason-1", "extension": [
        {"url": "statusChangeDate", "valueDateTime": "2020"},
        {"url": "statusReason", "valueCodeableConcept": {"text": "rash"}}]}]},
     {"statusReason": {"text": "rash"}}),
    ("MedicationRequest", {"extension": [{"url": f"{GPC}MedicationRepeatInformation-1", "extension": [
        {"url": "numberOfRepeatPrescriptionsAllowed", "valuePositiveInt": 12}]}]},
     {"dispenseRequest": {"numberOfRepeatsAllowed": 12}}),
    ("MedicationAdministration", {"status": "completed", "notGiven": True}, {"status": "not-done"}),
    ("MedicationDispense", {"status": "completed", "notDone": True}, {"status": "declined"}),
    ("Procedure", {"status": "suspended", "notDone": True, "notDoneReason": {"text": "unwell"}},
     {"status": "not-done", "statusReason": {"text": "unwell"}}),
    ("Communication", {"status": "completed", "notDone": True}, {"status": "not-done"}),
    ("FamilyMemberHistory", {"status": "completed", "notDone": True}, {"status": "health-unknown"}),
    ("CarePlan", {"activity": [{"detail": {"prohibited": True}}]},
     {"activity": [{"detail": {"doNotPerform": True}}]}),
    ("Observation", {"comment": "haemolysed", "interpretation": {"text": "High"}},
     {"note": [{"text": "haemolysed"}], "interpretation": [{"text": "High"}]}),
    ("Observation", {"related": [{"type": "has-member", "target": {"reference": "Observation/2"}}]},
     {"hasMember": [{"reference": "Observation/2"}]}),
    ("Observation", {"category": [concept("http://snomed.info/sct", "394595002")]},
     {"category": [concept("http://snomed.info/sct", "394595002"),
                   concept(f"{TERMS}/observation-category", "laboratory")]}),
    ("DiagnosticReport", {"performer": [{"actor": {"display": "Lab"}}], "codedDiagnosis": [{"text": "x"}]},
     {"performer": [{"display": "Lab"}], "conclusionCode": [{"text": "x"}]}),
    ("Encounter", {"reason": [{"text": "cough"}], "diagnosis": [{"role": {"text": "AD"}}]},
     {"reasonCode": [{"text": "cough"}], "diagnosis": [{"use": {"text": "AD"}}]}),
    ("DocumentReference", {"indexed": "2020-01-02T03:04:05Z", "created": "2010", "class": {"text": "Letter"},
                           "content": [{"attachment": {"title": "t"}}],
                           "context": {"encounter": {"reference": "Encounter/1"},
                                       "related": [{"ref": {"reference": "Patient/2"}, "identifier": {"value": "v"}}]}},
     {"date": "2020-01-02T03:04:05Z", "category": [{"text": "Letter"}],
      "content": [{"attachment": {"title": "t", "creation": "2010"}}],
      "context": {"encounter": [{"reference": "Encounter/1"}],
                  "related": [{"identifier": {"value": "v"}, "reference": "Patient/2"}]}}),
    ("ProcedureRequest", {"status": "suspended", "doNotPerform": True, "performer": {"display": "Lab"}},
     {"resourceType": "ServiceRequest", "status": "on-hold", "doNotPerform": True, "performer": [{"display": "Lab"}]}),
    ("ReferralRequest", {"status": "cancelled", "recipient": [{"display": "Clinic"}], "description": "Please see",
                         "serviceRequested": [{"text": "Cardiology"}], "specialty": {"text": "Heart"}},
     {"resourceType": "ServiceRequest", "status": "revoked", "performer": [{"display": "Clinic"}],
      "note": [{"text": "Please see"}], "code": {"text": "Cardiology"}, "performerType": {"text": "Heart"}}),
    ("Appointment", {"status": "cancelled", "reason": [{"text": "review"}], "serviceCategory": {"text": "GP"}},
     {"status": "cancelled", "reasonCode": [{"text": "review"}], "serviceCategory": [{"text": "GP"}]}),
    ("QuestionnaireResponse", {"parent": [{"reference": "Observation/1"}], "questionnaire": {"reference": "Questionnaire/q"}},
     {"partOf": [{"reference": "Observation/1"}], "questionnaire": "Questionnaire/q"}),
    ("Composition", {"class": {"text": "Care plan"}}, {"category": [{"text": "Care plan"}]}),
    ("List", {"emptyReason": concept("x", "no-content-recorded"), "note": [{"text": "Information not available"}]},
     {"emptyReason": concept("x", "no-content-recorded"), "note": [{"text": "Information not available"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "means"), CASES)
def test_each_element_that_moved_means_what_it_meant(kind, sent, means):
    made = translated(kind, **sent)
    assert {name: made.get(name) for name in means} == means


@pytest.mark.parametrize(
    ("kind", "sent", "element", "values"),
    [
        ("MedicationStatement", {"status": "active", "taken": "n"}, "status", ["active"]),
        ("MedicationStatement", {"taken": "unk"}, "taken", ["unk"]),
        ("ProcedureRequest", {"status": "cancelled"}, "status", ["cancelled"]),
        ("Immunization", {"status": "entered-in-error", "notGiven": True}, "notGiven", [True]),
        ("Observation", {"context": {"reference": "EpisodeOfCare/1"}}, "context",
         [{"reference": "EpisodeOfCare/1"}]),
        ("Observation", {"related": [{"type": "replaces", "target": {"display": "x"}}]}, "related", []),
        ("DocumentReference", {"created": "2010-01"}, "created", ["2010-01"]),
        ("Medication", {"isBrand": True}, "isBrand", [True]),
        ("MedicationRequest", {"requester": {"agent": {"display": "a"}, "onBehalfOf": {"reference": "Organization/o"}}},
         "requester.onBehalfOf", [{"reference": "Organization/o"}]),
        ("AllergyIntolerance", {"assertedDate": "2019", "recordedDate": "2020"}, "assertedDate", ["2019"]),
    ],
)  # fmt: skip
def test_what_r4_has_no_place_for_is_kept(kind, sent, element, values):
    made = translated(kind, **sent)
    assert kept(made, f"{kind}.{element}") == values
    assert any(one["url"] == f"{KEPT}{kind}.{element}" for one in made["extension"])


def test_both_kinds_of_request_say_which_they_were_and_references_follow_them():
    made = translated("ReferralRequest")
    assert made["meta"]["tag"] == [
        {"system": "http://hl7.org/fhir/resource-types", "code": "ReferralRequest"}
    ]
    report = translated("DiagnosticReport", basedOn=[{"reference": "ProcedureRequest/9"}])
    assert report["basedOn"] == [{"reference": "ServiceRequest/9"}]


def test_a_type_that_r4_does_not_have_shows_its_words_and_keeps_the_rest():
    made = translated("BodySite", code={"text": "Left knee"}, patient={"reference": "Patient/1"})
    assert made["resourceType"] == "Basic"
    assert made["code"] == {"text": "BodySite: Left knee"}
    assert made["subject"] == {"reference": "Patient/1"}
    assert "Left knee" in encode_resource(made["extension"]).decode()


def test_a_type_nobody_knows_stays_as_it_is():
    assert translated("Teapot", spout={"long": True}) == {
        "resourceType": "Teapot",
        "id": "1",
        "spout": {"long": True},
    }


def test_numbers_are_written_as_they_were_sent():
    raw = b'{"resourceType":"Observation","valueQuantity":{"value":72.50,"comparator":"<"},"component":[{"valueQuantity":{"value":1e-7}}]}'
    assert encode_resource(to_r4(decode_resource(raw))) == raw


def test_what_was_given_is_not_changed():
    sent = {
        "resourceType": "Immunization",
        "notGiven": True,
        "vaccinationProtocol": [{"doseSequence": 1}],
    }
    before = encode_resource(sent)
    to_r4(sent)
    assert encode_resource(sent) == before


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("Immunization", {"notGiven": "true"}),
        ("Procedure", {"notDone": [True]}),
        ("MedicationStatement", {"taken": "no"}),
        ("MedicationStatement", {"taken": []}),
        ("AllergyIntolerance", {"verificationStatus": ["refuted"]}),
        ("Condition", {"clinicalStatus": 7}),
        ("Observation", {"status": {"code": "final"}}),
        ("List", {"contained": [{"resourceType": "Condition", "clinicalStatus": 7}]}),
        (["Observation"], {}),
    ],
)
def test_what_decides_the_meaning_is_never_guessed(kind, sent):
    with pytest.raises(NotReadableError):
        translated(kind, **sent)


ENDED = {"resourceType": "AllergyIntolerance", "id": "28", "patient": {"reference": "Patient/1"}}


def a_list(subject=None, inside=(ENDED,), entry="#28"):
    return {
        "resourceType": "List",
        "id": "l",
        "subject": subject or {"reference": "Patient/1"},
        "contained": list(inside),
        "entry": [{"item": {"reference": entry}, "flag": {"text": "ended"}}],
    }


def test_an_ended_allergy_comes_out_of_its_list_and_the_list_points_at_it():
    rest, out = lifted(a_list(), ())
    assert out == (ENDED,)
    assert rest["entry"] == [
        {"item": {"reference": "AllergyIntolerance/28"}, "flag": {"text": "ended"}}
    ]
    assert "contained" not in rest


def test_whom_the_list_is_about_goes_with_what_stood_in_it():
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}
    _, out = lifted(a_list({"identifier": number}), ())
    assert out[0]["patient"] == {"reference": "Patient/1", "identifier": number}


@pytest.mark.parametrize(
    "holder",
    [
        a_list({"reference": "Patient/2"}),
        a_list(entry="#27"),
        a_list(inside=(ENDED, ENDED)),
        a_list(inside=({**ENDED, "recorder": {"reference": "#p"}},)),
        a_list(inside=({"resourceType": "Practitioner", "id": "28"},)),
        {**a_list(), "resourceType": "Composition"},
    ],
)
def test_what_cannot_stand_alone_stays_where_it_stood(holder):
    assert lifted(holder, ()) == (holder, ())
    assert lifted(a_list(), {("AllergyIntolerance", "28")}) == (a_list(), ())
