"""What every fake national API is, for tests and the demo: strict about headers, and about the token where it was given a server of them."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence

import msgspec

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Request, response
from carerecord.connectors.fake_people import Held, another_person, held
from carerecord.connectors.fake_port import FakePort
from carerecord.connectors.fake_token import FakeTokens
from carerecord.contract import Resource

Records = Callable[[str], Sequence[bytes | Resource] | None]
"""NHS number to everything held of that person, the Patient included; None when unknown."""


class Refusal(Exception):
    """An HTTP status, and why in a word."""

    def __init__(self, status: int, code: str) -> None:
        self.status = status
        self.code = code


class FakeNational(FakePort):
    """`page_size` is none of theirs: an answer comes whole. `answered` is what tells one from another."""

    def __init__(
        self, base: str, records: Records, *, tokens: FakeTokens | None = None, page_size: int = 0
    ) -> None:
        super().__init__(base)
        self._records = records
        self._tokens = tokens
        self._documents: dict[str, bytes] = {}  # by id: each Binary of whoever was asked about

    @abstractmethod
    def answered(self, request: Request, find: Callable[[str], list[Held]]) -> bytes:
        """The body of one answer; `find` gives what is held. Raises `Refusal`."""

    def answer(self, request: Request, fault: Fault | None) -> bytes:
        try:
            self._check(request)
            body = self.answered(request, lambda number: self._held(number, fault))
        except Refusal as refusal:
            return response(refusal.status, outcome(refusal.code))
        return response(200, body)

    def document(self, own: str) -> bytes:
        """A Binary of somebody who was asked about. Raises `Refusal`."""
        if own not in self._documents:
            raise Refusal(404, "not-found")
        return self._documents[own]

    def _check(self, request: Request) -> None:
        try:
            uuid.UUID(request.header("X-Request-ID"))
        except ValueError:
            raise Refusal(400, "required") from None
        if self._tokens and not self._tokens.takes(request.header("Authorization")):
            raise Refusal(401, "login")

    def _held(self, number: str, fault: Fault | None) -> list[Held]:
        everything = [held(one) for one in self._records(number) or ()]
        self._documents |= {one.id: one.raw for one in everything if one.kind == "Binary"}
        if fault is not None and fault.kind == "wrong_person":
            return another_person(everything)
        return everything * 2 if fault is not None and fault.kind == "duplicate" else everything


def bundle_of(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A searchset of resources, each with its full address."""
    made = [b'{"fullUrl":"%b","resource":%b}' % (url.encode(), raw) for url, raw in entries]
    return b'{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%b]}' % (
        len(made),
        b",".join(made),
    )


def outcome(code: str) -> bytes:
    issue = {"severity": "error", "code": code}
    return msgspec.json.encode({"resourceType": "OperationOutcome", "issue": [issue]})
