"""Every state of the gallery: the eleven of a section, and what else a page of a record can be (ux 2 to 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from carerecord.access.contract import Decision, Obligation, Reason
from carerecord.contract import Answer, Level, Person, Resource, SourceSettings
from carerecord.viewing.contract import View
from carerecord.viewing.invented import invented
from carerecord.web.listing import PAGE
from carerecord.web.messages import say
from carerecord.web.pages.design import region as r
from carerecord.web.states import Notice

ALL: Mapping[str, Level] = dict.fromkeys(r.EVERY, "full")
REASON = "invented: this page shows no record"


@dataclass(frozen=True, slots=True)
class Made:
    """How one state comes about: what the sources answer, of whom, to whom."""

    words: str
    answers: Callable[[], Sequence[Answer]]
    sources: Sequence[SourceSettings] = (r.GP, r.HOSPITAL)
    person: Person = r.NOBODY
    decision: Mapping[str, Any] = field(default_factory=dict)
    said: Callable[[], Notice] | None = None  # a state that comes only while a page is being drawn


def _whole() -> list[Answer]:
    return [r.answered("gp", r.held("gp")), r.answered("hospital", r.held("hospital"))]


def _from(gp: Sequence[str], hospital: Sequence[str] | None = ()) -> Callable[[], list[Answer]]:
    """Of each source the named entries; None: it does not answer."""

    def answers() -> list[Answer]:
        first = [one for name in gp for one in r.held(name)]
        second = None if hospital is None else [o for name in hospital for o in r.held(name)]
        other = r.silent("hospital") if second is None else r.answered("hospital", second)
        return [r.answered("gp", first), other]

    return answers


def _many() -> list[Answer]:
    (one,) = r.held("many")
    rows: list[Resource] = [
        {**one, "id": f"z{n}", "note": [{"text": f"Sample {n}"}]} for n in range(PAGE + 30)
    ]
    return [r.answered("gp", rows), r.answered("hospital", r.held("hospital"))]


_STRIP = (
    r.GP,
    r.HOSPITAL,
    *(
        r.source(id, name, name, kind, ("problems", "allergies", "letters"))
        for id, name, kind in (
            ("copy", "Moorland Community", "community"),
            ("old", "Coastal Ambulance", "ambulance"),
            ("part", "Valley Laboratory", "laboratory"),
            ("unlisted", "Forest Practice", "gp"),
            ("unknown", "Lakeside Trust", "acute"),
            ("restricted", "Meadow Clinic", "community"),
            ("nothing", "Harbour Hospital", "acute"),
        )
    ),
    r.source("beside", "Northern region", "Northern", "neighbour", ("problems",)),
)


def _every_row() -> list[Answer]:
    return [
        r.answered("gp", r.held("gp")),
        r.silent("hospital"),
        r.answered("copy", (), as_at=r.AT - timedelta(hours=2)),
        r.old("old", r.held("long")[:1]),
        r.in_part("part", ()),
        r.not_asked("unlisted"),
        r.not_asked("unknown", "not shared for your role"),
        r.withheld("restricted"),
        replace(r.answered("nothing"), state="not-found"),
        r.answered("beside", (), warnings=("Items excluded at the person’s request.",)),
    ]


def _about_somebody() -> list[Answer]:
    """One source with other words for who the person is, name and gender both; one whose answer is held for it."""
    sent: Resource = {
        "resourceType": "Patient",
        "id": "p1",
        "name": [{"family": "Example", "given": ["Robin"]}],
        "gender": "female",
        "birthDate": r.NOBODY.birth_date,
        "address": [{"line": ["2 Sample Road"], "city": "Sampleton", "postalCode": "ZZ99 4VZ"}],
        "telecom": [{"system": "phone", "value": "01632960105"}],
    }
    return [r.answered("gp", r.held("gp"), of=sent), r.another("hospital")]


STATES: dict[str, Made] = {
    "1": Made("Entries, and every source answered", _whole),
    "2": Made("Entries, and a source is missing", _from(["gp"], None)),
    "3": Made("Recorded as none", _from(["none"])),
    "3b": Made("Recorded as none, and a source is missing", _from(["none"], None)),
    "4": Made("No entry anywhere", _from([])),
    "4b": Made("No entry, and a source is missing", _from([], None)),
    "5": Made("Records disagree", _from(["gp"], ["hospital", "none"])),
    "6": Made("No source answered", lambda: [r.silent("gp"), r.silent("hospital")]),
    "7": Made(
        "Still waiting",
        _from(["gp"], None),
        said=lambda: Notice(
            say("waiting", n="2 sources"),
            say("waiting.words", sources=f"{r.HOSPITAL.name} and Harbour Hospital"),
            "load",
            live=True,
        ),
    ),
    "8": Made(
        "Answered after the page was drawn",
        _from(["gp"], None),
        said=lambda: Notice(
            say("late.answered", source=r.HOSPITAL.name, n="12 more entries"),
            "",
            "load",
            live=True,
        ),
    ),
    "9": Made(
        "An old copy",
        lambda: [r.answered("gp", r.held("gp")), r.old("hospital", r.held("hospital"))],
    ),
    "10": Made(
        "Shared by no source",
        _from([]),
        tuple(replace(one, sections=("demographics",)) for one in (r.GP, r.HOSPITAL)),
    ),
    "11": Made("Not for this role", _whole, decision={"levels": {"demographics": "full"}}),
}
"""The eleven of ux 4, by their row there."""

OTHERS: dict[str, Made] = {
    "sources": Made("Every row of the table of sources", _every_row, _STRIP),
    "died": Made("Somebody who has died", _whole, person=replace(r.NOBODY, died="2026-11-19")),
    "protected": Made(
        "An address that is protected", _whole, person=replace(r.NOBODY, protected=True)
    ),
    "differs": Made("Sources differ about who this is", _about_somebody),
    "emergency": Made(
        "During an emergency",
        _whole,
        decision={
            "emergency_until": r.AT + timedelta(hours=4),
            "obligations": (Obligation("OWN-3", "banner", "This may be a colleague’s record."),),
        },
    ),
    "broken": Made("Entries that cannot be shown", _from(["gp", "broken"])),
    "long": Made("Very long words", _from(["gp", "long"], ["long"])),
    "many": Made("A list of more than one page", _many),
}


def view_of(key: str) -> View:
    made = STATES.get(key) or OTHERS[key]
    decided = {"levels": ALL, **made.decision}
    return invented(
        made.sources,
        made.answers(),
        person=made.person,
        viewer=r.STAFF,
        decision=Decision("permit", (Reason("LR-3", REASON),), **decided),
        at=r.AT,
    )
