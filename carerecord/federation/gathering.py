"""Everything one address says of one person, until it is done, fails or its time is over. It catches everything.

One connector's bug must not hide the other sources.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    Source,
    SourceError,
)
from carerecord.contract import Failure, Item, Query
from carerecord.federation.breakers import Lane

Unshared = PersonNotFound | PersonWithheld
"""What is said of the person rather than of the source: no failure, and the source is well."""

Asking = Callable[[], AsyncGenerator[Page, None]]
"""Begins to ask an address: for a record, or for one document."""

_log = structlog.get_logger("carerecord.federation")


@dataclass(slots=True)
class Gathered:
    """What has come from one address so far; whatever happens next, it is not lost."""

    source: Source
    items: list[Item] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    incomplete: str = ""
    as_at: datetime | None = None
    overdue: str = ""
    failure: Failure | Unshared | None = None

    @property
    def whole(self) -> bool:
        """It said all it had to say."""
        return not isinstance(self.failure, Failure)

    def take(self, page: Page) -> None:
        self.items += page.items
        self.unreadable += page.unreadable
        self.warnings += page.warnings
        self.remarks += page.remarks
        self.request_ids += page.request_ids
        self.incomplete = self.incomplete or page.incomplete
        self.as_at = self.as_at or page.as_at
        self.overdue = self.overdue or page.overdue


async def gather(
    gathered: Gathered, query: Query, asking: Asking, seconds: float, lane: Lane
) -> None:
    """Ask, and tell the address's breaker. `gathered` grows with each page that comes."""
    gathered.failure = await _failure_of(gathered, query, asking, seconds, lane)


async def _failure_of(
    gathered: Gathered, query: Query, asking: Asking, seconds: float, lane: Lane
) -> Failure | Unshared | None:
    source, started, waiting = gathered.source, time.monotonic(), True
    try:
        async with asyncio.timeout(seconds), lane.places:
            waiting = False
            async with aclosing(asking()) as pages:
                async for page in pages:
                    gathered.take(page)
    except (PersonNotFound, PersonWithheld) as unshared:
        lane.answered(time.monotonic() - started)
        return unshared
    except SourceError as error:
        failure = error.failure()
    except TimeoutError:
        failure = Failure("timeout", f"no answer in {seconds:g} s")
    except asyncio.CancelledError:
        lane.given_up()
        raise
    except Exception as error:
        log_fault(source, query, error)
        failure = Failure("fault", "could not be read because of a fault of ours")
    else:
        lane.answered(time.monotonic() - started)
        return None
    if waiting:
        lane.given_up()  # the queue was ours; it says nothing of the source
    elif gathered.items:
        lane.answered()
    else:
        lane.failed(failure.kind, failure.words)
    return failure


def log_fault(source: Source, query: Query, error: Exception) -> None:
    """By the name of the error alone: its message may hold what it stumbled over."""
    _log.error(
        "source.fault", source=source.settings.id, view=query.view_id, error=type(error).__name__
    )
