"""What sources pushed: kept as their copies and told to evidence, or set aside for somebody to look at.

Messages that come together, of whichever source, are one transaction. Where something in it fails each is tried alone,
so that what is wrong with one stops no other.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import prometheus_client
import structlog

from carerecord.access.evidence.signals import Signal
from carerecord.audit import Log
from carerecord.connectors.contract import NotKept, Pushed, SetAside
from carerecord.contract import SourceSettings
from carerecord.edge.aside import Aside
from carerecord.edge.filing import Filing
from carerecord.edge.joining import Joining
from carerecord.edge.letters import Letter
from carerecord.edge.store import Edge
from carerecord.edge.together import Together
from carerecord.identity import People
from carerecord.store import Database, StoreUnavailable, Transaction

_LOG = structlog.get_logger("carerecord.edge")
MESSAGES = prometheus_client.Counter(
    "carerecord_feed_messages", "Messages that a source sent, by what became of them", ["source", "outcome"]
)  # fmt: skip

Receive = Callable[[Transaction, Sequence[Signal]], None]
"""Where evidence is written (`AccessStore.receive_within`)."""
MOST = 64  # messages in one transaction: more would keep others from writing for too long
HEAVIEST = 1_000_000  # bytes of them, and one more message


def _now() -> datetime:
    return datetime.now(UTC)


class Feeding:
    def __init__(
        self,
        db: Database,
        edge: Edge,
        aside: Aside,
        people: People,
        receive: Receive,
        now: Callable[[], datetime] = _now,
        *,
        log: Log | None = None,
    ) -> None:
        self.db = db
        self.edge = edge
        self.aside = aside
        self.people = people
        self.receive = receive
        self.now = now
        self.log = log
        self._together: Together[Letter, str] = Together(
            self._kept, lambda one: len(one.raw), most=MOST, heaviest=HEAVIEST
        )

    async def keep(self, source: SourceSettings, found: Pushed | SetAside, raw: bytes) -> str:
        """Durable when it returns: why it was set aside, or "". Raises `NotKept`: it must not be acknowledged."""
        return await self._together.put(Letter.of(source, found, raw))

    async def _kept(self, letters: Sequence[Letter]) -> list[str | Exception]:
        outcomes = await self._written(letters)
        counted: Counter[tuple[str, str]] = Counter()
        for letter, outcome in zip(letters, outcomes, strict=True):
            counted[letter.source.id, _became(outcome)] += 1
            if outcome and isinstance(outcome, str):
                _LOG.warning("feed.set-aside", source=letter.source.id, why=outcome)
        for (source_id, became), number in counted.items():
            MESSAGES.labels(source_id, became).inc(number)
        return outcomes

    async def _written(self, letters: Sequence[Letter]) -> list[str | Exception]:
        try:
            return [*await self.db.write(partial(self._file, letters))]
        except StoreUnavailable as error:
            return [_not_kept(error) for _ in letters]
        except Exception as error:
            if len(letters) == 1:
                _LOG.error("feed.not-kept", source=letters[0].source.id, error=type(error).__name__)
                return [_not_kept(error)]
        alone = await asyncio.gather(*(self._written([one]) for one in letters))
        return [outcome for outcomes in alone for outcome in outcomes]

    def _file(self, letters: Sequence[Letter], tx: Transaction) -> list[str]:
        """For each in its order: why it is set aside, or ""."""
        numbers = (number for one in letters for number in one.numbers)
        people = self.people.by_numbers_within(tx, numbers)
        doubted = self.people.doubts.among(tx, (one.nhs_number for one in people.values()))
        own = ((one.source.id, own) for one in letters for own in one.own_numbers)
        linked = self.people.links.among(tx, own)
        joining = Joining(tx, self.people.links, linked, self.log)
        copies = self.edge.copies(tx, self.now())
        filing = Filing(tx, copies, self.aside, people, doubted, joining)
        whys = filing.file(letters)
        if filing.signals:
            self.receive(tx, filing.signals)
        return whys


def _not_kept(error: Exception) -> NotKept:
    found = NotKept()
    found.__cause__ = error
    return found


def _became(outcome: str | Exception) -> str:
    if isinstance(outcome, Exception):
        return "not-kept"
    return "set-aside" if outcome else "filed"
