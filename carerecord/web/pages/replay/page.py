"""One line for each entry of a view, to the second, with what it says was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carerecord.sections import BY_NAME
from carerecord.viewing.contract import Entry, Trail, words_of
from carerecord.web import formats
from carerecord.web.messages import say

TO_THE_SECOND = "%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Line:
    when: str
    what: str  # completes “Dr A Okafor …”
    sections: tuple[str, ...]
    missing: tuple[str, ...]  # sources that did not answer
    digest: str
    number: int
    log: str
    entry: str  # by which what was sent is shown again; "" for what showed nothing


@dataclass(frozen=True, slots=True)
class About:
    who: str
    role: str
    whose: str
    number: str


def about(trail: Trail) -> About:
    viewer = next(entry.viewer for entry in trail.entries if entry.viewer)
    person = trail.person
    return About(
        who=viewer.name,
        role=f"{viewer.role_name}, {viewer.organisation_name}",
        whose=formats.name(person) if person else say("review.nobody"),
        number=formats.number_mark(person.nhs_number) if person else "",
    )


def lines(trail: Trail) -> list[Line]:
    return [_line(one) for one in trail.entries]


def _line(entry: Entry) -> Line:
    body = entry.body
    return Line(
        when=f"{formats.local_day(entry.at)} {formats.time_of(entry.at, TO_THE_SECOND)}",
        what=words_of(entry),
        sections=tuple(_section(name, items) for name, items in body.get("sections", {}).items()),
        missing=tuple(sorted(_missing(body.get("sources", {})))),
        digest=str(body.get("sha256", "")),
        number=entry.seq,
        log=entry.log,
        entry=entry.entry_id if entry.kind == "shown" else "",
    )


def _section(name: str, items: Sequence[str]) -> str:
    title = BY_NAME[name].title if name in BY_NAME else name
    return f"{title} ({len(items)})"


def _missing(sources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [name for name, said in sources.items() if said.get("state") in ("failed", "partial")]
