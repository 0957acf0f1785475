"""The reference page of the named cases, written from the cases themselves."""

from __future__ import annotations

from datetime import date

from carerecord.demo.people.named import CASES
from carerecord.demo.people.region import invent_region

DEFAULT_SEED, DEFAULT_PEOPLE = 1, 60

_HEAD = """# The named cases

People who are in every invented region, each to show one thing. The numbers are those of the default region
(`carerecord demo`, seed {seed}); another seed gives the same people other numbers. Nobody here is real: the
numbers are of the test range, and no such street, practice or telephone exists.

This page is written by `carerecord.demo.people.table` and a test compares it: change the case, not the page.

| NHS number | name | case | what it shows |
| --- | --- | --- | --- |
"""
_TAIL = """
## Who may open them

Sign in as `a.okafor`, emergency doctor at Northgate: most of the people above are in the emergency department
today, so that the record opens. `superseded`, `nothing-recorded` and `resident-in-hospital` are not: they show the
refusal and emergency access. The resident opens for `s.amin` on ward 4 and for the staff of Willow Court
(`n.castellano`, `v.trentham`). `opted-out` opens with emergency access only, `opted-out-blocked` for nobody. `died-long-ago` opens for nobody who does
not say why, `own-record` never for `a.okafor`, and `family` only after she has said how she is involved.

The replaced number of `superseded` is {former}.
"""


def named_cases(today: date) -> str:
    """The page, as it stands in `docs/reference/named-cases.md`; the day does not change it."""
    region = invent_region(DEFAULT_SEED, DEFAULT_PEOPLE, today)
    lines = [
        f"| {_spaced(one.person.nhs_number)} | {_name(one.person.family, one.person.given)} "
        f"| `{case.case}` | {case.shows} |"
        for one, case in zip(region.people, CASES, strict=False)
        if case.case
    ]
    former = next(iter(region.superseded))
    return (
        _HEAD.format(seed=DEFAULT_SEED)
        + "\n".join(lines)
        + "\n"
        + _TAIL.format(former=_spaced(former))
    )


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}"


def _name(family: str, given: str) -> str:
    return f"{family.upper()}, {given}"
