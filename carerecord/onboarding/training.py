"""Training: records of what staff passed, versions of what they must pass, and when it stops (TRN-1 to TRN-4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from carerecord.onboarding.changes import SQL, Changes, State
from carerecord.onboarding.contract import Change, Module, OnboardingRefused, Training
from carerecord.onboarding.days import london_day, micros, months_after, start_of
from carerecord.onboarding.modules import COMPLY_DAYS, MONTHS, PASS_MARK, modules_in
from carerecord.store import Database, Row, Transaction

IMPORT_SECONDS = 60.0


class TrainingRecords:
    def __init__(self, db: Database, changes: Changes) -> None:
        self._db = db
        self._changes = changes

    async def modules(self) -> tuple[Module, ...]:
        return modules_in(await self._db.all(SQL.modules))

    async def of(self, viewer_id: str) -> list[Row]:
        """Everything recorded of one viewer, oldest first in each module."""
        return await self._db.all(SQL.training_of, viewer_id=viewer_id)

    async def add(
        self, records: Sequence[Training], *, by: str, origin: str = "", months: int = MONTHS
    ) -> Change:
        """Record all of them or none. A score under the pass mark is kept, and counts for nothing.

        `origin` is what the change log calls it, for instance the name of a file. Raises OnboardingRefused
        for a module or a version that does not exist, or a day that has not come.
        """
        today = london_day(self._changes.now())

        def work(tx: Transaction) -> tuple[State, State]:
            refuse_unknown(records, modules_in(tx.all(SQL.modules)), today)
            tx.many(SQL.add_training, [_row(one, months) for one in records])
            return {}, {"records": len(records)}

        return await self._changes.make(
            "training add", origin or "training", work, by=by, within=IMPORT_SECONDS
        )

    async def train_all(
        self, viewer_ids: Iterable[str], organisation: str, *, by: str, months: int = MONTHS
    ) -> Change:
        """Every module in its current version, passed today, for many viewers: demo and tests."""
        today = london_day(self._changes.now())
        current: dict[str, int] = {}
        for one in await self.modules():
            current[one.module] = max(one.version, current.get(one.module, 0))
        records = [
            Training(viewer_id, module, version, 100, today, organisation, by)
            for viewer_id in viewer_ids
            for module, version in current.items()
        ]
        return await self.add(records, by=by, months=months)

    async def withdraw(self, viewer_id: str, module: str, *, by: str, why: str) -> Change:
        """What was recorded of this module was wrong: it counts for nothing any more."""

        def work(tx: Transaction) -> tuple[State, State]:
            if not tx.run(SQL.withdraw_training, viewer_id=viewer_id, module=module):
                raise OnboardingRefused(f"nothing is recorded of {viewer_id} and “{module}”.")
            return {"module": module}, {"module": module, "counts": False}

        return await self._changes.make("training withdraw", viewer_id, work, by=by, why=why)

    async def publish(self, module: str, *, by: str, why: str) -> Change:
        """A new version of a module, because its rules changed: staff have 14 days to pass it (TRN-3)."""
        comply_by = micros(self._changes.now() + timedelta(days=COMPLY_DAYS))

        def work(tx: Transaction) -> tuple[State, State]:
            versions = [m for m in modules_in(tx.all(SQL.modules)) if m.module == module]
            if not versions:
                raise OnboardingRefused(f"no module “{module}”.")
            last = max(versions, key=lambda one: one.version)
            new = {"version": last.version + 1, "comply_by": comply_by}
            tx.run(SQL.add_module, module=module, audience=last.audience, **new)
            return {"version": last.version}, new

        return await self._changes.make("training publish", module, work, by=by, why=why)


def refuse_unknown(records: Iterable[Training], modules: Iterable[Module], today: date) -> None:
    known = {(one.module, one.version) for one in modules}
    for one in records:
        if problem := problem_of(one, known, today):
            column, words = problem
            raise OnboardingRefused(f"{one.viewer_id}: {column}: {words}")


def problem_of(one: Training, known: set[tuple[str, int]], today: date) -> tuple[str, str] | None:
    """(column, words) of the first thing that is wrong with a record, if anything is."""
    names = sorted({module for module, _ in known})
    if not one.viewer_id:
        return "viewer", "is empty"
    if one.module not in names:
        return "module", f"“{one.module}” is not one of {', '.join(names)}"
    if (one.module, one.version) not in known:
        return "version", f"there is no version {one.version} of {one.module}"
    if not 0 <= one.score <= 100:
        return "score", f"{one.score} is not from 0 to 100"
    if not date(2000, 1, 1) <= one.day <= today:
        return "date", f"{one.day} has not come yet, or is long gone"
    return None


def _row(one: Training, months: int) -> dict[str, str | int]:
    ends = start_of(months_after(one.day, months))
    return {
        "viewer_id": one.viewer_id,
        "module": one.module,
        "version": one.version,
        "day": one.day.isoformat(),
        "score": one.score,
        "organisation": one.organisation,
        "delivered_by": one.delivered_by,
        "counts_from": start_of(one.day),
        "counts_until": ends if one.score >= PASS_MARK else 0,
    }
