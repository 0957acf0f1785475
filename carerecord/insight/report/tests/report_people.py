"""Staff and entries for the tests of the report: made by hand, or drawn by a seed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from carerecord.audit import Entry, Key, Log
from carerecord.contract import Person, Viewer
from carerecord.sections import SECTIONS
from carerecord.store import Database

AT = datetime(2026, 11, 21, 22, 14, tzinfo=UTC)
MARGERY = Person(
    id="p-margery", nhs_number="9994173626", family="Gibson", given="Margery", title="Mrs"
)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate University Hospital",
    session="s1",
)  # fmt: skip
CLERK = Viewer(
    "k.brandt", "K Brandt", "receptionist", "Ward clerk", "RNG01", "Northgate University Hospital",
    session="s2",
)  # fmt: skip
GP = Viewer(
    "h.rowe", "Dr H Rowe", "doctor", "GP", "RNG11", "Riverside Medical Practice", session="s3"
)
STAFF = (DOCTOR, CLERK, GP)
SECTION_NAMES = [section.name for section in SECTIONS]


class Clock:
    """Moves only when it is told to."""

    def __init__(self, at: datetime = AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


def log_of(db: Database, now: Clock) -> Log:
    return Log(db, Key("test/audit", bytes(32)), now=now)


async def view(
    log: Log,
    viewer: Viewer,
    person_id: str,
    view_id: str,
    sections: list[str],
    *,
    rules: tuple[str, ...] = ("LR-3",),
    evidence: tuple[str, ...] = ("e1",),
    content_type: str = "text/html",
) -> str:
    """What the door writes down of one page; the id of its first entry."""
    body = {"reasons": list(rules), "evidence": list(evidence), "purpose": "TREAT", "face": "web"}
    opened = await log.append("open", viewer, person_id=person_id, view_id=view_id, body=body)
    shown: Mapping[str, object] = {
        "sections": {name: [] for name in sections}, "content_type": content_type,
    }  # fmt: skip
    await log.append("shown", viewer, person_id=person_id, view_id=view_id, body=shown)
    return opened.entry_id


def entry(kind: str, viewer: Viewer | None, place: int, at: datetime = AT, **body: object) -> Entry:
    return Entry(
        "m", place, place, f"{place:032x}", at, kind, viewer, MARGERY.id, f"v{place}", body
    )


Truth = dict[tuple[str, str, str], tuple[datetime, set[str]]]
"""By member of staff, session and role: when the record was first opened, and every section shown."""


async def drawn(log: Log, now: Clock, seed: int, looks: int, about: str) -> Truth:
    """A log of looks at several people, and of all else that is written down; the truth about one of them."""
    chance, truth = random.Random(seed), Truth()
    people = [about, "p-dale", "p-tunde"]
    for number in range(looks):
        now.move(minutes=chance.choice((1, 7, 600, 20_000)))
        staff, person = chance.choice(STAFF), chance.choice(people)
        viewer = Viewer(
            staff.id, staff.name, staff.role, staff.role_name, staff.organisation,
            staff.organisation_name, session=f"s{chance.randrange(looks)}",
        )  # fmt: skip
        await _beside(log, chance, viewer, person)
        sections = chance.sample(SECTION_NAMES, chance.randrange(1, 6))
        await view(log, viewer, person, f"v{number}", sections)
        if person == about:
            first, seen = truth.setdefault(
                (viewer.id, viewer.session, viewer.role), (now.at, set())
            )
            truth[viewer.id, viewer.session, viewer.role] = first, seen | set(sections)
    return truth


async def _beside(log: Log, chance: random.Random, viewer: Viewer, person: str) -> None:
    """Entries that are no look."""
    for kind in chance.sample(("matched", "refused", "audit-read", "decided", "notification"), 2):
        await log.append(kind, viewer, person_id=person, body={})
    await log.append("sign-in", viewer, body={})
