"""An MHD document responder, for tests and the demo: strict about what each search must ask by."""

from __future__ import annotations

from collections.abc import Callable

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.http import FORM
from carerecord.connectors.mhd.source import LIST_TYPES
from carerecord.fhir import NHS_NUMBER

BASE = "/mhd/R4"
_NEEDED = {
    "Patient": {"identifier"},
    "DocumentReference": {"patient.identifier", "status"},
    "List": {"patient.identifier", "status", "code"},
}


class FakeMhd(FakeNational):
    def __init__(self, records: Records, *, page_size: int = 0) -> None:
        super().__init__(BASE, records, page_size=page_size)

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        kind, _, rest = request.path.removeprefix(f"{BASE}/").partition("/")
        if request.method == "GET" and kind == "Binary":
            return self.document(rest)
        if (request.method, rest, request.query) != ("POST", "_search", "") or kind not in _NEEDED:
            raise Refusal(404, "not-found")
        found = find(_number(request, kind))
        return bundle_of(
            (f"{self.url}/{one.kind}/{one.id}", one.raw) for one in found if one.kind == kind
        )


def _number(request: Request, kind: str) -> str:
    if request.header("Content-Type") != FORM["Content-Type"]:
        raise Refusal(415, "invalid")
    asked = dict(request.parameters())
    person = asked.get("patient.identifier", asked.get("identifier", ""))
    system, _, number = person.partition("|")
    codes = asked.get("code", f"{LIST_TYPES}|folder").split(",")
    if set(asked) != _NEEDED[kind] or system != NHS_NUMBER:
        raise Refusal(400, "required")
    if not all(one.startswith(f"{LIST_TYPES}|") for one in codes):
        raise Refusal(400, "value")
    return number
