"""A source that speaks FHIR R4 search over HTTP, for tests and the demo. It can be told to fail (`fake_faults`)."""

from __future__ import annotations

import asyncio
import gzip
import random
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.fake_http import Connection, Request, body_of, response
from carerecord.connectors.fake_people import Held, another_person, held
from carerecord.connectors.fake_port import FakePort
from carerecord.contract import Resource

Records = Callable[[str], Sequence[bytes | Resource] | None]
"""NHS number to everything held of that person, the Patient included; None when unknown."""


class Unwell(Exception):
    """Raised by `records`: the source cannot answer about this person now (HTTP 503)."""


BASE = "/fhir"
SEARCHES = {"patient", "subject", "identifier", "beneficiary", "actor"}
MOST_PEOPLE = 512  # kept encoded
WORTH_ZIPPING = 2_000  # bytes


@dataclass(frozen=True, slots=True)
class _Search:
    """What one search asks for; its pages are made once."""

    number: str
    types: frozenset[str]
    count: int
    twice: bool = False
    other: bool = False


@dataclass(slots=True)
class _Kept:
    """One person's pages and the tokens that name them."""

    held: list[Held]
    pages: dict[_Search, list[bytes]] = field(default_factory=dict)


class FakeSource(FakePort):
    def __init__(
        self,
        records: Records,
        *,
        page_size: int = 100,
        delay: float | tuple[float, float] = 0.0,
        seed: int = 1,
        zipped: bool = False,
    ) -> None:
        super().__init__(BASE)
        self._records = records
        self._page_size = page_size
        self._delay = delay
        self._random = random.Random(seed)
        self._zipped = zipped
        self._people: OrderedDict[str, _Kept] = OrderedDict()
        self._tokens: dict[str, tuple[_Search, int]] = {}

    def answer(self, request: Request, fault: Fault | None) -> bytes:
        try:
            return response(*self._respond(request, fault))
        except Unwell:
            return response(503, _outcome("transient"))

    def sent(self, request: Request, whole: bytes, connection: Connection) -> None:
        if self._zipped and "gzip" in request.header("Accept-Encoding"):
            whole = _packed(whole)
        if self._delay:
            asyncio.get_running_loop().call_later(self._seconds(), connection.send, whole)
        else:
            connection.send(whole)

    def _seconds(self) -> float:
        if isinstance(self._delay, tuple):
            return self._random.uniform(*self._delay)
        return self._delay

    def _respond(self, request: Request, fault: Fault | None) -> tuple[int, bytes]:
        kind, _, rest = request.path.removeprefix(BASE).strip("/").partition("/")
        parameters = dict(request.parameters())
        if kind == "metadata":
            return 200, _CAPABILITIES
        if request.method == "GET" and "_page" in parameters:
            return self._page(parameters["_page"])
        if request.method == "POST" and "_search" in (kind, rest):
            return self._search("" if kind == "_search" else kind, parameters, fault)
        if request.method == "GET" and rest:
            return self._read(kind, rest)
        if request.method == "GET":
            return self._search(kind, parameters, fault)
        return 404, _outcome("not-found")

    def _search(
        self, kind: str, parameters: dict[str, str], fault: Fault | None
    ) -> tuple[int, bytes]:
        number = _number(parameters)
        if number is None:
            return 400, _outcome("required")
        asked = kind or parameters.get("_type", "")
        count = parameters.get("_count", "")
        search = _Search(
            number,
            frozenset(asked.split(",")) if asked else frozenset(),
            min(int(count), self._page_size)
            if count.isdecimal() and int(count)
            else self._page_size,
            twice=fault is not None and fault.kind == "duplicate",
            other=fault is not None and fault.kind == "wrong_person",
        )
        return 200, self._pages(search)[0]

    def _page(self, token: str) -> tuple[int, bytes]:
        if token not in self._tokens:
            return 410, _outcome("expired")
        search, number = self._tokens[token]
        return 200, self._pages(search)[number]

    def _read(self, kind: str, own: str) -> tuple[int, bytes]:
        """One resource of a person already asked about."""
        for kept in self._people.values():
            for one in kept.held:
                if (one.kind, one.id) == (kind, own):
                    return 200, one.raw
        return 404, _outcome("not-found")

    def _pages(self, search: _Search) -> list[bytes]:
        kept = self._person(search.number)
        if kept is None:
            return [_bundle([], 0, "")]
        if search not in kept.pages:
            kept.pages[search] = self._make(search, kept.held)
        return kept.pages[search]

    def _make(self, search: _Search, everything: list[Held]) -> list[bytes]:
        source = another_person(everything) if search.other else everything
        entries = [
            b'{"fullUrl":"%b/%b/%b","resource":%b,"search":{"mode":"match"}}'
            % (self.url.encode(), one.kind.encode(), one.id.encode(), one.raw)
            for one in source
            if not search.types or one.kind in search.types
        ]
        if search.twice:
            entries = [entry for entry in entries for _ in range(2)]
        parts = [
            entries[at : at + search.count] for at in range(0, len(entries), search.count)
        ] or [[]]
        links = [self._link(search, number) for number in range(1, len(parts))]
        return [
            _bundle(part, len(entries), link)
            for part, link in zip(parts, [*links, ""], strict=True)
        ]

    def _link(self, search: _Search, number: int) -> str:
        token = secrets.token_urlsafe(12)
        self._tokens[token] = (search, number)
        return f"{self.url}?_page={token}"

    def _person(self, number: str) -> _Kept | None:
        if number in self._people:
            self._people.move_to_end(number)
            return self._people[number]
        found = self._records(number)
        if found is None:
            return None
        self._people[number] = _Kept([held(one) for one in found])
        if len(self._people) > MOST_PEOPLE:
            gone, _ = self._people.popitem(last=False)
            self._tokens = {t: s for t, s in self._tokens.items() if s[0].number != gone}
        return self._people[number]


def _packed(whole: bytes) -> bytes:
    """An answer that is large is a good one."""
    body = body_of(whole)
    if len(body) <= WORTH_ZIPPING:
        return whole
    return response(200, gzip.compress(body, 1), headers=b"Content-Encoding: gzip\r\n")


def _number(parameters: dict[str, str]) -> str | None:
    """The NHS number a search names, with or without its system."""
    for name, value in parameters.items():
        if name.replace(".", ":").split(":")[0] in SEARCHES:
            return value.rpartition("|")[2].rpartition("/")[2].replace(" ", "")
    return None


def _bundle(entries: list[bytes], total: int, link: str) -> bytes:
    links = b'[{"relation":"next","url":"%b"}]' % link.encode() if link else b"[]"
    return b'{"resourceType":"Bundle","type":"searchset","total":%d,"link":%b,"entry":[%b]}' % (
        total,
        links,
        b",".join(entries),
    )


def _outcome(code: str) -> bytes:
    return (
        b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%b"}]}'
        % code.encode()
    )


_CAPABILITIES = (
    b'{"resourceType":"CapabilityStatement","status":"active","kind":"instance",'
    b'"fhirVersion":"4.0.1","format":["application/fhir+json"],'
    b'"rest":[{"mode":"server","interaction":[{"code":"search-system"}]}]}'
)
