"""Every element that R4 has elsewhere, or one level higher, or not at all: where it is now."""

import pytest

from carerecord.fhir.stu3 import to_r4

KEPT = "http://hl7.org/fhir/3.0/StructureDefinition/extension-"


def translated(kind, **elements):
    return to_r4({"resourceType": kind, "id": "1", **elements})


def kept(made, element):
    """The references that the extensions for an element keep."""
    return [e["valueReference"] for e in made["extension"] if e["url"] == f"{KEPT}{element}"]


MOVED = [
    ("Appointment", "indication", "reasonReference"),
    ("Appointment", "incomingReferral", "basedOn"),
    ("Communication", "notDoneReason", "statusReason"),
    ("Condition", "stage", "stage"),
    ("DiagnosticReport", "category", "category"),
    ("DiagnosticReport", "image", "media"),
    ("Encounter", "incomingReferral", "basedOn"),
    ("FamilyMemberHistory", "notDoneReason", "dataAbsentReason"),
    ("Flag", "category", "category"),
    ("HealthcareService", "category", "category"),
    ("Location", "type", "type"),
    ("MedicationAdministration", "prescription", "request"),
    ("MedicationAdministration", "reasonNotGiven", "statusReason"),
    ("MedicationDispense", "notDoneReasonCodeableConcept", "statusReasonCodeableConcept"),
    ("MedicationDispense", "notDoneReasonReference", "statusReasonReference"),
    ("MedicationRequest", "category", "category"),
    ("MedicationStatement", "reasonNotTaken", "statusReason"),
    ("ProcedureRequest", "groupIdentifier", "requisition"),
    ("ReferralRequest", "groupIdentifier", "requisition"),
    ("ReferralRequest", "type", "category"),
    ("Schedule", "serviceCategory", "serviceCategory"),
    ("Slot", "serviceCategory", "serviceCategory"),
]
SEVERAL_IN_R4 = {"Appointment", "Condition", "DiagnosticReport category", "Encounter", "Flag", "HealthcareService",
                 "Location", "MedicationAdministration statusReason", "MedicationRequest", "MedicationStatement",
                 "ReferralRequest category", "Schedule", "Slot"}  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new"), MOVED)
def test_each_element_with_another_name_or_number_is_where_r4_has_it(kind, old, new):
    made = translated(kind, **{old: {"display": "v"}})
    several = bool({kind, f"{kind} {new}"} & SEVERAL_IN_R4)
    assert made[new] == ([{"display": "v"}] if several else {"display": "v"})
    assert old == new or old not in made


IN_AN_ENCOUNTER = [
    "CarePlan", "CareTeam", "ClinicalImpression", "Communication", "CommunicationRequest", "Condition",
    "DeviceRequest", "DiagnosticReport", "ImagingStudy", "Media", "MedicationRequest", "Observation",
    "Procedure", "ProcedureRequest", "QuestionnaireResponse", "ReferralRequest", "RiskAssessment",
]  # fmt: skip


@pytest.mark.parametrize("kind", IN_AN_ENCOUNTER)
def test_the_encounter_it_belongs_to_is_named_as_such(kind):
    made = translated(kind, context={"reference": "Encounter/e"})
    assert made["encounter"] == {"reference": "Encounter/e"}
    assert "context" not in made


@pytest.mark.parametrize(
    "kind", ["MedicationStatement", "MedicationAdministration", "MedicationDispense"]
)
def test_a_context_that_r4_has_too_stays(kind):
    assert translated(kind, context={"reference": "Encounter/e"})["context"]


PARTS = [
    ("MedicationRequest", {"dosageInstruction": [{"doseRange": {"low": 1}}]}, {"dosageInstruction": [{"doseAndRate": [{"doseRange": {"low": 1}}]}]}),
    ("MedicationDispense", {"dosageInstruction": [{"rateRatio": {"a": 1}}]}, {"dosageInstruction": [{"doseAndRate": [{"rateRatio": {"a": 1}}]}]}),
    ("MedicationRequest", {"substitution": {"allowed": False}}, {"substitution": {"allowedBoolean": False}}),
    ("Observation", {"component": [{"interpretation": {"text": "H"}}]}, {"component": [{"interpretation": [{"text": "H"}]}]}),
    ("Procedure", {"performer": [{"role": {"text": "surgeon"}}]}, {"performer": [{"function": {"text": "surgeon"}}]}),
    ("Procedure", {"status": "aborted"}, {"status": "stopped"}),
    ("ProcedureRequest", {"requester": {"agent": {"display": "a"}}}, {"requester": {"display": "a"}}),
    ("ReferralRequest", {"requester": {"agent": {"display": "a"}}}, {"requester": {"display": "a"}}),
    ("Immunization", {"extension": [{"url": "x/DateRecorded-1", "valueDateTime": "2020"}]}, {"recorded": "2020", "extension": None}),
    ("CarePlan", {"author": [{"display": "a"}, {"display": "b"}]}, {"author": {"display": "a"}, "contributor": [{"display": "b"}]}),
    ("CareTeam", {"participant": [{"role": {"text": "nurse"}}]}, {"participant": [{"role": [{"text": "nurse"}]}]}),
    ("RelatedPerson", {"relationship": {"text": "son"}}, {"relationship": [{"text": "son"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sent", "means"), PARTS)
def test_each_part_of_an_element_is_where_r4_has_it(kind, sent, means):
    made = translated(kind, **sent)
    assert {name: made.get(name) for name in means} == means


LATER = "http://hl7.org/fhir/4.0/StructureDefinition/extension-"


def test_what_r4_was_given_later_is_where_r4_has_it():
    who = {"display": "a"}
    said = {"url": f"{LATER}Condition.recorder", "valueReference": who}
    other = {"url": "x", "valueString": "y"}
    made = translated("Condition", extension=[said, other])
    assert (made["recorder"], made["extension"]) == (who, [other])
    assert "extension" not in translated("Condition", extension=[said])
    interpreted = {
        "url": f"{LATER}DiagnosticReport.resultsInterpreter",
        "valueReference": who,
    }
    made = translated("DiagnosticReport", extension=[interpreted, interpreted])
    assert made["resultsInterpreter"] == [who, who]


@pytest.mark.parametrize(
    "extensions",
    [
        [{"url": f"{LATER}Condition.recorder", "valueReference": {}}] * 2,
        [{"url": f"{LATER}Condition.recorder", "valueString": "a"}],
        [{"url": f"{LATER}Condition.subject", "valueReference": {"reference": "Patient/x"}}],
        [{"url": f"{LATER}Encounter.recorder", "valueReference": {}}],
    ],
)
def test_what_cannot_be_one_of_them_stays_an_extension(extensions):
    made = translated("Condition", extension=extensions)
    assert made == {"resourceType": "Condition", "id": "1", "extension": extensions}


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        *((kind, "definition") for kind in ("CarePlan", "FamilyMemberHistory", "MedicationRequest", "Procedure", "ProcedureRequest", "ReferralRequest")),
        ("HealthcareService", "programName"),
        ("Observation", "valueAttachment"),
        ("Patient", "animal"),
    ],
)  # fmt: skip
def test_what_left_the_standard_is_kept(kind, element):
    made = translated(kind, **{element: [{"reference": "x"}]})
    assert kept(made, f"{kind}.{element}") == [{"reference": "x"}]
    assert element not in made


@pytest.mark.parametrize("kind", ["MedicationAdministration", "MedicationDispense"])
def test_on_whose_behalf_a_medicine_was_given_is_kept(kind):
    behalf = {"reference": "Organization/o"}
    [performer] = translated(kind, performer=[{"onBehalfOf": behalf}])["performer"]
    assert kept(performer, f"{kind}.performer.onBehalfOf") == [behalf]
