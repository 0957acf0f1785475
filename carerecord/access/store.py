"""What is recorded about who may see whom. The only code that names this part's tables.

Nothing recorded means no: no evidence, an organisation that is not live, training that is not current.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Literal

from carerecord.access.contract import Evidence, Facts, Objection, Ties
from carerecord.access.emergency import declaration
from carerecord.access.evidence.held import holders, strongest_first
from carerecord.access.evidence.rows import Values, evidence_of, micros, row_of
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database, Row, sql

SQL = sql(__file__, "queries.sql")
AT_ONCE = 1000  # rows in one write of many
MOST_PEOPLE = 50  # on the list of a viewer's people


def _now() -> datetime:
    return datetime.now(UTC)


class AccessStore:
    """Evidence, objections, and who is ready to use the record."""

    def __init__(self, db: Database, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now  # only for when a row was recorded, never for a decision

    async def facts_about(self, viewer: Viewer, person: Person, at: datetime) -> Facts:
        """Everything a decision about this viewer and person reads; two indexed reads."""
        found = await self._db.all(SQL.evidence_about, person_id=person.id, at=micros(at))
        state = await self._db.one(
            SQL.state_about,
            person_id=person.id,
            organisation=viewer.organisation,
            viewer_id=viewer.id,
        )
        mine = frozenset(holders(viewer))
        evidence = [e for e in map(evidence_of, found) if (e.holder_kind, e.holder) in mine]
        return _facts(sorted(evidence, key=strongest_first), state or {}, person, at)

    async def people_of(
        self, viewer: Viewer, at: datetime, limit: int = MOST_PEOPLE
    ) -> list[tuple[str, str]]:
        """(person id, why in words): the viewer's own, then their teams', then their organisation's."""
        found: dict[str, str] = {}
        order = {"user": 0, "team": 1, "organisation": 2}
        for kind, name in sorted(holders(viewer), key=lambda one: order[one[0]]):
            rows = await self._db.all(
                SQL.people_of_holder, holder_kind=kind, holder=name, at=micros(at), limit=limit
            )
            for row in rows:
                found.setdefault(row["person_id"], row["words"])
            if len(found) >= limit:
                break
        return list(found.items())[:limit]

    async def add_evidence(self, evidence: Iterable[Evidence]) -> None:
        """Record many at once; one that is already there stays as it is."""
        recorded = micros(self._now())
        for rows in _chunks(row_of(one, recorded) for one in evidence):
            await self._add_many(SQL.add_evidence, rows)

    async def end_evidence(self, person_id: str, evidence_id: str, at: datetime) -> None:
        """It ended at `at`, whatever window it had: a cancelled stay, a resident who moved."""
        values = {"person_id": person_id, "evidence_id": evidence_id, "ended": micros(at)}
        recorded = micros(self._now())
        await self._db.write(lambda tx: tx.run(SQL.end_evidence, recorded=recorded, **values))

    async def declare_emergency(
        self, viewer: Viewer, person_id: str, reason_code: str, text: str, at: datetime
    ) -> Evidence:
        """Record a declaration (LR-16). Whether it may be made is asked of `decide` first.

        Raises EmergencyNotDeclared when the reason or its words are missing.
        """
        made = declaration(secrets.token_hex(12), viewer, person_id, reason_code, text, at)
        row = row_of(made, micros(self._now()), note=text.strip())
        await self._db.write(lambda tx: tx.run(SQL.add_evidence, **row))
        return made

    async def set_objection(
        self,
        person_id: str,
        state: Literal["none", "restricted", "blocked"],
        *,
        by: str = "",
        why: str = "",
    ) -> None:
        """In force from the next decision on; what was decided before is kept."""
        row: dict[str, Values] = {"person_id": person_id, "state": state, "recorded_by": by}
        row |= {"why": why, "recorded": micros(self._now())}
        await self._db.write(lambda tx: tx.run(SQL.add_objection, **row))

    async def set_organisations(self, live: Mapping[str, bool]) -> None:
        """Organisations by ODS code, and whether each may use the record now (ORG-1)."""
        changed = micros(self._now())
        rows: list[dict[str, Values]] = [
            {"code": code, "live": int(is_live), "changed": changed}
            for code, is_live in live.items()
        ]
        await self._add_many(SQL.set_organisation, rows)

    async def set_training(self, viewer_ids: Iterable[str], until: datetime) -> None:
        """These viewers' training is current until then (TRN-1); a time gone by suspends them."""
        changed, passed_until = micros(self._now()), micros(until)
        rows: list[dict[str, Values]] = [
            {"viewer_id": viewer_id, "passed_until": passed_until, "changed": changed}
            for viewer_id in viewer_ids
        ]
        await self._add_many(SQL.set_training, rows)

    async def set_own_number(self, viewer_id: str, nhs_number: str) -> None:
        """Keep a viewer out of their own record; the number itself is not kept (OWN-1)."""
        salt = secrets.token_hex(16)
        digest = _digest(salt, nhs_number)
        await self._db.write(
            lambda tx: tx.run(SQL.set_own_number, viewer_id=viewer_id, salt=salt, digest=digest)
        )

    async def _add_many(self, statement: str, rows: list[dict[str, Values]]) -> None:
        await self._db.write(lambda tx: tx.many(statement, rows))


def _facts(evidence: list[Evidence], state: Row, person: Person, at: datetime) -> Facts:
    said: Literal["none", "restricted", "blocked"] = state.get("objection") or "none"
    return Facts(
        evidence=tuple(evidence),
        objections=() if said == "none" else (Objection(id="", state=said),),
        ties=Ties(
            own_record=_is_own(state, person),
            related=False,
            related_agreed=False,
            colleague=False,
            watched=False,
        ),
        standing=Standing(
            organisation_live=bool(state.get("live")),
            training_current=(state.get("trained_until") or 0) > micros(at),
            suspended=False,
            organisation_scope=True,
            shares={},
            switched_off=frozenset(),
        ),
        supervised=True,
        emergencies_in_shift=0,
        emergencies_in_month=0,
        must_sign_in_again=False,
    )


def _is_own(state: Row, person: Person) -> bool:
    salt, digest = state.get("salt"), state.get("digest")
    return bool(salt and digest) and hmac.compare_digest(
        str(digest), _digest(str(salt), person.nhs_number)
    )


def _digest(salt: str, nhs_number: str) -> str:
    return hashlib.sha256(f"{salt}:{nhs_number}".encode()).hexdigest()


def _chunks(rows: Iterator[dict[str, Values]]) -> Iterator[list[dict[str, Values]]]:
    while chunk := list(islice(rows, AT_ONCE)):
        yield chunk
