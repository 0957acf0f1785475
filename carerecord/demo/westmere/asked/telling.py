"""How each of Westmere's services names a person, and says when and about whom. Pure."""

from __future__ import annotations

import base64
import uuid
from datetime import UTC, date, datetime, time

from carerecord.contract import Person, Resource
from carerecord.fhir import NHS_NUMBER


def patient(person: Person) -> Resource:
    return {
        "resourceType": "Patient",
        "id": own_id(person, "person"),
        "identifier": [{"system": NHS_NUMBER, "value": person.nhs_number}],
        "name": [{"family": person.family, "given": person.given.split()}],
        "birthDate": person.birth_date,
    }


def whose(person: Person) -> Resource:
    return {"reference": f"Patient/{own_id(person, 'person')}"}


def by_number(person: Person) -> Resource:
    return {"identifier": {"system": NHS_NUMBER, "value": person.nhs_number}}


def own_id(person: Person, name: str) -> str:
    """An id that says nothing of the person."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"westmere/{person.id}/{name}"))


def written(day: date) -> str:
    return datetime.combine(day, time(10, 20), UTC).isoformat()


def filed(
    person: Person, subject: Resource, day: date, title: str, by: str, words: str
) -> list[Resource]:
    """A document of plain words, and what points at it. Both have one id."""
    own = own_id(person, title)
    attachment = {"contentType": "text/plain", "url": f"Binary/{own}", "title": title}
    pointer: Resource = {
        "resourceType": "DocumentReference",
        "id": own,
        "status": "current",
        "type": {"text": "Letter"},
        "subject": subject,
        "date": written(day),
        "author": [{"display": by}],
        "description": title,
        "content": [{"attachment": attachment}],
    }
    data = base64.b64encode(words.encode()).decode()
    return [
        pointer,
        {"resourceType": "Binary", "id": own, "contentType": "text/plain", "data": data},
    ]


def snomed(code: str, words: str) -> Resource:
    coding = {"system": "http://snomed.info/sct", "code": code, "display": words}
    return {"coding": [coding], "text": words}
