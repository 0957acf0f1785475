"""What a source turns on and off: all of it, one section, or one organisation that looks (ORG-4)."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.onboarding.arrangements import Switches as SwitchesOfOne
from carerecord.onboarding.changes import SQL, Changes, State
from carerecord.onboarding.contract import EVERYTHING, Change, OnboardingRefused
from carerecord.store import Database, Row, Transaction


class Switches:
    """A source shares nothing until it is turned on. In force at every worker's next request."""

    def __init__(
        self, db: Database, changes: Changes, sources: frozenset[str], sections: frozenset[str]
    ) -> None:
        self._db = db
        self._changes = changes
        self._sources = sources
        self._sections = sections

    async def all(self) -> dict[str, SwitchesOfOne]:
        return switches_in(await self._db.all(SQL.switches))

    async def enable(
        self, source_id: str, *, by: str, section: str = "", consumer: str = "", why: str = ""
    ) -> Change:
        """Turn on the source, one section of it, or take back that it is off for one organisation.

        What was turned off more narrowly stays off until it is itself turned on.
        """
        return await self._set("source enable", source_id, section, consumer, True, by, why)

    async def disable(
        self, source_id: str, *, by: str, section: str = "", consumer: str = "", why: str = ""
    ) -> Change:
        """Turn off the source, one section, one organisation (`consumer`), or both together."""
        return await self._set("source disable", source_id, section, consumer, False, by, why)

    async def _set(
        self, what: str, source_id: str, section: str, consumer: str, on: bool, by: str, why: str
    ) -> Change:
        if source_id not in self._sources:
            known = ", ".join(sorted(self._sources)) or "none"
            raise OnboardingRefused(f"no source “{source_id}”. Configured: {known}.")
        if section and section not in self._sections:
            raise OnboardingRefused(f"no section “{section}”.")
        key = {
            "source_id": source_id,
            "section": section or EVERYTHING,
            "consumer": consumer or EVERYTHING,
        }

        def work(tx: Transaction) -> tuple[State, State]:
            if consumer and not tx.one(SQL.organisation, code=consumer):
                raise OnboardingRefused(f"no organisation “{consumer}”.")
            before = tx.one(SQL.switch, **key)
            tx.run(SQL.set_switch, is_on=int(on), **key)
            was = {**key, "on": bool(before["is_on"])} if before else {}
            return was, {**key, "on": on}

        return await self._changes.make(what, source_id, work, by=by, why=why)


def switches_in(rows: Iterable[Row]) -> dict[str, SwitchesOfOne]:
    found: dict[str, dict[tuple[str, str], bool]] = {}
    for row in rows:
        by_source = found.setdefault(row["source_id"], {})
        by_source[row["section"], row["consumer"]] = bool(row["is_on"])
    return dict(found)
