"""The National Record Locator, for tests: strict about the search and who asks. Beside it stands one holder of documents."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_national import FakeNational, Records, Refusal, bundle_of
from carerecord.connectors.fake_people import Held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.fhir import NHS_NUMBER, as_dict, as_list, decode_resource

BASE = "/record-locator/consumer/FHIR/R4"
HOLDER = f"{BASE}/held/"
ORGANISATION = "RNG99"
ASKED = {"subject:identifier", "custodian:identifier", "type"}


class FakeNrl(FakeNational):
    def __init__(
        self, records: Records, *, tokens: FakeTokens | None = None, page_size: int = 0
    ) -> None:
        super().__init__(BASE, records, tokens=tokens, page_size=page_size)

    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        if request.method == "GET" and request.path.startswith(HOLDER):
            return self.document(request.path.removeprefix(HOLDER))
        if (request.method, request.path) != ("POST", f"{BASE}/DocumentReference/_search"):
            raise Refusal(404, "not-found")
        number, kind = _asked(request)
        pointers = [one for one in find(number) if one.kind == "DocumentReference"]
        return bundle_of(
            (f"https://api.service.nhs.uk{BASE}/DocumentReference/{one.id}", one.raw)
            for one in pointers
            if not kind or kind in _codes(one)
        )


def _asked(request: Request) -> tuple[str, str]:
    if request.query or request.header("Content-Type") != "application/json":
        raise Refusal(400, "invalid")
    if not request.header("NHSD-End-User-Organisation-ODS"):
        raise Refusal(403, "forbidden")
    try:
        asked = msgspec.json.decode(request.body, type=dict[str, str])
    except ValueError:
        raise Refusal(400, "invalid") from None
    system, _, number = asked.get("subject:identifier", "").partition("|")
    if not set(asked) <= ASKED or system != NHS_NUMBER or len(number) != 10:
        raise Refusal(400, "invalid")
    return number, asked.get("type", "").rpartition("|")[2]


def _codes(pointer: Held) -> set[str]:
    codings = as_dict(decode_resource(pointer.raw).get("type")).get("coding")
    return {str(as_dict(one).get("code")) for one in as_list(codings)}
