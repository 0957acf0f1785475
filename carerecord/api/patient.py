"""Find a Patient by NHS number. Searching is recorded; the least that identifies a person is answered."""

from __future__ import annotations

from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from carerecord.api.bearer import app_of, base_of, signed_in
from carerecord.api.formats import NOT_OFFERED, is_json
from carerecord.api.outcome import FHIR_JSON, HEADERS, error, issue, outcome
from carerecord.contract import Person, Resource
from carerecord.viewing import Criteria

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_ORGANISATION = "https://fhir.nhs.uk/Id/ods-organization-code"
VERIFICATION = (
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus"
)
VERIFICATION_CODES = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
REPLACED = "The number asked for was replaced; the Patient carries the number in use now."
KNOWN = ("identifier", "birthdate", "_format", "_count", "_pretty")


async def search(request: Request) -> Response:
    """`Patient?identifier=system|value`, or the same as a form to `Patient/_search`."""
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    asked = await _parameters(request)
    if isinstance(asked, Response):
        return asked
    matches = await app_of(request).records.find(viewer, asked)
    if matches.problem:
        return error(400, "invalid", matches.problem)
    base = base_of(request)
    entries: list[Resource] = [
        {
            "fullUrl": f"{base}/Patient/{person.id}",
            "resource": patient_resource(person),
            "search": {"mode": "match"},
        }
        for person in matches.people
    ]
    if matches.replaced:
        said = outcome(issue("information", "informational", REPLACED), id="replaced")
        entries.append({"resource": said, "search": {"mode": "outcome"}})
    found: Resource = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(matches.people),
        **({"entry": entries} if entries else {}),
    }
    return Response(msgspec.json.encode(found), 200, HEADERS, FHIR_JSON)


async def _parameters(request: Request) -> Criteria | Response:
    pairs = list(request.query_params.multi_items())
    if request.method == "POST":
        body = (await request.body()).decode("utf-8", "replace")
        pairs += parse_qsl(body, keep_blank_values=True)
    if any(name not in KNOWN for name, _ in pairs):  # never repeated: it may be personal (I7)
        return error(400, "not-supported", f"Search by: {', '.join(KNOWN)}.")
    if any(name == "_format" and not is_json(value) for name, value in pairs):
        return error(406, "not-supported", NOT_OFFERED)
    values = [value for name, value in pairs if name == "identifier"]
    if len(values) != 1 or not values[0]:
        return error(400, "required", f"Give one identifier, {NHS_NUMBER}|<NHS number>.")
    system, bar, value = values[0].rpartition("|")
    if bar and system != NHS_NUMBER:
        return error(400, "value", f"People are found by {NHS_NUMBER} only.")
    dates = [value for name, value in pairs if name == "birthdate"]
    return Criteria(nhs_number=value, birth_date=dates[0] if dates else "")


def patient_resource(person: Person) -> Resource:
    """The person as the region's index knows them; a protected person has no location (SFL-2)."""
    resource: Resource = {
        "resourceType": "Patient",
        "id": person.id,
        "meta": {"source": "urn:carerecord:index"},
        "identifier": [_nhs_number(person.nhs_number)],
        "name": [_name(person)],
    }
    if person.gender:
        resource["gender"] = person.gender
    if person.birth_date:
        resource["birthDate"] = person.birth_date
    if person.died:
        resource["deceasedDateTime"] = person.died
    if person.protected:
        system = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
        resource["meta"]["security"] = [{"system": system, "code": "R"}]
        return resource
    if person.address:
        resource["address"] = [{"text": person.address, "postalCode": person.postcode}]
    if person.gp_code:
        gp = {"identifier": {"system": ODS_ORGANISATION, "value": person.gp_code}}
        resource["generalPractitioner"] = [{**gp, "display": person.gp_name}]
    return resource


def _name(person: Person) -> Resource:
    name: Resource = {"use": "official", "family": person.family}
    if person.given:
        name["given"] = person.given.split()
    if person.title:
        name["prefix"] = [person.title]
    return name


def _nhs_number(value: str) -> Resource:
    code = {"system": VERIFICATION_CODES, "code": "number-present-and-verified"}
    return {
        "extension": [{"url": VERIFICATION, "valueCodeableConcept": {"coding": [code]}}],
        "system": NHS_NUMBER,
        "value": value,
    }
