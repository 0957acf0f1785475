"""What services that hold no documents tell of one person: vaccinations, prescriptions on their way, bookings. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from carerecord.connectors.immunisation.fake import patient_name
from carerecord.connectors.prescriptions.translate import HISTORY, STATUSES
from carerecord.contract import Person, Resource
from carerecord.demo.westmere.asked.telling import own_id, patient, snomed, whose, written

_AT_PHARMACY = "0002"
_PHARMACY = "FNW71"
_PLACE = "https://fhir.nhs.uk/StructureDefinition/Extension-DM-OrganizationReference"


def of_vaccinations(person: Person, day: date) -> list[Resource]:
    given: Resource = {
        "resourceType": "Immunization",
        "id": own_id(person, "flu"),
        "status": "completed",
        "vaccineCode": snomed("955691000000108", "Seasonal influenza vaccination"),
        "patient": {"reference": patient_name(own_id(person, "person"))},
        "occurrenceDateTime": written(day - timedelta(days=30)),
        "recorded": written(day - timedelta(days=30)),
        "primarySource": True,
        "lotNumber": "W-4407",
        "performer": [{"actor": {"display": "Westmere Pharmacy"}}],
    }
    return [patient(person), given]


def of_tracker(person: Person, day: date) -> list[Resource]:
    """One prescription, which has reached the pharmacy."""
    number = (
        f"{own_id(person, 'prescription')[:6].upper()}-RNW12-{own_id(person, 'issue')[:6].upper()}"
    )
    since = written(day - timedelta(days=1))
    about = {"reference": f"urn:uuid:{own_id(person, 'person')}"}
    state = {"system": STATUSES, "code": _AT_PHARMACY, "display": "To be dispensed"}
    step: Resource = {
        "code": [{"coding": [state]}],
        "timingDateTime": since,
        "participant": [{"extension": [_at(_PHARMACY)]}],
    }
    group: Resource = {
        "resourceType": "RequestGroup",
        "id": own_id(person, "prescription"),
        "identifier": [{"value": number}],
        "status": "active",
        "intent": "reflex-order",
        "authoredOn": since,
        "subject": about,
        "extension": [{"url": HISTORY, "extension": [{"url": "status", "valueCoding": state}]}],
        "action": [{"title": "Prescription status transitions", "action": [step]}],
    }
    medicine: Resource = {
        "resourceType": "MedicationRequest",
        "id": own_id(person, "medicine"),
        "status": "active",
        "intent": "order",
        "groupIdentifier": {"value": number},
        "authoredOn": since,
        "subject": about,
        "medicationCodeableConcept": {"text": "Emollient cream"},
        "dosageInstruction": [{"text": "Apply to dry skin twice a day"}],
    }
    return [patient(person), group, medicine]


def of_bookings(person: Person, day: date) -> list[Resource]:
    """A referral, and the appointment it led to."""
    starts = written(day + timedelta(days=21))
    referral: Resource = {
        "resourceType": "ServiceRequest",
        "id": own_id(person, "referral"),
        "status": "active",
        "intent": "order",
        "subject": whose(person),
        "authoredOn": written(day - timedelta(days=4)),
        "code": {"text": "Referral to the eye clinic"},
        "performer": [{"display": "Westmere Eye Clinic"}],
    }
    appointment: Resource = {
        "resourceType": "Appointment",
        "id": own_id(person, "appointment"),
        "status": "booked",
        "description": "Eye clinic, first visit",
        "start": starts,
        "participant": [
            {"actor": whose(person), "status": "accepted"},
            {"actor": {"display": "Westmere Eye Clinic"}, "status": "accepted"},
        ],
        "basedOn": [{"reference": f"ServiceRequest/{referral['id']}"}],
    }
    return [patient(person), referral, appointment]


def of_summary(person: Person, day: date) -> list[Resource]:
    """A document, and the one allergy in it."""
    words = "<div xmlns='http://www.w3.org/1999/xhtml'>Adhesive plaster: contact dermatitis</div>"
    summary: Resource = {
        "resourceType": "Composition",
        "id": own_id(person, "summary"),
        "status": "final",
        "type": snomed("196981000000101", "General Practice Summary"),
        "subject": whose(person),
        "date": written(day - timedelta(days=12)),
        "author": [{"display": "Westmere Health Centre"}],
        "title": "General Practice Summary",
        "section": [{"title": "Allergies", "text": {"status": "generated", "div": words}}],
    }
    allergy: Resource = {
        "resourceType": "AllergyIntolerance",
        "id": own_id(person, "plaster"),
        "code": {"text": "Adhesive plaster"},
        "patient": whose(person),
        "reaction": [{"manifestation": [{"text": "Contact dermatitis"}]}],
    }
    return [patient(person), summary, allergy]


def _at(organisation: str) -> Resource:
    """The tracker names a place by its code alone."""
    return {"url": _PLACE, "valueReference": {"identifier": {"value": organisation}}}
