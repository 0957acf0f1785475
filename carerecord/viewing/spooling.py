"""The spool as the door uses it: which entries may wait there, what was declared in it, and adding it to the log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
import structlog

from carerecord.access.alerts import Alert
from carerecord.access.contract import Decision, Evidence
from carerecord.audit import Log
from carerecord.audit.entry import viewer_in
from carerecord.audit.spool import Spool, Spooled, SpoolUnavailable, drain
from carerecord.audit.spool.measures import WAITING
from carerecord.background import in_background
from carerecord.contract import Receipt, Viewer
from carerecord.store import Transaction
from carerecord.viewing.besides import Besides, Keeping
from carerecord.viewing.contract import NothingWaits
from carerecord.viewing.telling import Telling

_log = structlog.get_logger("carerecord.audit")
EMERGENCIES = frozenset({"LR-8", "LR-16"})
"""An ambulance's incident, and an emergency that the viewer declared."""
KINDS = frozenset({"emergency", "open", "shown", "decided", "document", "incident", "not-shared"})
"""What is written down of a view in an emergency; nothing else waits."""
EVERY = 2.0  # seconds between looks at the spool
ALTERED = "The emergency spool that this view waited in was altered or damaged: it may not have held all of it."


def may_wait(kind: str, decision: Decision) -> bool:
    """Only of a record that is open in an emergency, or of the page on which one is declared."""
    if kind not in KINDS:
        return False
    if kind == "decided" and decision.may_declare_emergency:
        return True
    return decision.allowed and any(one.kind in EMERGENCIES for one in decision.evidence)


@dataclass(frozen=True, slots=True)
class Spooling:
    spool: Spool
    log: Log
    keeping: Keeping

    async def add(self, row: dict[str, str], besides: Besides) -> Receipt:
        """Raises `NothingWaits`."""
        try:
            return await self.spool.add(row, msgspec.to_builtins(besides))
        except SpoolUnavailable as error:
            raise NothingWaits(str(error)) from error

    async def declared_by(self, viewer: Viewer) -> Sequence[Evidence]:
        """Emergencies that this viewer declared and that wait; none where that cannot be read."""
        try:
            held = await self.spool.held()
        except SpoolUnavailable:
            return ()
        own = [one for one in held.entries if one.row["viewer_id"] == viewer.id]
        declared = [_besides(one).declared for one in own if one.row["kind"] == "emergency"]
        return [one for one in declared if one]

    async def drain(self) -> None:
        """Add what waits to the log. Raises `Unavailable` while it has to go on waiting."""
        done = await drain(self.log, self.spool, self._keep, self._alarm)
        if not done.intact:
            _log.error("audit.spool-altered", entries=done.entries)

    @asynccontextmanager
    async def running(self, every: float = EVERY) -> AsyncIterator[None]:
        """In the background of a server, from its start. Several workers may: each entry is added once."""
        async with in_background(self._for_ever(every)):
            yield

    async def _for_ever(self, every: float) -> None:
        said = ""
        while True:
            why = ""
            try:
                WAITING.set(len((await self.spool.held()).entries))
                await self.drain()
            except Exception as error:  # what waits is tried again, and the server goes on
                why = type(error).__name__
            if why and why != said:
                _log.error("audit.spool-waits", error=why)
            said = why
            await asyncio.sleep(every)

    def _keep(self, tx: Transaction, one: Spooled) -> None:
        self.keeping.late(tx, one.id, _besides(one))

    def _alarm(self, tx: Transaction, entry_id: str, found: Sequence[Spooled]) -> None:
        """To the privacy officer of everybody whose views waited there."""
        views = {(one.row["viewer_id"], one.row["person_id"]): one for one in found}
        seen = [(one, viewer) for one in views.values() if (viewer := viewer_in(one.row))]
        alerts = [_alert(one, viewer) for one, viewer in seen if viewer.organisation]
        self.keeping.teller.tell(tx, entry_id, Telling(tuple(alerts)))


def _besides(one: Spooled) -> Besides:
    return msgspec.convert(one.besides, Besides)


def _alert(one: Spooled, viewer: Viewer) -> Alert:
    return Alert(
        kind="alert",
        rule="AUD-3",
        to=viewer.organisation,
        viewer=viewer,
        person_id=one.row["person_id"],
        occasion=one.id,
        at=one.at,
        words=ALTERED,
    )
