"""The witness: answers submissions, notices silence. What it decides and what it keeps is one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from carerecord.audit.notes import Closing, Malformed, Note, Submission
from carerecord.store import Database, Transaction
from carerecord.witness import store
from carerecord.witness.contract import Kept, Known
from carerecord.witness.deciding import Verdict, decide, keys_for, silent, unproved
from carerecord.witness.settings import WitnessSettings


def _now() -> datetime:
    return datetime.now(UTC)


class Witnessing:
    """One witness on its own database."""

    def __init__(
        self, db: Database, settings: WitnessSettings, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._key = settings.key
        self._keys = settings.keys
        self._silence = timedelta(minutes=settings.witness.silence_minutes)
        self._now = now
        self._since = now()

    @property
    def verifier_key(self) -> str:
        return str(self._key.public)

    async def add(self, body: bytes) -> Verdict:
        """The answer to one submission; at 200 its words are the cosignature, and it is durable."""
        try:
            asked = Submission.read(body)
        except Malformed as error:
            return Verdict(400, f"{error}\n")
        if not keys_for(asked.checkpoint.origin, self._keys):
            return decide(asked, None, self._keys, self._now())
        return await self._db.write(lambda tx: self._taken(tx, asked))

    async def watch(self) -> None:
        """Look for logs that fell silent."""
        now = self._now()
        found = [silent(one, now, self._since, self._silence) for one in await self.logs()]
        alarms = [one for one in found if one]
        if alarms:
            await self._db.write(lambda tx: store.raise_alarms(tx, alarms, now))

    async def logs(self) -> list[Known]:
        return await store.logs(self._db)

    async def newest(self, origin: str) -> Note | None:
        """The checkpoint that was cosigned last, as the log signed it."""
        found = await store.log_of(self._db, origin)
        return Note.read(found.note) if found and found.note else None

    async def alarms(self) -> list[Kept]:
        """Every one there ever was; `over_at` says which are over."""
        return await store.alarms(self._db)

    async def untold(self) -> list[Kept]:
        return await store.alarms(self._db, untold=True)

    async def told(self, alarm_id: str) -> None:
        await self._db.write(lambda tx: tx.run(store.SQL.told, alarm_id=alarm_id))

    async def settle(self, alarm_id: str) -> bool:
        """Somebody has looked into it. False: there is no such alarm, or it was over."""
        at = self._now().isoformat()
        return bool(
            await self._db.write(lambda tx: tx.run(store.SQL.over, alarm_id=alarm_id, at=at))
        )

    def close(self) -> None:
        self._db.close()

    def _taken(self, tx: Transaction, asked: Submission) -> Verdict:
        now = self._now()
        verdict = decide(asked, store.known(tx, asked.checkpoint.origin), self._keys, now)
        if verdict.alarm:
            store.raise_alarm(tx, verdict.alarm, now)
        if verdict.becomes is None:
            return verdict
        self._keep(tx, verdict.becomes, now)
        line = self._key.sign(Note(asked.note.text), now).signatures[-1]
        return Verdict(200, str(line), becomes=verdict.becomes)

    def _keep(self, tx: Transaction, log: Known, now: datetime) -> None:
        """What passes is over; and a log that is said to follow is listened for from now on."""
        store.keep(tx, log)
        at = now.isoformat()
        goes_on = log.grown_at == now or log.closed
        for kind in ("silent", "older") if goes_on else ("silent",):
            tx.run(store.SQL.over_of_log, origin=log.origin, kind=kind, at=at)
        tx.run(store.SQL.over, alarm_id=unproved(log.checkpoint).id, at=at)
        closing = Closing.of(Note.read(log.note))
        if closing and keys_for(closing.following, self._keys):
            following = store.known(tx, closing.following)
            if following is None:
                store.keep(tx, Known(closing.following, 0, "", now, now, closed=False))


def open_witnessing(settings: WitnessSettings) -> Witnessing:
    """Raises SettingsError or StoreUnavailable."""
    return Witnessing(store.open_store(settings.folder / settings.witness.database), settings)
