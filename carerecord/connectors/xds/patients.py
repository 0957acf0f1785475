"""Cross Gateway Patient Discovery (XCPD, ITI-55): the person by NHS number, as another community knows them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import quoteattr

from carerecord.connectors.contract import PersonNotFound, SourceFault, SourceUnreadable
from carerecord.connectors.xds.translate import patient_reference
from carerecord.connectors.xds.written import time_of
from carerecord.contract import Item, Query, Resource
from carerecord.fhir import NHS_NUMBER, encode_resource, nhs_numbers
from carerecord.fhir.cda.systems import NHS_NUMBER_ROOT, identifier_system
from carerecord.fhir.xml import Element

DISCOVER = "urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery"
HL7 = "urn:hl7-org:v3"
_INTERACTIONS = "2.16.840.1.113883.1.6"
_GENDERS = {"M": "male", "F": "female", "UN": "other"}
MORE = "knows more people by this number than one"


@dataclass(frozen=True, slots=True)
class Discovered:
    """The person as they say; `own` is their number of this person as CX, "" when it is not known to be this one."""

    item: Item
    own: str
    home: str


def question(query: Query, sender: str, receiver: str, request_id: str) -> str:
    """By number and date of birth: a name, misspelt there, would hide the person."""
    born = query.birth_date.replace("-", "")
    by_birth = (
        f"<livingSubjectBirthTime><value value={quoteattr(born)}/>"
        "<semanticsText>LivingSubject.birthTime</semanticsText></livingSubjectBirthTime>"
        if born
        else ""
    )
    return (
        f'<PRPA_IN201305UV02 xmlns="{HL7}" ITSVersion="XML_1.0">'
        f'<id root="{request_id}"/><creationTime value="{_stamp(query.at)}"/>'
        f'<interactionId root="{_INTERACTIONS}" extension="PRPA_IN201305UV02"/>'
        '<processingCode code="P"/><processingModeCode code="T"/><acceptAckCode code="AL"/>'
        f"{_device('receiver', 'RCV', receiver)}{_device('sender', 'SND', sender)}"
        '<controlActProcess classCode="CACT" moodCode="EVN">'
        f'<code code="PRPA_TE201305UV02" codeSystem="{_INTERACTIONS}"/>'
        f'<queryByParameter><queryId root="{sender}" extension="{request_id}"/>'
        '<statusCode code="new"/><responseModalityCode code="R"/><responsePriorityCode code="I"/>'
        f"<parameterList>{by_birth}<livingSubjectId>"
        f'<value root="{NHS_NUMBER_ROOT}" extension={quoteattr(query.nhs_number)}/>'
        "<semanticsText>LivingSubject.id</semanticsText></livingSubjectId></parameterList>"
        "</queryByParameter></controlActProcess></PRPA_IN201305UV02>"
    )


def discovered_in(body: Element, query: Query, source_id: str) -> Discovered:
    """Nobody: `PersonNotFound`. More than one: an error, for neither is known to be this person."""
    act = body.first("PRPA_IN201306UV02", "controlActProcess")
    if not act:
        raise SourceUnreadable
    events = act.all("subject", "registrationEvent")
    code = act.first("queryAck", "queryResponseCode").get("code")
    if not events:
        raise PersonNotFound if code in ("NF", "OK") else SourceFault
    if len(events) > 1:
        raise SourceFault(MORE)
    patient = events[0].first("subject1", "patient")
    ids = [(one.get("root"), one.get("extension")) for one in patient.all("id")]
    resource = _patient(patient, ids)
    same = nhs_numbers(resource) == (query.nhs_number,)
    root, number = next(((r, n) for r, n in ids if r != NHS_NUMBER_ROOT), (ids or [("", "")])[0])
    home = events[0].first("custodian", "assignedEntity", "id").get("root")
    resource["id"] = patient_reference(root, number).removeprefix("Patient/")
    own = f"{number}^^^&{root}&ISO" if same and number and root else ""
    return Discovered(Item(source_id, resource, encode_resource(resource)), own, home)


def _patient(patient: Element, ids: Iterable[tuple[str, str]]) -> Resource:
    person = patient.first("patientPerson")
    others = [(one.get("root"), one.get("extension")) for one in person.all("asOtherIDs", "id")]
    numbers = [(root, number) for root, number in (*ids, *others) if root and number]
    made: Resource = {
        "resourceType": "Patient",
        "identifier": [
            {
                "system": NHS_NUMBER if root == NHS_NUMBER_ROOT else identifier_system(root),
                "value": number,
            }
            for root, number in dict.fromkeys(numbers)
        ],
        "name": [one for one in map(_name, person.all("name")) if one],
        "gender": _GENDERS.get(person.first("administrativeGenderCode").get("code"), ""),
        "birthDate": time_of(person.first("birthTime").get("value")[:8]),
        "address": [one for one in map(_address, person.all("addr")) if one],
    }
    return {key: value for key, value in made.items() if value}


def _name(name: Element) -> Resource:
    made = {
        "family": " ".join(one.words for one in name.all("family")),
        "given": [one.words for one in name.all("given") if one.words],
        "prefix": [one.words for one in name.all("prefix") if one.words],
    }
    return {key: value for key, value in made.items() if value}


def _address(address: Element) -> Resource:
    made = {
        "line": [one.words for one in address.all("streetAddressLine") if one.words],
        "city": address.first("city").words,
        "postalCode": address.first("postalCode").words,
    }
    return {key: value for key, value in made.items() if value}


def _device(name: str, kind: str, oid: str) -> str:
    known = f'<id root="{oid}"/>' if oid else '<id nullFlavor="UNK"/>'
    return (
        f'<{name} typeCode="{kind}"><device classCode="DEV" determinerCode="INSTANCE">'
        f"{known}</device></{name}>"
    )


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%d%H%M%S")
