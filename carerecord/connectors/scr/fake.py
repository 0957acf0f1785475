"""The Summary Care Record, for tests: strict about its header and its two questions."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held, held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.scr.source import SUMMARY
from carerecord.connectors.scr.translate import PERMISSIONS
from carerecord.fhir import NHS_NUMBER

BASE = "/summary-care-record/FHIR/R4"
ASKER = {"role_profile": "555086415105"}
"""The options of a source that asks it, but for the address."""
OWN_ID = "FA60BE64-1F34-11EB-A2A8-000C29A364EB"


class FakeScr(FakeNational):
    """`permission` is what everybody said: Yes, No or Ask."""

    def __init__(
        self,
        records: Records,
        *,
        tokens: FakeTokens | None = None,
        page_size: int = 0,
        permission: str = "Ask",
    ) -> None:
        super().__init__(BASE, records, tokens=tokens, page_size=page_size)
        self._permission = permission

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        if request.method != "GET" or not request.header("NHSD-Session-URID"):
            raise Refusal(400, "required")
        kind, asked = request.path.removeprefix(f"{BASE}/"), dict(parse_qsl(request.query))
        if kind == "DocumentReference" and asked.get("type") == SUMMARY:
            listed = self._listed(bool(find(_number(asked.get("patient", "")))))
            return bundle_of((_address(one), one.raw) for one in listed)
        if kind == "Bundle" and asked.get("composition.identifier") == OWN_ID:
            found = find(_number(asked.get("composition.subject:Patient.identifier", "")))
            return bundle_of((_address(one), one.raw) for one in found)
        raise Refusal(404, "not-found")

    def _listed(self, known: bool) -> list[Held]:
        label = {"coding": [{"system": PERMISSIONS, "code": self._permission}]}
        document = {
            "resourceType": "DocumentReference",
            "id": "d",
            "masterIdentifier": {"value": OWN_ID},
            "securityLabel": [label],
        }
        return [held(document)] if known else []


def _number(identifier: str) -> str:
    system, _, number = identifier.partition("|")
    if system != NHS_NUMBER:
        raise Refusal(400, "invalid")
    return number


def _address(one: Held) -> str:
    return f"https://api.service.nhs.uk{BASE}/{one.kind}/{one.id}"
