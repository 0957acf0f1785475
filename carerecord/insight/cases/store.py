"""Cases and what was done about them, append-only. The only code that names their tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from carerecord.access.times import EPOCH, micros, moment
from carerecord.contract import Viewer
from carerecord.insight.cases.contract import (
    CaseFile,
    Done,
    Filters,
    Reason,
    Step,
    StepRefused,
    after,
)
from carerecord.insight.cases.limits import Timed
from carerecord.insight.unusual import Outcome
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "queries.sql")
FOREVER = 2**62
MOST = 200  # cases on one page
UPHELD = frozenset({"referred", "suspended"})
HOUR = timedelta(hours=1)
DAY = 24 * 3600 * 1_000_000
BY_RULE = Viewer("", "the rule", "", "", "", "")
"""Who takes a step that nobody takes: time, or evidence that arrived."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that was completed: how, and in how many days."""

    outcome: Outcome
    step: str
    days: float


class CaseStore:
    def __init__(self, db: Database) -> None:
        self._db = db

    def put(self, tx: Transaction, case: CaseFile) -> int | None:
        """The number it was given; nothing when there is a case of the same already."""
        if tx.run(SQL.open_case, **_row(case)) == 0:
            return None
        row = tx.one(
            SQL.numbered,
            organisation=case.organisation,
            origin=case.origin,
            occasion=case.occasion,
        )
        return int(row["number"]) if row else None

    def step(
        self,
        tx: Transaction,
        case: CaseFile,
        step: Step,
        by: Viewer,
        words: str,
        at: datetime,
        told: str = "",
    ) -> None:
        """Raises `StepRefused` when somebody else has completed it meanwhile."""
        now = tx.one(SQL.state_now, organisation=case.organisation, case_number=case.number)
        if now and now["state"] == "completed":
            raise StepRefused("This review is completed.")
        then = after(case, step)
        tx.run(
            SQL.take_step,
            organisation=case.organisation,
            case_number=case.number,
            step=step,
            state=then.state,
            sealed=int(then.sealed),
            made_by=by.id,
            made_by_name=by.name,
            words=words,
            at=micros(at),
            told=told,
        )

    async def cases(
        self, organisation: str, reader: str, wanted: Filters, limit: int = MOST
    ) -> list[CaseFile]:
        rows = await self._db.all(
            SQL.cases,
            organisation=organisation,
            reader=reader,
            level=wanted.level,
            origin=wanted.origin,
            state=wanted.state,
            waiting=-1 if wanted.waiting is None else int(wanted.waiting),
            viewer_id=wanted.viewer_id,
            person_id=wanted.person_id,
            since=micros(wanted.since or EPOCH),
            until=micros(wanted.until) if wanted.until else FOREVER,
            limit=limit,
        )
        return [_case(row) for row in rows]

    async def case(self, organisation: str, number: int) -> CaseFile | None:
        row = await self._db.one(SQL.case_numbered, organisation=organisation, number=number)
        return _case(row) if row else None

    async def open_since(self, before: datetime) -> list[tuple[str, int]]:
        """(organisation, number) of every case opened by then and not completed."""
        rows = await self._db.all(SQL.open_everywhere, before=micros(before))
        return [(row["organisation"], row["number"]) for row in rows]

    async def about(self, viewer_id: str, person_id: str, at: datetime) -> bool:
        """Whether a view by them of this person, within an hour of then, is a case already."""
        row = await self._db.one(
            SQL.about,
            viewer_id=viewer_id,
            person_id=person_id,
            since=micros(at - HOUR),
            until=micros(at + HOUR),
        )
        return row is not None

    async def asked_of(self, viewer_id: str) -> list[CaseFile]:
        """Cases in which this member of staff was asked and has not answered."""
        return await self._each(await self._db.all(SQL.asked_of, viewer_id=viewer_id))

    async def questions_about(self, person_id: str) -> list[CaseFile]:
        """Cases that this person's own questions opened, oldest first."""
        return await self._each(await self._db.all(SQL.questions_about, person_id=person_id))

    async def _each(self, rows: Iterable[Row]) -> list[CaseFile]:
        found = [await self.case(row["organisation"], row["number"]) for row in rows]
        return [one for one in found if one]

    async def done(self, case: CaseFile) -> list[Done]:
        rows = await self._db.all(SQL.steps, organisation=case.organisation, number=case.number)
        return [Done(**{**row, "at": moment(row["at"])}) for row in rows]

    async def ended(self, since: datetime, organisation: str = "") -> list[Ended]:
        """Of one organisation, or of all: what weights are moved by, and how long cases take."""
        rows = await self._db.all(SQL.completed, organisation=organisation, since=micros(since))
        return [_ended(row) for row in rows]

    async def times(self, organisation: str, since: datetime) -> list[Timed]:
        rows = await self._db.all(SQL.times, organisation=organisation, since=micros(since))
        return [_timed(row) for row in rows]

    async def sealed_entries(self, person_id: str) -> frozenset[str]:
        """Audit entries that a person's own report leaves out while their case is sealed (PAT-3)."""
        rows = await self._db.all(SQL.sealed_about, person_id=person_id)
        return frozenset(one for row in rows for one in json.loads(row["entries"]))


def days_to_close(ended: Iterable[Ended]) -> float | None:
    """The middle one, of those that a person closed."""
    days = [one.days for one in ended if one.step != "closed-by-rule"]
    return median(days) if days else None


def _row(case: CaseFile) -> dict[str, Any]:
    return {
        "organisation": case.organisation,
        "origin": case.origin,
        "level": case.level,
        "occasion": case.occasion,
        "viewer_id": case.viewer_id,
        "viewer_name": case.viewer_name,
        "role_name": case.role_name,
        "person_id": case.person_id,
        "people": case.people,
        "first": micros(case.first),
        "last": micros(case.last),
        "score": case.score,
        "signals": json.dumps([[one.name, one.words] for one in case.reasons], ensure_ascii=False),
        "entries": json.dumps(case.entries),
        "around": json.dumps(case.around, ensure_ascii=False),
        "opened": micros(case.opened),
        "due": micros(case.due),
        "asked": case.asked,
        "answer_by": case.answer_by.isoformat() if case.answer_by else "",
    }


def _case(row: Row) -> CaseFile:
    return CaseFile(
        organisation=row["organisation"],
        origin=row["origin"],
        level=row["level"],
        occasion=row["occasion"],
        viewer_id=row["viewer_id"],
        viewer_name=row["viewer_name"],
        role_name=row["role_name"],
        person_id=row["person_id"],
        people=row["people"],
        first=moment(row["first"]),
        last=moment(row["last"]),
        score=row["score"],
        reasons=tuple(Reason(*one) for one in json.loads(row["signals"])),
        entries=tuple(json.loads(row["entries"])),
        around=tuple(json.loads(row["around"])),
        opened=moment(row["opened"]),
        asked=row["asked"],
        answer_by=date.fromisoformat(row["answer_by"]) if row["answer_by"] else None,
        number=row["number"],
        state=row["state"],
        last_step=row["last_step"],
        sealed=bool(row["sealed"]),
    )


def _timed(row: Row) -> Timed:
    return Timed(
        level=row["level"],
        question=row["origin"] == "question",
        opened=moment(row["opened"]),
        due=moment(row["due"]),
        looked=moment(row["looked"]) if row["looked"] else None,
        completed=moment(row["completed"]) if row["completed"] else None,
        answer_by=row["answer_by"],
        guardian=bool(row["guardian"]),
        lead=bool(row["lead"]),
    )


def _ended(row: Row) -> Ended:
    names = tuple(name for name, _ in json.loads(row["signals"]))
    days = (row["at"] - row["opened"]) / DAY
    return Ended(Outcome(names, row["step"] in UPHELD), row["step"], days)
