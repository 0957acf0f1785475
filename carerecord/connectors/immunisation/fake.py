"""The national immunisation record, for tests: strict about the search, and its Patient named by `urn:uuid:` alone."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.http import FORM
from carerecord.fhir import NHS_NUMBER, as_dict, as_list, codings, decode_resource

BASE = "/immunisation-fhir-api/FHIR/R4"
TARGETS = (
    "3IN1", "4IN1", "6IN1", "BCG", "COVID", "FLU", "HEPB", "HPV", "MENACWY", "MENB", "MMR", "MMRV",
    "PERTUSSIS", "PNEUMOCOCCAL", "ROTAVIRUS", "RSV", "SHINGLES",
)  # fmt: skip
"""What can be asked about; the README says which of them the API has announced and not yet named."""
_DISEASES = {
    "3IN1": "397430003 76902006 398102009",
    "4IN1": "397430003 76902006 27836007 398102009",
    "6IN1": "397430003 76902006 27836007 398102009 709410003 66071002",
    "COVID": "840539006",
    "FLU": "6142004",
    "HPV": "240532009",
    "MENACWY": "23511006",
    "MENB": "1354584007",
    "MMR": "14189004 36989005 36653000",
    "MMRV": "14189004 36989005 36653000 38907003",
    "PERTUSSIS": "27836007",
    "PNEUMOCOCCAL": "16814004",
    "ROTAVIRUS": "18624000",
    "RSV": "55735004",
    "SHINGLES": "4740000",
}
_TARGET_OF = {frozenset(codes.split()): target for target, codes in _DISEASES.items()}
"""A vaccination is against all the diseases of one target (SNOMED CT); one that names no disease comes with any."""
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
        return bundle_of(
            (_address(one), one.raw) for one in find(number) if target_of(one) in {"", *targets}
        )


def target_of(one: Held) -> str | None:
    """By which its search has it; "" for what comes with any, None for what no search has."""
    protocols = map(as_dict, as_list(decode_resource(one.raw).get("protocolApplied")))
    diseases = [each for protocol in protocols for each in as_list(protocol.get("targetDisease"))]
    codes = frozenset(coding.code for each in diseases for coding in codings(each))
    return _TARGET_OF.get(codes) if codes else ""


def patient_name(own: str) -> str:
    """By which its vaccinations name the Patient of this id."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, own)}"


def _address(one: Held) -> str:
    if one.kind == "Patient":
        return patient_name(one.id)
    return f"https://api.service.nhs.uk{BASE}/{one.kind}/{one.id}"
