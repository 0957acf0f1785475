"""What every source keeps about who somebody is, in its own spelling and state of repair."""

from __future__ import annotations

from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, back
from carerecord.demo.histories.record import Record
from carerecord.demo.people.households import ethnicity
from carerecord.demo.people.names import BY_KEY
from carerecord.demo.people.places import ORGANISATIONS, PRACTICES

_UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"


def who(record: Record, source: str) -> Resource:
    """This source's own Patient. A few hold an old address or no phone; none another number or birth date."""
    person = record.person.person
    rng = Random(f"{record.person.index}/{source}")
    address, postcode = record.person.home
    day = max(record.born, back(record.today, rng.randint(3, 900)))
    body: Resource = {
        "identifier": [_nhs_number(person.nhs_number), _local(record, source)],
        "active": True,
        "name": [_name(record)],
        "gender": person.gender,
        "birthDate": person.birth_date,
        "managingOrganization": _organisation(source),
    }
    if extensions := _extensions(record, source):
        body["extension"] = extensions
    if address:
        body["address"] = [_address(rng, address, postcode)]
    if person.phone and rng.random() < 0.85:
        use = "mobile" if person.phone.startswith("07") else "home"
        body["telecom"] = [{"system": "phone", "use": use, "value": person.phone}]
    if practice := PRACTICES.get(record.person.practice):
        body["generalPractitioner"] = [
            {"identifier": {"system": _ODS, "value": practice.code}, "display": practice.name}
        ]
    language = BY_KEY[record.person.origin].language
    if source == record.gp:
        system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-HumanLanguage"
        tongue = {"coding": [{"system": system, "code": language[0], "display": language[1]}]}
        body["communication"] = [{"language": tongue, "preferred": True}]
    if person.died and source in (record.gp, record.acute, "urgent-care-plans"):
        body["deceasedDateTime"] = person.died
    if person.protected:
        system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
        body["meta"] = {
            "lastUpdated": at(day),
            "versionId": "1",
            "security": [{"system": system, "code": "R", "display": "restricted"}],
        }
    local = record.patient(source)["reference"].partition("/")[2]
    body["id"] = local
    return record.put(source, "Patient", body, day=day)


def of_the_practice(record: Record) -> None:
    """The practice itself and the usual GP, with a phone to call."""
    code, name, phone = ORGANISATIONS[record.gp]
    record.put(
        record.gp, "Organization",
        {"identifier": [{"system": _ODS, "value": code}], "active": True, "name": name,
         "telecom": [{"system": "phone", "value": phone}]},
        day=max(record.born, back(record.today, 500)),
    )  # fmt: skip
    record.put(
        record.gp, "PractitionerRole",
        {"active": True, "practitioner": {"display": record.doctor},
         "organization": {"display": name}, "code": [{"text": "Usual GP"}],
         "telecom": [{"system": "phone", "value": phone}]},
        day=max(record.born, back(record.today, 500)),
    )  # fmt: skip


def _nhs_number(number: str) -> dict[str, Any]:
    verified = {
        "system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland",
        "code": "number-present-and-verified",
        "display": "Number present and verified",
    }
    return {
        "extension": [
            {
                "url": f"{_UK}NHSNumberVerificationStatus",
                "valueCodeableConcept": {"coding": [verified]},
            }
        ],
        "use": "official",
        "system": "https://fhir.nhs.uk/Id/nhs-number",
        "value": number,
    }


def _local(record: Record, source: str) -> dict[str, Any]:
    number = record.patient(source)["reference"].rpartition("/")[2].partition("-")[0]
    return {
        "system": f"https://{source}.example/Id/local-patient",
        "value": f"{int(number, 16) % 10**7:07d}",
    }


def _organisation(source: str) -> dict[str, Any]:
    code, name, _ = ORGANISATIONS[source]
    return {"identifier": {"system": _ODS, "value": code}, "display": name}


def _name(record: Record) -> dict[str, Any]:
    person = record.person.person
    name: dict[str, Any] = {"use": "official", "family": person.family, "given": [person.given]}
    if person.title:
        name["prefix"] = [person.title]
    return name


def _address(rng: Random, address: str, postcode: str) -> dict[str, Any]:
    lines = [part.strip() for part in address.split(",")]
    use = "home" if rng.random() < 0.94 else "old"
    return {"use": use, "line": lines[:-1], "city": lines[-1], "postalCode": postcode}


def _extensions(record: Record, source: str) -> list[dict[str, Any]]:
    if not source.endswith(("-gp", "-acute")):
        return []
    code, words = ethnicity(record.person.origin)
    system = "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland"
    concept = {"coding": [{"system": system, "code": code, "display": words}]}
    return [{"url": f"{_UK}EthnicCategory", "valueCodeableConcept": concept}]
