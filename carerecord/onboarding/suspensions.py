"""A member of staff suspended everywhere, by one person, until another lifts it (TRN-5)."""

from __future__ import annotations

from carerecord.onboarding.changes import SQL, Changes, State
from carerecord.onboarding.contract import Change, OnboardingRefused
from carerecord.onboarding.days import micros
from carerecord.store import Database, Row, Transaction


class Suspensions:
    """Counts at the next request, in every organisation and every role."""

    def __init__(self, db: Database, changes: Changes) -> None:
        self._db = db
        self._changes = changes

    async def of(self, viewer_id: str) -> Row | None:
        """`since` (microseconds), `made_by` and `why` of the suspension in force, if there is one."""
        return await self._db.one(SQL.open_suspension, viewer_id=viewer_id)

    async def suspend(self, viewer_id: str, *, by: str, why: str) -> Change:
        _refuse_silence(viewer_id, why)
        since = micros(self._changes.now())

        def work(tx: Transaction) -> tuple[State, State]:
            if open_now := tx.one(SQL.open_suspension, viewer_id=viewer_id):
                raise OnboardingRefused(
                    f"{viewer_id} is suspended already by {open_now['made_by']}."
                )
            tx.run(SQL.add_suspension, viewer_id=viewer_id, since=since, made_by=by, why=why)
            return {"suspended": False}, {"suspended": True}

        return await self._changes.make("suspend", viewer_id, work, by=by, why=why)

    async def lift(self, viewer_id: str, *, by: str, why: str) -> Change:
        """Refused to the one who suspended them, and to themselves: it takes another person."""
        _refuse_silence(viewer_id, why)
        lifted = micros(self._changes.now())

        def work(tx: Transaction) -> tuple[State, State]:
            open_now = tx.one(SQL.open_suspension, viewer_id=viewer_id)
            if open_now is None:
                raise OnboardingRefused(f"{viewer_id} is not suspended.")
            if _same(by, viewer_id) or _same(by, open_now["made_by"]):
                raise OnboardingRefused("somebody else has to lift it: not them, nor who did it.")
            tx.run(
                SQL.lift_suspension,
                viewer_id=viewer_id, lifted=lifted, lifted_by=by, lifted_why=why,
            )  # fmt: skip
            return {"suspended": True, "by": open_now["made_by"]}, {"suspended": False}

        return await self._changes.make("lift", viewer_id, work, by=by, why=why)


def _refuse_silence(viewer_id: str, why: str) -> None:
    if not viewer_id.strip():
        raise OnboardingRefused("say who: the id they sign in with.")
    if not why.strip():
        raise OnboardingRefused("say why.")


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
