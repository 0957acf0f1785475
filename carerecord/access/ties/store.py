"""The ties of staff as keyed digests. The only code that names their tables.

Two indexed reads answer for one viewer and one person. Nothing here says why somebody is related, and no
answer can be turned back into a number, a name or an address (OWN-6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from carerecord.access.contract import Ties
from carerecord.access.ties.contract import Imported, StaffTies
from carerecord.access.ties.keys import Digests, Key
from carerecord.access.ties.names import names_of, organisation_code, staff_name
from carerecord.access.times import micros
from carerecord.contract import Person, Viewer
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")

MANY_STAFF = 6
"""So many members of staff at one address or phone are a residence or a switchboard, not a household."""

MANY_PEOPLE = 12
"""So many living people of the index at one address or phone are an institution: a care home, a hostel."""


def _now() -> datetime:
    return datetime.now(UTC)


class TiesStore:
    """Who a viewer may know. `key` is the region's own secret, 32 bytes; ValueError for another length."""

    def __init__(self, db: Database, key: bytes, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._digests = Digests(key)
        self._now = now

    async def between(
        self,
        viewer: Viewer,
        person: Person,
        at: datetime | None = None,
        *,
        formerly: Sequence[str] = (),
        numbers: Sequence[str] = (),
    ) -> Ties:
        """How this viewer may know this person, who is passed as the index has them.

        `at` decides only whether an agreement is still in force; without it, now. `formerly` and `numbers`: ids
        and NHS numbers they had before, which an employer or a list may still know them by.
        """
        name, registration = names_of(viewer)
        rows = await self._db.all(
            SQL.keys_of_staff, name=name, registration=registration, many_staff=MANY_STAFF
        )
        known_as = [
            person,
            *(replace(person, id=one) for one in formerly),
            *(replace(person, nhs_number=one) for one in numbers),
        ]
        told = [await self._told(viewer, one) for one in known_as]
        held = {(row["kind"], bytes(row["digest"])) for row in rows}
        theirs = frozenset[Key]().union(*map(self._digests.of_person, known_as))
        tied = {kind for kind, _ in held & theirs}
        until = told[0].get("agreed_until") or 0  # what was agreed is agreed of who they are now
        return Ties(
            own_record="own" in tied,
            related=bool(tied - {"own"}),
            related_agreed=until > micros(at or self._now()),
            colleague=any(one.get("colleagues") for one in told),
            watched=any(one.get("watched") for one in told),
        )

    async def _told(self, viewer: Viewer, person: Person) -> Row:
        return await self._db.one(SQL.told_about, **self._asked(viewer, person)) or {}

    def _asked(self, viewer: Viewer, person: Person) -> Row:
        name, registration = names_of(viewer)
        return {
            "own": self._digests.own(person.nhs_number),
            "agreed": self._digests.of("agreed", person.id),
            "watched": self._digests.of("watched", person.id),
            "name": name,
            "registration": registration,
            "organisation": organisation_code(viewer.organisation),
        }

    async def set_staff(self, organisation: str, staff: Iterable[StaffTies]) -> Imported:
        """What an employer says of its staff now, all of it or none.

        Each member named is replaced by what is said here; who is not named stays as they were, so that a
        file cut short opens nobody's own record. Who left is removed.
        """
        recorded = micros(self._now())
        members = list(staff)
        employer = organisation_code(organisation)
        rows = [
            {"staff_id": staff_name(one.staff_id), "organisation": employer, "recorded": recorded}
            | {"kind": kind, "digest": digest}
            for one in members
            if not one.left
            for kind, digest in sorted(self._digests.of_staff(one))
        ]

        def put(tx: Transaction) -> None:
            names = [
                {"staff_id": staff_name(m.staff_id), "organisation": employer} for m in members
            ]
            tx.many(SQL.forget_staff, names)
            tx.many(SQL.add_key, rows)

        await self._db.write(put, within=60)
        left = sum(one.left for one in members)
        return Imported(held=len(members) - left, left=left)

    async def count_homes(self, people: AsyncIterable[Person]) -> int:
        """Find, among everybody in the index, the addresses and phones that are no household.

        Run after an import of staff or of people. How many there are; each stops counting as a tie.
        """
        rows = await self._db.all(SQL.shared_kinds)
        wanted = {(row["kind"], bytes(row["digest"])) for row in rows}
        found: Counter[tuple[str, bytes]] = Counter()
        async for person in people:
            if not person.died:
                found.update(wanted & self._digests.of_person(person))
        counted = micros(self._now())
        many = [
            {"kind": kind, "digest": digest, "people": number, "counted": counted}
            for (kind, digest), number in sorted(found.items())
            if number >= MANY_PEOPLE
        ]

        def put(tx: Transaction) -> None:
            tx.run(SQL.forget_institutions)
            tx.many(SQL.add_institution, many)

        await self._db.write(put, within=60)
        return len(many)

    async def agree(
        self, viewer_id: str, person_id: str, until: datetime, *, by: str, why: str
    ) -> None:
        """A named clinical lead agrees that this viewer may treat this relative, until then (OWN-3).

        An `until` gone by takes it back. ValueError when nobody is named, or no reason.
        """
        _require(by, why)
        row = {
            "person": self._digests.of("agreed", person_id),
            "viewer_id": staff_name(viewer_id),
        }
        said = {
            "until": micros(until),
            "agreed_by": by,
            "why": why,
            "recorded": micros(self._now()),
        }
        await self._db.write(lambda tx: tx.run(SQL.agree, **row, **said))

    async def watch(
        self, organisation: str, person_id: str, *, by: str, why: str, watched: bool = True
    ) -> None:
        """Put a person on an organisation's list of people in the public eye, or take them off (OWN-5)."""
        _require(by, why)
        row = {
            "person": self._digests.of("watched", person_id),
            "organisation": organisation_code(organisation),
        }
        said = {"watched": int(watched), "recorded_by": by, "why": why}
        recorded = micros(self._now())
        await self._db.write(lambda tx: tx.run(SQL.watch, **row, **said, recorded=recorded))


def _require(by: str, why: str) -> None:
    if not by.strip() or not why.strip():
        raise ValueError("say who decides this, and why")
