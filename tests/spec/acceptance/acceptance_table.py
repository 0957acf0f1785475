"""All acceptance cases in order, and the reference page that is written from them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby

from acceptance_borders import BORDERS
from acceptance_contract import Case, Try
from acceptance_homes import HOMES
from acceptance_hospital import HOSPITAL
from acceptance_identity import IDENTITY
from acceptance_objections import OBJECTIONS
from acceptance_region import ORGANISATIONS, STAFF
from acceptance_sources_asked import ASKED
from acceptance_standing import STANDING
from acceptance_ties import TIES
from acceptance_withheld import WITHHELD
from acceptance_written import WRITTEN

_PARTS = (
    HOSPITAL, HOMES, TIES, IDENTITY, BORDERS, WITHHELD, OBJECTIONS, ASKED, STANDING, WRITTEN
)  # fmt: skip
CASES = tuple(sorted(chain(*_PARTS), key=lambda case: int(case.number[1:])))

_HEAD = """# The acceptance cases

The thirty cases of governance 3.15, each tried several times: what must happen, and beside it what must not. Every try
runs on SQLite and on PostgreSQL, through the pages and the API, over the real stores, with a clock that the test turns.
Of each try everything that comes of it is compared: the decision and the rules it names, what could be declared to open
the record, who is told what, every entry of the audit log, and where it says “nowhere”, every byte of every page of the
record and of the API’s answer.

This page is written by `tests/spec/acceptance/acceptance_table.py` and a test compares it: change the case, not the page.

| case | what happens | expected | tests | state |
| --- | --- | --- | --- | --- |
"""
_NEXT = """
“In part” means: it holds as far as the product goes now. What is left, and why, stands with the case below.

## Who is in it

| signs in as | role | where |
| --- | --- | --- |
"""
_OUTCOMES = {
    "permit": "permit",
    "challenge": "challenge",
    "deny": "deny",
    "unavailable": "nothing can be shown",
}


def acceptance_page() -> str:
    """The page, as it stands in `docs/reference/acceptance-cases.md`."""
    parts = [_HEAD, *map(_row, CASES), _NEXT, *_staff(), "\n## Case by case\n"]
    return "".join(parts) + "".join(map(_section, CASES))


def _row(case: Case) -> str:
    state = "in part" if case.left else "holds"
    link = f"[{case.number}](#{case.number.lower()})"
    return (
        f"| {link} | {case.words} | {case.expect} | {len(case.tries)} on each store | {state} |\n"
    )


def _staff() -> Iterator[str]:
    for member in STAFF:
        for role in member.roles:
            place = f"{ORGANISATIONS[role.organisation][0]} ({role.organisation})"
            yield f"| `{member.username}` | {role.role_name} | {place} |\n"


def _section(case: Case) -> str:
    lines = [
        f"\n### {case.number}\n",
        f"{case.words[0].upper()}{case.words[1:]}: **{case.expect}**.\n",
    ]
    lines += [f"{case.reading}\n"] if case.reading else []
    lines += ["\n".join(_line(one) for one in case.tries) + "\n"]
    lines += [f"Left: {case.left}\n"] if case.left else []
    return "\n".join(lines)


def _line(one: Try) -> str:
    steps = [*one.given, *one.done]
    story = ". ".join(step.words for step in steps)
    then = "".join(f". {step.words}" for step in one.then)
    return f"- **{one.words}**: {story} → {'; '.join(_outcome(one))}{then}."


def _outcome(one: Try) -> Iterator[str]:
    if one.outcome:
        rules = f" by {', '.join(one.rules.split())}" if one.rules else ""
        yield f"{_OUTCOMES[one.outcome]}{rules}"
    if one.offered:
        yield f"may declare {', '.join(one.offered.split())}"
    if one.found is not None:
        yield f"found: {one.found}"
    yield f"told: {_counted(one.told) or 'nobody'}"
    if one.written is not None:
        yield f"written down: {_counted(one.written.split()) or 'nothing'}"
    if one.asked is not None:
        yield f"asked: {', '.join(one.asked.split()) or 'no source'}"
    for words, where in (
        (one.shown, "on a page"),
        (one.sent, "in the API"),
        (one.says, "answered"),
    ):
        if words:
            yield f"{where}: {_quoted(words)}"
    if one.hidden:
        yield f"nowhere: {_quoted(one.hidden)}"


def _counted(names: tuple[str, ...] | list[str]) -> str:
    runs = ((name, len(list(run))) for name, run in groupby(names))
    return ", ".join(name if number == 1 else f"{name} × {number}" for name, number in runs)


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"“{one}”" for one in words)
