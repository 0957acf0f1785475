"""A GP practice that speaks GP Connect, for tests: strict about what it is asked. It can be told to fail (`fake_faults`)."""

from __future__ import annotations

import base64
from collections import OrderedDict
from collections.abc import Callable, Sequence

import msgspec

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Request, response
from carerecord.connectors.fake_people import Held, another_person, held
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.gp_connect.request import (
    FHIR_JSON,
    INTERACTION,
    LISTING,
    PARAMETERS,
    READING,
)
from carerecord.connectors.gp_connect.settings import ASKED, DOCUMENTS
from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER, as_dict, as_list

Records = Callable[[str], Sequence[bytes | Resource] | None]
"""NHS number to everything held of that person in STU3, the Patient included; None when unknown."""

MOST_PEOPLE = 512  # kept encoded
BASE = "/B82617/STU3/1/gpconnect/structured/fhir"
DOCUMENTS_BASE = "/B82617/STU3/1/gpconnect/documents/fhir"
ASKER = {
    "from_asid": "200000000115",
    "to_asid": "200000000116",
    "organisation": "RNG99",
    "organisation_name": "Thamesbridge",
    "issuer": "https://record.example",
}
"""The options of a source that asks it, but for the address."""

_HEADERS = ("Ssp-TraceID", "Ssp-From", "Ssp-To")
_CLAIMS = (
    "iss",
    "sub",
    "requesting_device",
    "requesting_organization",
    "requesting_practitioner",
)
_NEEDED = {"includeAllergies": "includeResolvedAllergies", "includeMedication": "includePrescriptionIssues"}  # fmt: skip
_OF_AREA = {
    "includeAllergies": ("AllergyIntolerance",),
    "includeMedication": ("MedicationStatement", "MedicationRequest", "Medication"),
    "includeImmunisations": ("Immunization",),
    "includeReferrals": ("ReferralRequest",),
}
"""Types that nothing but their own area brings."""
_OF_DOCUMENTS = ("Patient", "DocumentReference", "Organization", "Practitioner", "PractitionerRole")


class _Refusal(Exception):
    """Status and code of the Spine."""

    def __init__(self, status: int, code: str) -> None:
        self.status = status
        self.code = code


class FakeGpConnect(FakePort):
    """`page_size` is not GP Connect's: a record comes whole."""

    def __init__(self, records: Records, *, page_size: int = 0) -> None:
        super().__init__(BASE)
        self._records = records
        self._people: OrderedDict[str, list[Held]] = OrderedDict()  # by NHS number

    def answer(self, request: Request, fault: Fault | None) -> bytes:
        try:
            return response(200, self._record(request, fault), FHIR_JSON)
        except _Refusal as refusal:
            return response(refusal.status, _outcome(refusal.code), FHIR_JSON)

    @property
    def documents_url(self) -> str:
        return self._server.address + DOCUMENTS_BASE

    def _documents(self, request: Request) -> bytes:
        """Of a person whose record was asked for before; GP Connect finds people by another request."""
        one = request.path.removeprefix(f"{DOCUMENTS_BASE}/Binary/")
        _check_headers(request, LISTING if one == request.path else READING)
        _check_token(request.header("Authorization"), self.documents_url)
        if one != request.path:
            return self._binary(one)
        own = request.path.removeprefix(f"{DOCUMENTS_BASE}/Patient/").removesuffix(
            "/DocumentReference"
        )
        if request.query != DOCUMENTS:
            raise _Refusal(422, "INVALID_PARAMETER")
        for everything in self._people.values():
            if any((one.kind, one.id) == ("Patient", own) for one in everything):
                return _bundle([one for one in everything if one.kind in _OF_DOCUMENTS])
        raise _Refusal(404, "PATIENT_NOT_FOUND")

    def _binary(self, own: str) -> bytes:
        for everything in self._people.values():
            for one in everything:
                if (one.kind, one.id) == ("Binary", own):
                    return one.raw
        raise _Refusal(404, "NO_RECORD_FOUND")

    def _record(self, request: Request, fault: Fault | None) -> bytes:
        if request.method == "GET" and request.path.startswith(DOCUMENTS_BASE):
            return self._documents(request)
        if request.method != "POST" or not request.path.endswith(f"{BASE}/{ASKED}"):
            raise _Refusal(404, "REFERENCE_NOT_FOUND")
        _check_headers(request, INTERACTION)
        _check_token(request.header("Authorization"), self.url)
        number, areas = _asked(request.body)
        everything = self._person(number)
        if fault is not None and fault.kind == "wrong_person":
            everything = another_person(everything)
        times = 2 if fault is not None and fault.kind == "duplicate" else 1
        record = [one for one in everything if one.kind != "Binary" and _of(one, areas)]
        return _bundle([one for one in record for _ in range(times)])

    def _person(self, number: str) -> list[Held]:
        """Of the people asked about lately, as it was then."""
        if number not in self._people:
            found = self._records(number)
            if found is None:
                raise _Refusal(404, "PATIENT_NOT_FOUND")
            self._people[number] = [held(one) for one in found]
            if len(self._people) > MOST_PEOPLE:
                self._people.popitem(last=False)
        self._people.move_to_end(number)
        return self._people[number]


def _check_headers(request: Request, interaction: str) -> None:
    named = all(map(request.header, _HEADERS))
    if not named or request.header("Ssp-InteractionID") != interaction:
        raise _Refusal(400, "BAD_REQUEST")
    if not request.header("Content-Type").startswith("application/fhir+json"):
        raise _Refusal(415, "UNSUPPORTED_MEDIA_TYPE")


def _check_token(authorization: str, url: str) -> None:
    """RFC 7519 6: unsecured, three parts, the last empty; then the claims of GP Connect."""
    scheme, _, token = authorization.partition(" ")
    try:
        head, body, signature = token.split(".")
        claims = msgspec.json.decode(_unpacked(body), type=dict)
        good = msgspec.json.decode(_unpacked(head)) == {"alg": "none", "typ": "JWT"}
    except ValueError:
        raise _Refusal(400, "BAD_REQUEST") from None
    good = good and scheme == "Bearer" and not signature and all(map(claims.get, _CLAIMS))
    good = good and claims["exp"] - claims["iat"] == 300 and claims["aud"] == url
    good = good and claims["requested_scope"] == "patient/*.read"
    good = good and claims["reason_for_request"] == "directcare"
    if not good or claims["sub"] != claims["requesting_practitioner"]["id"]:
        raise _Refusal(400, "BAD_REQUEST")


def _unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _asked(body: bytes) -> tuple[str, set[str]]:
    """The NHS number and the areas; what is not in the operation's definition is refused."""
    try:
        given = as_list(msgspec.json.decode(body, type=dict).get("parameter"))
    except ValueError:
        raise _Refusal(422, "INVALID_RESOURCE") from None
    named = {str(as_dict(one).get("name")): as_dict(one) for one in given}
    person = as_dict(named.pop("patientNHSNumber", {}).get("valueIdentifier"))
    if person.get("system") != NHS_NUMBER or not all(map(_is_known, named.values())):
        raise _Refusal(422, "INVALID_PARAMETER")
    number = str(person.get("value"))
    if len(number) != 10 or not number.isdigit():
        raise _Refusal(400, "INVALID_NHS_NUMBER")
    return number, set(named)


def _is_known(parameter: Resource) -> bool:
    parts = [as_dict(part).get("name") for part in as_list(parameter.get("part"))]
    known = any(one["name"] == parameter["name"] for one in PARAMETERS.values())
    return known and _NEEDED.get(parameter["name"]) in (None, *parts)


def _of(one: Held, areas: set[str]) -> bool:
    return all(area in areas for area, kinds in _OF_AREA.items() if one.kind in kinds)


def _bundle(resources: Sequence[Held]) -> bytes:
    entries = b",".join(b'{"resource":%b}' % one.raw for one in resources)
    return b'{"resourceType":"Bundle","type":"collection","entry":[%b]}' % entries


def _outcome(code: str) -> bytes:
    system = "https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1"
    details = {"coding": [{"system": system, "code": code}]}
    issue = {"severity": "error", "code": "invalid", "details": details}
    return msgspec.json.encode({"resourceType": "OperationOutcome", "issue": [issue]})
