"""Everything a decision reads, gathered for one viewer and one person.

Nothing recorded means no: no evidence, an organisation that is not live, training that is not current.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from carerecord.access.contract import DeclarationKind, Evidence, Facts, HolderKind
from carerecord.access.declarations import declaration
from carerecord.access.doubts import Doubts
from carerecord.access.evidence.dying import after_death
from carerecord.access.evidence.emergencies import Emergencies
from carerecord.access.evidence.held import (
    DECLARED,
    NARROWED_TO_TEAMS,
    holders,
    in_force,
    strongest_first,
)
from carerecord.access.evidence.kinds import Kinds
from carerecord.access.evidence.reconciling import OpenItem, Reconciling
from carerecord.access.evidence.shifts import Shift, lent
from carerecord.access.evidence.signals import Signal
from carerecord.access.evidence.store import EvidenceStore
from carerecord.access.notes import Notes
from carerecord.access.objections import Objections
from carerecord.access.searches import Searches
from carerecord.access.ties import TiesStore
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database, Transaction

MOST_PEOPLE = 50  # on the list of a viewer's people


def _now() -> datetime:
    return datetime.now(UTC)


class AccessStore:
    """The one thing `viewing` holds of all that is recorded about who may see whom."""

    def __init__(
        self,
        db: Database,
        key: bytes,
        kinds: Kinds | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        """`key` is the region's own secret (32 bytes); `now` only says when a row was recorded."""
        self.evidence = EvidenceStore(db, kinds, now)
        self.reconciling = Reconciling(db, kinds, now)
        self.emergencies = Emergencies(db, now)
        self.searches = Searches(db)
        self.objections = Objections(db, now)
        self.ties = TiesStore(db, key, now)
        self.notes = Notes(db)
        self.doubts = Doubts(db)

    async def facts_about(
        self,
        viewer: Viewer,
        person: Person,
        at: datetime,
        standing: Standing,
        formerly: Sequence[str] = (),
        numbers: Sequence[str] = (),
    ) -> Facts:
        """Everything a decision about this viewer and person reads; seven indexed reads.

        `formerly`: ids the person had in this region before their number was replaced; `numbers`: those numbers.
        """
        found = await self.evidence.about(person.id, at)
        for earlier in formerly:
            before = await self.evidence.about(earlier, at)
            found += [replace(one, person_id=person.id) for one in before]
        shifts = await self.evidence.shifts(viewer.id, at)
        in_shift, in_month = await self.evidence.emergencies(viewer.id, at)
        kept = [after_death(one, person, self.evidence.kinds) for one in found]
        kept = [one for one in kept if in_force(one, at)]
        return Facts(
            evidence=tuple(sorted(_mine(viewer, kept, shifts), key=strongest_first)),
            objections=await self.objections.about(
                person.id, viewer, predecessors=standing.predecessors, formerly=formerly
            ),
            ties=await self.ties.between(viewer, person, at, formerly=formerly, numbers=numbers),
            standing=standing,
            supervised=_supervised(viewer, kept),
            emergencies_in_shift=in_shift,
            emergencies_in_month=in_month,
            must_sign_in_again=await self.searches.must_sign_in_again(viewer, at),
        )

    async def people_of(
        self,
        viewer: Viewer,
        at: datetime,
        limit: int = MOST_PEOPLE,
        *,
        organisation_scope: bool = True,
    ) -> list[tuple[str, str]]:
        """(person id, why in words): the viewer's own, their teams', their organisation's, their shifts'.

        Whose whole record is objected to is not listed: they are found by their number, then refused or not.
        """
        found: dict[str, str] = {}
        for kind, name in await self._holders_in_order(viewer, at):
            for person_id, rule, words in await self.evidence.people_of(kind, name, at, limit):
                if _counts(rule, kind, organisation_scope) and person_id not in found:
                    found[person_id] = words
            if len(found) >= limit:
                break
        listed: list[tuple[str, str]] = []
        for person_id, words in found.items():
            if len(listed) < limit and not await self.objections.closes_record(person_id, viewer):
                listed.append((person_id, words))
        return listed

    async def evidence_for(
        self,
        viewer: Viewer,
        person_ids: Sequence[str],
        at: datetime,
        *,
        organisation_scope: bool = True,
    ) -> frozenset[str]:
        """Which of these people the viewer has evidence for, their own declarations aside (LR-25)."""
        found = await self.evidence.about_any(person_ids, at)
        shifts = await self.evidence.shifts(viewer.id, at) if found else []
        return frozenset(
            one.person_id
            for one in _mine(viewer, found, shifts)
            if one.kind not in DECLARED and _counts(one.kind, one.holder_kind, organisation_scope)
        )

    def declared(
        self,
        viewer: Viewer,
        person_id: str,
        kind: DeclarationKind,
        code: str,
        words: str,
        at: datetime,
    ) -> Evidence:
        """The evidence that a declaration makes. Whether it may be made is asked of `decide` first.

        Raises DeclarationIncomplete when the reason or its words are missing.
        """
        made = declaration(kind, secrets.token_hex(12), viewer, person_id, code, words, at)
        longest = self.evidence.kinds[kind].open_for if kind in self.evidence.kinds else None
        if longest is not None and (made.ends is None or at + longest < made.ends):
            made = replace(made, ends=at + longest)
        return made

    def declare(self, tx: Transaction, made: Evidence, words: str) -> None:
        """It is in force once the transaction is durable, which another part has begun."""
        self.evidence.declare(tx, made, words.strip())

    def stop(self, tx: Transaction, person_id: str, evidence_id: str, at: datetime) -> None:
        """A declaration is taken back: it opens nothing from `at` on."""
        self.evidence.end_within(tx, person_id, evidence_id, at)

    async def receive(self, signals: Iterable[Signal]) -> None:
        """What a feed, a launch, a register or a file said."""
        await self.evidence.receive(signals)

    def receive_within(self, tx: Transaction, signals: Sequence[Signal]) -> None:
        """The same in a transaction that another part has begun."""
        self.evidence.receive_within(tx, signals)

    async def add_evidence(self, evidence: Iterable[Evidence]) -> None:
        """Record what is not worked out from signals; one that is already there stays as it is."""
        await self.evidence.add(evidence)

    async def end_evidence(self, person_id: str, evidence_id: str, at: datetime) -> None:
        """It ended at `at`, whatever window it had."""
        await self.evidence.end(person_id, evidence_id, at)

    async def used(
        self, viewer: Viewer, person_id: str, evidence: Sequence[Evidence], at: datetime
    ) -> None:
        """A record was opened because of this evidence: kept for the session (LR-23) and to prove (LR-24)."""
        await self.reconciling.used(viewer, person_id, evidence, at)

    async def ended_since_opened(
        self, viewer: Viewer, person_id: str, evidence: Iterable[Evidence]
    ) -> tuple[str, ...]:
        """The words of what opened this record in this session and has ended; `evidence` is what holds now."""
        return await self.reconciling.ended_since_opened(viewer, person_id, evidence)

    async def open_items(
        self, organisation: str, *, limit: int = 100, after: OpenItem | None = None
    ) -> list[OpenItem]:
        """What that organisation's viewers said and nothing has proved yet, oldest first."""
        return await self.reconciling.open_items(organisation, limit=limit, after=after)

    async def _holders_in_order(self, viewer: Viewer, at: datetime) -> list[tuple[HolderKind, str]]:
        order = {"user": 0, "session": 1, "team": 2, "organisation": 3}
        mine = sorted(holders(viewer), key=lambda one: order[one[0]])
        shifts = await self.evidence.shifts(viewer.id, at)
        return list(dict.fromkeys([*mine, *(one.covers for one in shifts)]))


def _mine(viewer: Viewer, evidence: Iterable[Evidence], shifts: Iterable[Shift]) -> list[Evidence]:
    mine = frozenset(holders(viewer))
    found = list(evidence)
    own = [one for one in found if (one.holder_kind, one.holder) in mine]
    return own + lent(viewer, found, shifts)


def _supervised(viewer: Viewer, evidence: Iterable[Evidence]) -> bool:
    """The named supervisor has evidence for the person in their own name, and not only declared (ROL-4)."""
    return bool(viewer.supervisor) and any(
        (one.holder_kind, one.holder) == ("user", viewer.supervisor) and one.kind not in DECLARED
        for one in evidence
    )


def _counts(rule: str, kind: HolderKind, organisation_scope: bool) -> bool:
    return organisation_scope or kind != "organisation" or rule not in NARROWED_TO_TEAMS
