"""A service that speaks BaRS, for tests: strict about the headers in which it is told who asks."""

from __future__ import annotations

import base64
from collections.abc import Callable
from urllib.parse import parse_qsl

import msgspec

from carerecord.connectors.bars.source import KINDS
from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.contract import Resource
from carerecord.fhir import NHS_NUMBER

BASE = "/booking-and-referral/FHIR/R4"
ASKER = {
    "target": "2000099999",
    "organisation": "RNG99",
    "organisation_name": "Thamesbridge",
    "issuer": "https://record.example",
}
"""The options of a source that asks it, but for the address."""


class FakeBars(FakeNational):
    def __init__(
        self, records: Records, *, tokens: FakeTokens | None = None, page_size: int = 0
    ) -> None:
        super().__init__(BASE, records, tokens=tokens, page_size=page_size)

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        kind = request.path.removeprefix(f"{BASE}/")
        if request.method != "GET" or kind not in KINDS:
            raise Refusal(404, "not-found")
        _check_asker(request)
        asked = dict(parse_qsl(request.query))
        system, _, number = asked.get("patient:identifier", "").partition("|")
        if set(asked) != {"patient:identifier"} or system != NHS_NUMBER:
            raise Refusal(400, "invalid")
        found = (one for one in find(number) if one.kind in (kind, "Patient"))
        return bundle_of(
            (f"https://api.example{BASE}/{one.kind}/{one.id}", one.raw) for one in found
        )


def _check_asker(request: Request) -> None:
    target = _said(request, "NHSD-Target-Identifier")
    organisation = _said(request, "NHSD-End-User-Organisation")
    software = _said(request, "NHSD-Requesting-Software")
    if target.get("value") != ASKER["target"] or not target.get("system"):
        raise Refusal(404, "not-found")
    if organisation.get("resourceType") != "Organization" or not organisation.get("name"):
        raise Refusal(400, "required")
    if software.get("resourceType") != "Device" or not software.get("version"):
        raise Refusal(400, "required")


def _said(request: Request, name: str) -> Resource:
    try:
        packed = base64.b64decode(request.header(name), validate=True)
        said: Resource = msgspec.json.decode(packed, type=dict)
    except ValueError:
        raise Refusal(400, "required") from None
    return said
