"""Invented records that are large: so many entries of every class that has a screen, and one of 10,000 over a life."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from carerecord.contract import Resource
from carerecord.web.tests import gibson

MONTHS = 120


def _day(n: int) -> str:
    """Over ten years; no two of one kind alike."""
    return f"{2016 + n % MONTHS // 12}-{1 + n % 12:02}-{1 + n // MONTHS % 28:02}"


def _of_type(kind: str, n: int, **fields: object) -> Resource:
    return {"resourceType": kind, "id": f"{kind}-{n}", "status": "completed", **fields}


KINDS: dict[str, Callable[[int], Resource]] = {
    "allergy": lambda n: gibson.allergy(
        f"al{n}", f"Substance {n}", f"29{n:04}", "moderate", "Rash", _day(n)
    ),
    "medicine": lambda n: gibson.medicine(
        f"me{n}", f"Medicine {n} 5mg tablets", f"31{n:05}", 5, "mg", 1
    ),
    "past medicine": lambda n: gibson.medicine(
        f"mp{n}", f"Past {n} 5mg tablets", f"32{n:05}", 5, "mg", 1, status="stopped", when=_day(n)
    ),
    "problem": lambda n: gibson.problem(f"pr{n}", f"Condition {n}", f"38{n:05}", _day(n)),
    "past problem": lambda n: gibson.problem(
        f"pp{n}", f"Past {n}", f"39{n:05}", _day(n), "resolved"
    ),
    "result": lambda n: gibson.result(
        f"re{n}", f"Test {n % 40}", f"{n % 40}-1", 80 + n % 30, "mmol/L", _day(n), (45, 84), "H"
    ),
    "document": lambda n: gibson.document(f"do{n}", f"Clinic letter {n}", _day(n), f"Letter {n}."),
    "encounter": lambda n: gibson.stay(
        f"st{n}", _day(n), _day(n), f"Reason {n}", ("IMP", "EMER", "AMB")[n % 3]
    ),
    "immunisation": lambda n: _of_type(
        "Immunization", n, vaccineCode=gibson.concept(f"Vaccine {n}"), occurrenceDateTime=_day(n)
    ),
    "procedure": lambda n: _of_type(
        "Procedure", n, code=gibson.concept(f"Procedure {n}"), performedDateTime=_day(n)
    ),
    "report": lambda n: _of_type(
        "DiagnosticReport", n, code=gibson.concept(f"Report {n}"), effectiveDateTime=_day(n)
    ),
    "plan": lambda n: {
        **gibson.CARE_PLAN[0], "id": f"cp{n}", "title": f"Care plan {n}", "created": _day(n),
    },
}  # fmt: skip
LIFE = {
    "allergy": 12,
    "medicine": 28,
    "past medicine": 250,
    "problem": 30,
    "past problem": 120,
    "result": 7000,
    "document": 900,
    "encounter": 700,
    "immunisation": 60,
    "procedure": 200,
    "report": 690,
    "plan": 10,
}
"""10,000 resources of one person, most of them results, and 700 encounters (ux 12)."""


def large(each: int) -> list[Resource]:
    """`each` entries of every kind."""
    return made(dict.fromkeys(KINDS, each))


def made(numbers: Mapping[str, int]) -> list[Resource]:
    return [KINDS[kind](n) for kind, number in numbers.items() for n in range(number)]
