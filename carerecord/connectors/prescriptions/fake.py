"""The prescription tracker, for tests: strict about its headers; resources named by `urn:uuid:` alone, as it sends them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, decode_resource

BASE = "/clinical-prescription-tracker"
ASKER = {"organisation": "RNG99", "role_profile": "555086415105", "job_role": "S0030:G0100:R0570"}
"""The options of a source that asks it, but for the address."""
_HEADERS = ("nhsd-session-urid", "nhsd-session-jobrole", "nhsd-organization-uuid")
_OF_DETAILS = ("MedicationRequest", "MedicationDispense", "PractitionerRole")


class FakePrescriptions(FakeNational):
    """A prescription is told to whoever asked for the list with its person's NHS number before."""

    def __init__(
        self, records: Records, *, tokens: FakeTokens | None = None, page_size: int = 0
    ) -> None:
        super().__init__(BASE, records, tokens=tokens, page_size=page_size)
        self._listed: dict[str, list[Held]] = {}  # by the number of the prescription

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        if not all(map(request.header, _HEADERS)):
            raise Refusal(400, "required")
        path, asked = (
            request.path.removeprefix(f"{BASE}/RequestGroup"),
            dict(parse_qsl(request.query)),
        )
        if request.method != "GET" or path == request.path:
            raise Refusal(404, "not-found")
        if not path and set(asked) == {"nhsNumber"}:
            return self._list(find(asked["nhsNumber"]))
        if path[1:] in self._listed and set(asked) <= {"issueNumber"}:
            return _bundle(self._listed[path[1:]])
        raise Refusal(404, "not-found")

    def _list(self, everything: list[Held]) -> bytes:
        numbers = _numbers(everything)
        people = [one for one in everything if one.kind == "Patient"]
        of_each: dict[str, list[Held]] = {}
        for one, own in zip(everything, numbers, strict=True):
            for number in own:
                of_each.setdefault(number, [*people]).append(one)
        self._listed |= of_each
        return _bundle([one for one in everything if one.kind not in _OF_DETAILS])


def _bundle(everything: list[Held]) -> bytes:
    return bundle_of((f"urn:uuid:{one.id}", one.raw) for one in everything)


def _numbers(everything: list[Held]) -> list[set[str]]:
    """The prescriptions each belongs to; what was dispensed names the medicine that was prescribed."""
    own = [_named(one.kind, decode_resource(one.raw)) for one in everything]
    by_id = {
        one.id: numbers
        for one, numbers in zip(everything, own, strict=True)
        if one.kind == "MedicationRequest"
    }
    return [
        {number for name in named for number in by_id.get(name, ())}
        if one.kind == "MedicationDispense"
        else named
        for one, named in zip(everything, own, strict=True)
    ]


def _named(kind: str, resource: Resource) -> set[str]:
    """Numbers of prescriptions; of a dispensing, ids of what was prescribed."""
    if kind == "MedicationDispense":
        links = map(as_dict, as_list(resource.get("authorizingPrescription")))
        return {re.split("[/:]", str(one.get("reference")))[-1] for one in links}
    held = resource.get("identifier" if kind == "RequestGroup" else "groupIdentifier")
    return {str(as_dict(each).get("value")) for each in as_list(held)}
