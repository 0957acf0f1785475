"""What R4 changed in each type of STU3, as steps in order; a type that is not here is the same in both."""

from __future__ import annotations

from collections.abc import Mapping

from carerecord.fhir.stu3.clinical import (
    abated,
    first_author,
    laboratory,
    not_taken,
    related,
    repeats,
    vaccinated,
)
from carerecord.fhir.stu3.documents import about, created, questionnaire
from carerecord.fhir.stu3.steps import (
    Step,
    actors,
    by_agent,
    coded,
    copied,
    dosages,
    first_reason,
    in_encounter,
    listed,
    moved,
    noted,
    refused,
    removed,
    renamed,
    restated,
    within,
)

_CODES = "http://terminology.hl7.org/CodeSystem/"
_REQUEST = (
    restated({"suspended": "on-hold", "cancelled": "revoked"}),
    in_encounter,
    by_agent,
    renamed("groupIdentifier", "requisition"),
    removed("definition"),
)
_ALLERGY = frozenset({"active", "inactive", "resolved"})
_ALLERGY_DOUBT = frozenset({"unconfirmed", "confirmed", "refuted", "entered-in-error"})
_DOUBT = frozenset({"provisional", "differential", "confirmed", "refuted", "entered-in-error"})
_CLINICAL = frozenset({"active", "recurrence", "inactive", "remission", "resolved"})

RULES: Mapping[str, tuple[Step, ...]] = {
    "AllergyIntolerance": (
        coded(
            "clinicalStatus",
            f"{_CODES}allergyintolerance-clinical",
            "http://hl7.org/fhir/allergy-clinical-status",
            _ALLERGY,
        ),
        coded(
            "verificationStatus",
            f"{_CODES}allergyintolerance-verification",
            "http://hl7.org/fhir/allergy-verification-status",
            _ALLERGY_DOUBT,
        ),
        renamed("assertedDate", "recordedDate"),
    ),
    "Appointment": (
        listed("serviceCategory"),
        listed("reason", "reasonCode"),
        listed("indication", "reasonReference"),
        listed("incomingReferral", "basedOn"),
    ),
    "CarePlan": (
        in_encounter,
        within("activity", within("detail", renamed("prohibited", "doNotPerform"))),
        removed("definition"),
        first_author,
    ),
    "CareTeam": (in_encounter, within("participant", listed("role"))),
    "ClinicalImpression": (in_encounter,),
    "Communication": (
        refused("notDone"),
        first_reason("notDoneReason", "statusReason"),
        in_encounter,
    ),
    "CommunicationRequest": (in_encounter,),
    "Composition": (listed("class", "category"),),
    "Condition": (
        coded(
            "clinicalStatus",
            f"{_CODES}condition-clinical",
            "http://hl7.org/fhir/condition-clinical",
            _CLINICAL,
        ),
        coded(
            "verificationStatus",
            f"{_CODES}condition-ver-status",
            "http://hl7.org/fhir/condition-ver-status",
            _DOUBT,
        ),
        renamed("assertedDate", "recordedDate"),
        in_encounter,
        abated,
        listed("stage"),
    ),
    "DeviceRequest": (in_encounter,),
    "DiagnosticReport": (
        in_encounter,
        listed("category"),
        actors("performer"),
        listed("codedDiagnosis", "conclusionCode"),
        renamed("image", "media"),
    ),
    "DocumentReference": (
        listed("class", "category"),
        renamed("indexed", "date"),
        created,
        within("context", listed("encounter"), about),
    ),
    "Encounter": (
        listed("reason", "reasonCode"),
        listed("incomingReferral", "basedOn"),
        within("diagnosis", renamed("role", "use")),
    ),
    "FamilyMemberHistory": (
        refused("notDone", "health-unknown"),
        first_reason("notDoneReason", "dataAbsentReason"),
        removed("definition"),
    ),
    "Flag": (listed("category"),),
    "HealthcareService": (listed("category"), removed("programName")),
    "ImagingStudy": (in_encounter,),
    "Immunization": (
        refused("notGiven"),
        renamed("date", "occurrenceDateTime"),
        vaccinated,
        moved("DateRecorded-1", "recorded"),
    ),
    "Location": (listed("type"),),
    "Media": (in_encounter,),
    "Medication": (removed("isBrand", "isOverTheCounter", "package", "image"),),
    "MedicationAdministration": (
        refused("notGiven"),
        listed("reasonNotGiven", "statusReason"),
        renamed("prescription", "request"),
        within("performer", removed("onBehalfOf")),
    ),
    "MedicationDispense": (
        refused("notDone", "declined"),
        renamed("notDoneReasonCodeableConcept", "statusReasonCodeableConcept"),
        renamed("notDoneReasonReference", "statusReasonReference"),
        within("performer", removed("onBehalfOf")),
        dosages("dosageInstruction"),
    ),
    "MedicationRequest": (
        in_encounter,
        by_agent,
        listed("category"),
        dosages("dosageInstruction"),
        within("substitution", renamed("allowed", "allowedBoolean")),
        moved("PrescriptionType-1", "courseOfTherapyType"),
        copied("MedicationStatusReason-1", "statusReason", "statusReason"),
        repeats,
        removed("definition"),
    ),
    "MedicationStatement": (
        not_taken,
        listed("reasonNotTaken", "statusReason"),
        dosages("dosage"),
    ),
    "Observation": (
        in_encounter,
        listed("interpretation"),
        within("component", listed("interpretation")),
        noted("comment"),
        related,
        laboratory,
        removed("valueAttachment"),
    ),
    "Patient": (removed("animal"),),
    "Procedure": (
        restated({"suspended": "on-hold", "aborted": "stopped"}),
        refused("notDone"),
        first_reason("notDoneReason", "statusReason"),
        in_encounter,
        within("performer", renamed("role", "function")),
        removed("definition"),
    ),
    "ProcedureRequest": (*_REQUEST, listed("performer")),
    "QuestionnaireResponse": (renamed("parent", "partOf"), in_encounter, questionnaire),
    "ReferralRequest": (
        *_REQUEST,
        listed("type", "category"),
        first_reason("serviceRequested", "code"),
        renamed("specialty", "performerType"),
        listed("recipient", "performer"),
        noted("description"),
    ),
    "RelatedPerson": (listed("relationship"),),
    "RiskAssessment": (in_encounter,),
    "Schedule": (listed("serviceCategory"),),
    "Slot": (listed("serviceCategory"),),
}
