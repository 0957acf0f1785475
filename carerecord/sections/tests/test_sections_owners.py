"""Each resource has exactly one section, and each section one page."""

from __future__ import annotations

import pytest

from carerecord.contract import Resource
from carerecord.fhir import EVERY_TYPE
from carerecord.sections import BY_NAME, SECTIONS, owner_of

PAGES = {
    "medicines",
    "allergies",
    "problems",
    "results",
    "documents",
    "immunisations",
    "contacts",
    "care-plans",
    "social",
    "people",
    "other",
}


def encounter(code: str, status: str = "finished") -> Resource:
    return {"resourceType": "Encounter", "status": status, "class": {"code": code}}


def document(words: str, kind: str = "DocumentReference") -> Resource:
    return {"resourceType": kind, "status": "current", "type": {"text": words}}


def typed(kind: str, **elements: object) -> Resource:
    return {"resourceType": kind, **elements}


EPS = {"url": "https://fhir.nhs.uk/StructureDefinition/Extension-DM-PrescriptionStatusHistory"}
LAB = [{"coding": [{"code": "laboratory"}]}]
OWNERS = [
    (typed("Flag"), "alerts"),
    (typed("AllergyIntolerance"), "allergies"),
    (typed("MedicationStatement"), "medicines"),
    (typed("MedicationRequest", intent="plan"), "medicines"),
    (typed("MedicationRequest", intent="order"), "medicines"),
    (typed("MedicationRequest", intent="order", basedOn=[{}]), "prescriptions"),
    (typed("MedicationRequest", intent="order", groupIdentifier={"value": "1"}), "prescriptions"),
    (typed("MedicationRequest", intent="order", extension=[EPS]), "prescriptions"),
    (typed("MedicationDispense"), "prescriptions"),
    (typed("Condition"), "problems"),
    (typed("Procedure"), "procedures"),
    (typed("FamilyMemberHistory"), "family_history"),
    (typed("Observation", category=LAB), "results"),
    (typed("Observation", specimen={}, referenceRange=[{}]), "results"),
    (typed("Observation", category=[{"coding": [{"code": "vital-signs"}]}]), "observations"),
    (typed("Observation", code={"text": "Mental Health Act status"}), "mental_health"),
    (typed("Observation", code={"text": "Primary support reason"}), "social_care"),
    (typed("DiagnosticReport"), "reports"),
    (typed("ImagingStudy"), "reports"),
    (document("Discharge summary"), "discharge_summaries"),
    (document("Outpatient letter"), "letters"),
    (document("Emergency department discharge summary"), "emergency_summaries"),
    (document("Ambulance clinical record"), "ambulance_summaries"),
    (document("Discharge summary", "Composition"), "discharge_summaries"),
    (document("Wound photograph"), "documents"),
    (typed("Media"), "documents"),
    (typed("Immunization"), "immunisations"),
    (typed("Appointment"), "appointments"),
    (encounter("EMER"), "attendances"),
    (encounter("IMP", "in-progress"), "admissions"),
    (encounter("IMP", "cancelled"), "admissions"),
    (encounter("ACUTE"), "discharges"),
    (encounter("AMB"), "clinics"),
    (typed("Encounter"), "clinics"),
    (encounter("HH"), "community"),
    (encounter("VR"), "community"),
    (typed("EpisodeOfCare"), "community"),
    (typed("ServiceRequest"), "referrals"),
    (typed("ServiceRequest", category=[{"text": "Social care"}]), "social_care"),
    (typed("CarePlan", title="Asthma plan"), "care_plans"),
    (typed("CarePlan", title="Crisis plan"), "mental_health"),
    (typed("CarePlan", category=[{"text": "Care and support plan"}]), "social_care"),
    (typed("Consent"), "care_plans"),
    (typed("Goal"), "care_plans"),
    (typed("Flag", category=[{"text": "Safeguarding"}]), "safeguarding"),
    (typed("CarePlan", title="Child protection plan"), "safeguarding"),
    (typed("CarePlan", category=[{"text": "Adult safeguarding"}]), "safeguarding"),
    (typed("Observation", code={"text": "Looked-after child"}), "safeguarding"),
    (typed("RiskAssessment", code={"text": "Safeguarding risk"}), "safeguarding"),
    (typed("ServiceRequest", code={"text": "Safeguarding referral"}), "safeguarding"),
    (document("Child protection conference report", "Composition"), "safeguarding"),
    (document("This is Me"), "about_me"),
    (document("Hospital passport", "Composition"), "about_me"),
    (typed("Composition", type={"coding": [{"code": "81338-6"}]}), "about_me"),
    (typed("QuestionnaireResponse", questionnaire="urn:x/about-me|2"), "about_me"),
    (typed("Observation", code={"text": "What is most important to me"}), "about_me"),
    (typed("CarePlan", category=[{"text": "Social care"}], title="About me"), "about_me"),
    (typed("CarePlan", title="Asthma plan", description="About me: I sing"), "care_plans"),
    (typed("QuestionnaireResponse"), "care_plans"),
    (typed("QuestionnaireResponse", questionnaire="urn:x/crisis-review"), "mental_health"),
    (typed("RiskAssessment"), "mental_health"),
    (typed("Device"), "social_care"),
    (typed("Patient"), "demographics"),
    (typed("CareTeam"), "contacts"),
    (typed("RelatedPerson"), "contacts"),
    (typed("PractitionerRole"), "contacts"),
    (typed("Organization"), "other"),
    (typed("Claim"), "other"),
    (typed("Unheard"), "other"),
    ({}, "other"),
]


@pytest.mark.parametrize(("resource", "name"), OWNERS)
def test_a_resource_stands_in_the_section_a_clinician_would_look_in(
    resource: Resource, name: str
) -> None:
    assert owner_of(resource).name == name


@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_every_type_a_source_is_asked_for_has_a_section(kind: str) -> None:
    assert owner_of(typed(kind)) in SECTIONS


def test_every_section_stands_on_a_page_and_has_a_name_of_its_own() -> None:
    assert {section.page for section in SECTIONS} == PAGES
    assert len(BY_NAME) == len(SECTIONS)
    assert [section.name for section in SECTIONS if not section.resource_types] == ["other"]
