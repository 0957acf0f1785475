"""What was learnt of a person's sources. It saves asking, and nothing else: it is no evidence, and never a fact of a record.

It is written after the answers are there, beside the view. Where it cannot be read everybody is asked; where it cannot be
written they are asked again.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from carerecord.contract import Answer
from carerecord.sealing import derived_key
from carerecord.store import Database, StoreError, Transaction, sql

SQL = sql(__file__, "queries.sql")
FRESH = timedelta(days=1)
"""What is known for no longer is not written again."""
_DIGEST_BYTES = 16
_log = structlog.get_logger("carerecord.locator")


@dataclass(frozen=True, slots=True)
class Known:
    """What one source last said, of one person."""

    asked: datetime
    holds: bool

    def hushes(self, at: datetime, days: float) -> bool:
        """It has no record, and said so not long ago: it need not be asked."""
        return not self.holds and at - self.asked < timedelta(days=days)


def learnt_from(answer: Answer) -> bool | None:
    """Whether it holds something; None: it did not say. Who does not share may hold something."""
    if answer.state == "not-found":
        return False
    return True if answer.state in ("answered", "empty", "partial", "withheld") else None


class Locator:
    def __init__(self, db: Database, region_key: bytes) -> None:
        self._db = db
        self._naming = derived_key(region_key, "carerecord locator 1")
        self._learning: set[asyncio.Task[None]] = set()

    async def known(self, person_id: str) -> dict[str, Known]:
        """By source id; nothing, where it cannot be read."""
        try:
            rows = await self._db.all(SQL.of_person, person=self._person(person_id))
        except StoreError:
            return {}
        return {
            row["source_id"]: Known(datetime.fromtimestamp(row["asked"], UTC), bool(row["holds"]))
            for row in rows
        }

    def learn(
        self, person_id: str, answers: Iterable[Answer], known: Mapping[str, Known], at: datetime
    ) -> None:
        """Beside the view, which does not wait for it."""
        said = {one.source_id: learnt_from(one) for one in answers}
        new = {
            source_id: holds
            for source_id, holds in said.items()
            if holds is not None and not _is_known(known.get(source_id), holds, at)
        }
        if new:
            task = asyncio.create_task(self._write(self._person(person_id), new, at))
            self._learning.add(task)
            task.add_done_callback(self._learning.discard)

    async def settled(self) -> None:
        """What was being written is written."""
        await asyncio.gather(*self._learning)

    async def _write(self, person: bytes, new: Mapping[str, bool], at: datetime) -> None:
        asked = int(at.timestamp())

        def put(tx: Transaction) -> None:
            for source_id, holds in new.items():
                tx.run(SQL.learn, person=person, source_id=source_id, asked=asked, holds=int(holds))

        try:
            await self._db.write(put)
        except StoreError as error:
            _log.warning("locator.not-kept", error=type(error).__name__)

    def _person(self, person_id: str) -> bytes:
        return hmac.digest(self._naming, person_id.encode(), "sha256")[:_DIGEST_BYTES]


def _is_known(known: Known | None, holds: bool, at: datetime) -> bool:
    return known is not None and known.holds is holds and at - known.asked < FRESH
