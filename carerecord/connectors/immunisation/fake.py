"""The national immunisation record, for tests: strict about the search, and its Patient named by `urn:uuid:` alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.http import FORM
from carerecord.fhir import NHS_NUMBER

BASE = "/immunisation-fhir-api/FHIR/R4"
TARGETS = ("COVID", "FLU", "HPV", "MMR")
ASKED = {"patient.identifier", "-immunization.target"}


class FakeImmunisation(FakeNational):
    def __init__(
        self, records: Records, *, tokens: FakeTokens | None = None, page_size: int = 0
    ) -> None:
        super().__init__(BASE, records, tokens=tokens, page_size=page_size)

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        if (request.method, request.path, request.query) != (
            "POST",
            f"{BASE}/Immunization/_search",
            "",
        ):
            raise Refusal(404, "not-found")
        if request.header("Content-Type") != FORM["Content-Type"]:
            raise Refusal(415, "invalid")
        asked = dict(request.parameters())
        system, _, number = asked.get("patient.identifier", "").partition("|")
        targets = set(asked.get("-immunization.target", "").split(","))
        if set(asked) != ASKED or system != NHS_NUMBER or not targets <= set(TARGETS):
            raise Refusal(400, "invalid")
        return bundle_of((_address(one), one.raw) for one in find(number))


def patient_name(own: str) -> str:
    """By which its vaccinations name the Patient of this id."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, own)}"


def _address(one: Held) -> str:
    if one.kind == "Patient":
        return patient_name(one.id)
    return f"https://api.service.nhs.uk{BASE}/{one.kind}/{one.id}"
