"""PDS, for tests and the demo: holds people as FHIR Patients, answers retrieve and search, and refuses what the real one refuses."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from urllib.parse import parse_qsl

import msgspec

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Request, response
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.pds.person import RESTRICTED
from carerecord.contract import Person, Resource
from carerecord.fhir import NHS_NUMBER, as_dict, as_list

BASE = "/personal-demographics/FHIR/R4"
CODES = "https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode"
PLACES = frozenset({"address", "telecom", "contact", "generalPractitioner"})
WRONG = "wrong_person"
_DEATHS = {"informal": "1", "formal": "2", "removed": "U"}


class FakePds(FakePort):
    """`superseded` leads from an old number to the one that replaced it; `busy` answers 429 to so many requests."""

    def __init__(
        self,
        patients: Iterable[Resource] = (),
        *,
        superseded: dict[str, str] | None = None,
        withdrawn: Iterable[str] = (),
        tokens: FakeTokens | None = None,
    ) -> None:
        super().__init__(BASE)
        self.patients = {str(one["id"]): one for one in patients}
        self.superseded = dict(superseded or {})
        self.withdrawn = set(withdrawn)
        self.busy, self.retry_after = 0, "1"
        self.asked: list[Request] = []
        self._tokens = tokens

    def answer(self, request: Request, fault: Fault | None) -> bytes:
        self.asked.append(request)
        if self.busy:
            self.busy -= 1
            wait = f"Retry-After: {self.retry_after}\r\n".encode()
            return response(429, outcome("TOO_MANY_REQUESTS"), headers=wait)
        return response(*self._answered(request, fault.kind if fault else ""))

    def asked_at(self, request: Request) -> str:
        """Without the number."""
        return f"{BASE}/Patient" if request.path.startswith(f"{BASE}/Patient") else BASE

    def one(self, number: str) -> Resource | None:
        return self.patients.get(number)

    def everyone(self, born: str) -> Iterable[Resource]:
        """All whom a trace of somebody with this birth date may mean."""
        return self.patients.values()

    def _answered(self, request: Request, fault: str) -> tuple[int, bytes]:
        try:
            uuid.UUID(request.header("X-Request-ID"))
        except ValueError:
            return 400, outcome("INVALID_VALUE")
        if not request.header("NHSD-End-User-Organisation-ODS"):
            return 400, outcome("MISSING_VALUE")
        if self._tokens and not self._tokens.takes(request.header("Authorization")):
            return 401, outcome("ACCESS_DENIED")
        path = request.path.removeprefix(f"{BASE}/Patient")
        if request.method != "GET" or path == request.path:
            return 404, outcome("UNSUPPORTED_SERVICE")
        return self._retrieved(path[1:], fault) if path else self._searched(request, fault)

    def _retrieved(self, number: str, fault: str) -> tuple[int, bytes]:
        current = self.superseded.get(number, number)
        if current in self.withdrawn:
            return 404, outcome("INVALIDATED_RESOURCE")
        patient = self.one(current)
        if patient is None:
            return 404, outcome("RESOURCE_NOT_FOUND")
        return 200, msgspec.json.encode(_shown(_another(patient) if fault == WRONG else patient))

    def _searched(self, request: Request, fault: str) -> tuple[int, bytes]:
        """As an application is answered: a unique match alone."""
        asked = dict(parse_qsl(request.query))
        if "family" not in asked or not asked.get("birthdate", "").startswith("eq"):
            return 400, outcome("INVALID_SEARCH_DATA")
        born = asked["birthdate"].removeprefix("eq")
        found = [one for one in self.everyone(born) if self._fits(one, asked)]
        found = [_another(one) for one in found] if fault == WRONG else found
        found = found * 2 if fault == "duplicate" else found
        if len(found) > 1:
            return 200, outcome("TOO_MANY_MATCHES")
        entries = [{"resource": _shown(one), "search": {"score": 1.0}} for one in found]
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
        return 200, msgspec.json.encode({**bundle, "entry": entries} if entries else bundle)

    def _fits(self, patient: Resource, asked: dict[str, str]) -> bool:
        name = as_dict(as_list(patient.get("name"))[0]) if patient.get("name") else {}
        postcodes = {as_dict(one).get("postalCode") for one in as_list(patient.get("address"))}
        wanted = asked.get("address-postalcode")
        return (
            patient["id"] not in self.withdrawn
            and str(name.get("family")).lower() == asked["family"].lower()
            and f"eq{patient.get('birthDate')}" == asked["birthdate"]
            and asked.get("given", "").lower()
            in ("", *(str(g).lower() for g in as_list(name.get("given"))))
            and asked.get("gender") in (None, patient.get("gender"))
            and (wanted is None or (not _is_restricted(patient) and wanted in postcodes))
        )


def patient_of(person: Person) -> Resource:
    """Somebody of the region's, as PDS has them."""
    status = "R" if person.protected else "U"
    whole: Resource = {
        "resourceType": "Patient",
        "id": person.nhs_number,
        "identifier": [{"system": NHS_NUMBER, "value": person.nhs_number}],
        "meta": {"security": [{"code": status}]},
        "name": [
            {
                "use": "usual",
                "family": person.family,
                "given": person.given.split(),
                "prefix": [person.title],
            }
        ],
        "gender": person.gender,
        "birthDate": person.birth_date,
        "address": [{"use": "home", "line": [person.address], "postalCode": person.postcode}],
        "telecom": [{"system": "phone", "value": person.phone}],
        "generalPractitioner": [{"identifier": {"value": person.gp_code}}],
    }
    if person.died:
        whole["deceasedDateTime"] = person.died
    if person.death_status:
        coding = {"code": _DEATHS[person.death_status]}
        part = {"url": "deathNotificationStatus", "valueCodeableConcept": {"coding": [coding]}}
        url = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus"
        whole["extension"] = [{"url": url, "extension": [part]}]
    return whole


def _is_restricted(patient: Resource) -> bool:
    security = as_list(as_dict(patient.get("meta")).get("security"))
    return any(as_dict(one).get("code") in RESTRICTED for one in security)


def _another(patient: Resource) -> Resource:
    """Somebody quite unlike, under the same number."""
    names = {"use": "usual", "family": "Elsewhere", "given": ["Somebody"]}
    return {**patient, "name": [names], "birthDate": "1902-02-20"}


def _shown(patient: Resource) -> Resource:
    """Of somebody restricted, no place leaves."""
    hidden = PLACES if _is_restricted(patient) else frozenset()
    return {name: value for name, value in patient.items() if name not in hidden}


def outcome(code: str) -> bytes:
    details = {"coding": [{"system": CODES, "code": code}]}
    issue = {"severity": "error", "code": "processing", "details": details}
    return msgspec.json.encode({"resourceType": "OperationOutcome", "issue": [issue]})
