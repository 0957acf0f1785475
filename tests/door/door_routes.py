"""Every address of the server, as the router itself lists them; and what a test sends to each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from starlette.routing import BaseRoute, Mount, Route

from carerecord.app import build
from carerecord.config import Settings

_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True, order=True)
class Address:
    """One method and one path of the router, its parameters in braces."""

    path: str
    method: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(_PARAMETER.findall(self.path))

    @property
    def of_a_record(self) -> bool:
        return self.path.startswith("/p/{v}")

    def filled(self, ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """The path with each combination of these ids. A parameter nobody knows ids for fails the test."""
        names = self.parameters
        assert set(names) <= ids.keys(), f"no ids are listed for {self}: add them to door_routes"
        for values in product(*(ids[name] for name in names)):
            given = dict(zip(names, values, strict=True))
            yield _PARAMETER.sub(lambda found, given=given: given[found.group(1)], self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


_KNOWN: dict[str, list[Address]] = {}


def addresses(settings: Settings) -> list[Address]:
    """Nothing is left out but HEAD, which answers as GET does without a body."""
    if settings.url not in _KNOWN:  # it compiles every template
        _KNOWN[settings.url] = sorted(_of(build(settings).routes, ""))
    return _KNOWN[settings.url]


def _of(routes: Sequence[BaseRoute], before: str) -> Iterator[Address]:
    for one in routes:
        if isinstance(one, Mount):
            yield from _of(one.routes, before + one.path)
            continue
        assert isinstance(one, Route), f"a kind of route nobody tests: {one}"
        for method in sorted((one.methods or {"GET"}) - {"HEAD"}):
            yield Address(before + one.path, method)


RECORD_PAGES = (
    "/p/{v}", "/p/{v}/changes", "/p/{v}/timeline", "/p/{v}/medicines", "/p/{v}/allergies", "/p/{v}/results", "/p/{v}/results/{test}",
    "/p/{v}/documents", "/p/{v}/documents/{entry_id}", "/p/{v}/item/{entry_id}", "/p/{v}/problems",
    "/p/{v}/immunisations", "/p/{v}/contacts", "/p/{v}/care-plans", "/p/{v}/care-plans/{entry_id}", "/p/{v}/social", "/p/{v}/people", "/p/{v}/other",
)  # fmt: skip
"""Posted, they ask a source as well that tells somebody when it is asked (SEN-12)."""

NOT_A_FORM = frozenset({"POST /fhir/R4/Patient/_search", "POST /fhir/R4/Patient/{id}/$document"})
FORMS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "POST /sign-in": ({"username": "doctor"}, {"username": "nobody"}),
    "POST /sign-out": ({},),
    "POST /role": ({"role": "doctor-1"}, {"role": "privacy-officer-1"}),
    "POST /locked": ({},),
    "POST /launch": ({"token": "not.a.token"}, {}),
    "POST /launch/window": ({"window": "not-a-secret"}, {}),
    "POST /sign-in/{provider}/logout": ({"logout_token": "not.a.token"},),
    "POST /sign-in/passkey": ({"answer": "{}"},),
    "POST /account/passkey": ({"answer": "{}", "name": "Mine"},),
    "POST /find": ({"nhs_number": "{number}"}, {"family": "Gibson", "given": "Margery", "postcode": "LS1 4AB"}),
    "POST /p/{v}/why": (
        {"kind": "LR-14", "reason": "caring-now"}, {"kind": "OWN-3", "reason": "not-related"},
        {"kind": "DEC-1", "reason": "none"}, {"kind": "LR-16", "reason": "life-at-risk"}, {},
    ),
    "POST /p/{v}/emergency": ({"reason": "none"}, {}),
    # Words that stand in what is withheld and in what is not; a code that is only in what is withheld.
    "POST /p/{v}/find": ({"words": "document"}, {"words": "52637005"}, {"words": "2026 active"}, {"words": "x"}, {"ask": "northgate-acute", "words": "letter"}),
    "POST /emergencies": ({"declared": "none", "do": "stop"}, {"declared": "none", "words": "Why it was"}, {}),
    "POST /asked": ({"case": "RNG01/999999", "words": "On the ward."}, {}),
    "POST /review/found": ({"nhs_number": "{number}"}, {"level": "alert"}, {"since": "x"}),
    "POST /review/{case:int}": ({"step": "closed", "words": "Care was recorded."}, {}),
    "POST /review/{case:int}/breach": ({"step": "contained", "words": "Stopped."}, {"since": "x"}, {}),
    "POST /review/doubts": ({"doubt": "0", "step": "stands", "words": "x"}, {}),
    "POST /p/{v}/item/{entry_id}/code": ({},),
    "POST /p/{v}/item/{entry_id}/wrong": ({"what": "x"}, {}),
    "POST /review/log": ({"nhs_number": "{number}"}, {"staff": "doctor"}, {}),
    "POST /my-access": (
        {"nhs_number": "{number}", "received": "2026-11-20", "requester": "x"},
        {"do": "asked", "matter": "0", "step": "given", "words": "x"}, {},
    ),
    "POST /my-access/{request}": (
        {"do": "answered"}, {"do": "question"}, {"do": "copy"}, {"do": "correction"}, {"do": "note"}, {},
    ),
    "POST /explain": ({"staff": "doctor", "nhs_number": "{number}"},),
    "POST /sources/{source}": ({"nhs_number": "{number}"}, {}),
    "POST /fhir/R4/Patient/_search": ({"identifier": "{number}"},),
    "POST /fhir/R4/Patient/{id}/$document": ({"item": "northgate-acute/DocumentReference/1"}, {}),
    **{f"POST {page}": ({"ask": "northgate-acute"},) for page in RECORD_PAGES},
}  # fmt: skip
"""What is sent to each address that takes a form. One that is not here fails every test that walks them."""


def forms(address: Address, number: str) -> list[dict[str, str]]:
    assert str(address) in FORMS, f"no form is listed for {address}: add one to door_routes"
    return [
        {name: value.replace("{number}", number) for name, value in form.items()}
        for form in FORMS[str(address)]
    ]


Reach = Literal[
    "anybody",
    "signed-in",
    "record",
    "officer",
    "engineer",
    "token",
    "token-record",
    "token-officer",
]
RULES: Mapping[Reach, frozenset[str]] = {
    # Nothing about a person is here: signing in, launching, style, health, the log's hashes and checkpoints.
    "anybody": frozenset({
        "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /sign-in/{provider}", "GET /sign-in/{provider}/back",
        "POST /sign-in/{provider}/logout", "GET /sign-in/passkey", "POST /sign-in/passkey", "GET /account/passkey",
        "POST /account/passkey", "GET /account/passkey/{invitation}", "GET /launch", "POST /launch",
        "GET /launch/back", "GET /launch/open", "POST /launch/window", "GET /static/{name}", "GET /locked/{name}",
        "GET /health/live", "GET /health/ready", "GET /metrics", "GET /fhir/R4/metadata", "GET /register",
        # The gallery, of nobody: invented data, in a training copy alone.
        "GET /design", "GET /design/parts", "GET /design/{state}", "GET /design/{state}/{page}",
        # For whoever checks the audit log: hashes, sizes and signatures.
        "GET /audit/log", "GET /audit/log/{log}/checkpoint", "GET /audit/log/{log}/cosigned",
        "GET /audit/log/{log}/tile/{level:int}/{path:path}",
    }),
    # Every member of staff, in any role: their own session, and finding out whom they mean (LR-25).
    "signed-in": frozenset({
        "GET /", "GET /find", "POST /find", "GET /role", "POST /role", "GET /locked", "POST /locked",
        "GET /emergencies", "POST /emergencies", "GET /asked", "POST /asked",
    }),
    # Every role that opens records; a privacy officer is refused (ROL-2).
    "record": frozenset({
        *(f"{method} {page}" for method in ("GET", "POST") for page in RECORD_PAGES), "GET /p/{v}/hidden", "GET /p/{v}/ambulance",
        "GET /p/{v}/why", "POST /p/{v}/why", "GET /p/{v}/emergency", "POST /p/{v}/emergency", "GET /p/{v}/refused",
        "GET /p/{v}/find", "POST /p/{v}/find", "POST /p/{v}/item/{entry_id}/code", "GET /p/{v}/item/{entry_id}/wrong", "POST /p/{v}/item/{entry_id}/wrong",
    }),
    # Privacy officers alone (ROL-2-review).
    "officer": frozenset({
        "GET /review", "GET /review/questions", "GET /review/waiting", "GET /review/completed",
        "GET /review/times", "GET /review/times.csv", "POST /review/found", "GET /review/told",
        "GET /review/{case:int}", "POST /review/{case:int}", "GET /review/{case:int}/breach",
        "POST /review/{case:int}/breach", "GET /review/{case:int}/breach/{key}/{letter}",
        "GET /review/log", "POST /review/log", "GET /review/doubts", "POST /review/doubts", "GET /review/views/{view}", "GET /review/shown/{entry}", "GET /explain", "POST /explain",
        "GET /use", "GET /use/{table}",
        "GET /my-access", "POST /my-access", "GET /my-access/{request}", "POST /my-access/{request}",
        "GET /my-access/{request}/{letter}",
    }),
    # The staff whom the configuration names for it: nobody here.
    "engineer": frozenset({"GET /sources", "GET /sources/{source}", "POST /sources/{source}"}),
    # Programs with a token of a member of staff: in any role, of one that opens records, of a privacy officer.
    "token": frozenset({"GET /fhir/R4/Patient", "POST /fhir/R4/Patient/_search"}),
    "token-record": frozenset({"GET /fhir/R4/Patient/{id}/$everything", "POST /fhir/R4/Patient/{id}/$document"}),
    "token-officer": frozenset({"GET /fhir/R4/AuditEvent"}),
}  # fmt: skip
"""Who may reach each address. A new one that stands nowhere here, or here twice, fails the tests."""


def rule_of(address: Address) -> Reach:
    found = [reach for reach, listed in RULES.items() if str(address) in listed]
    assert len(found) == 1, f"{address}: say in door_routes.RULES who may reach it"
    return found[0]
