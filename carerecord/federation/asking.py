"""Ask all sources at once. The one place that catches everything: one connector's bug must not hide the others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import structlog

from carerecord.connectors.contract import (
    HoldsDocuments,
    Page,
    PersonNotFound,
    PersonWithheld,
    Pointer,
    Source,
    SourceError,
)
from carerecord.contract import Answer, Failure, Item, Query, Receipt, State
from carerecord.federation import measures
from carerecord.federation.breakers import Breakers, Lane
from carerecord.federation.check import ANOTHER, NOT_CHECKED, Checked, check

Unshared = PersonNotFound | PersonWithheld
"""What is said of the person rather than of the source: no failure, and the source is well."""

_Asking = Callable[[], AsyncGenerator[Page, None]]

_log = structlog.get_logger("carerecord.federation")


@dataclass(slots=True)
class _Arrived:
    """What has come from one source so far; whatever happens next, it is not lost."""

    items: list[Item] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    request_ids: list[str] = field(default_factory=list)
    incomplete: str = ""
    as_at: datetime | None = None
    overdue: str = ""

    def take(self, page: Page) -> None:
        self.items += page.items
        self.unreadable += page.unreadable
        self.warnings += page.warnings
        self.request_ids += page.request_ids
        self.incomplete = self.incomplete or page.incomplete
        self.as_at = self.as_at or page.as_at
        self.overdue = self.overdue or page.overdue


async def ask_all(
    sources: Sequence[Source],
    query: Query,
    receipt: Receipt,
    *,
    within: float,
    breakers: Breakers,
) -> list[Answer]:
    """One answer for each source, in their order, whatever becomes of any of them.

    `within` caps the seconds of every source; a source may be given less by its own settings.
    """
    return list(
        await asyncio.gather(
            *(
                _ask(source, query, partial(source.pages, query, receipt), within, breakers)
                for source in sources
            )
        )
    )


async def ask_document(
    source: Source,
    query: Query,
    pointer: Pointer,
    receipt: Receipt,
    known: Sequence[Item],
    *,
    within: float,
    breakers: Breakers,
) -> Answer:
    """One document, held to all that a whole answer is. `known`: the Patients of the answer that points at it."""
    if not isinstance(source, HoldsDocuments):
        raise TypeError(f"{source.settings.id} holds no documents")
    asking = partial(source.document, query, pointer, receipt)
    return await _ask(source, query, asking, within, breakers, known)


async def _ask(
    source: Source,
    query: Query,
    asking: _Asking,
    within: float,
    breakers: Breakers,
    known: Sequence[Item] = (),
) -> Answer:
    started = time.monotonic()
    lane = breakers.lane(source.settings)
    arrived = _Arrived()
    seconds = min(within, source.settings.within_seconds)
    if lane.begin():
        failure = await _failure_of(source, query, asking, seconds, lane, arrived)
    else:
        failure = Failure("paused", lane.words)
    checked = _checked(source, query, arrived.items, known)
    answer = _answer(source, checked, arrived, failure, time.monotonic() - started)
    _tell(source, query, answer)
    return answer


def _checked(source: Source, query: Query, items: Sequence[Item], known: Sequence[Item]) -> Checked:
    """An item that breaks the check itself is another reason to show nothing of that answer."""
    base = source.settings.options.get("url", "")
    try:
        checked = check([*known, *items], query, base if isinstance(base, str) else "")
        return replace(checked, patients=tuple(one for one in checked.patients if one not in known))
    except Exception as error:
        _log_fault(source, query, error)
        return Checked(held_back=tuple(("unknown", NOT_CHECKED) for _ in items))


def _log_fault(source: Source, query: Query, error: Exception) -> None:
    """By the name of the error alone: its message may hold what it stumbled over."""
    _log.error(
        "source.fault", source=source.settings.id, view=query.view_id, error=type(error).__name__
    )


async def _failure_of(
    source: Source,
    query: Query,
    asking: _Asking,
    seconds: float,
    lane: Lane,
    arrived: _Arrived,
) -> Failure | Unshared | None:
    """Gather pages until the source is done, fails, or its time is over; and tell its breaker."""
    waiting = True
    try:
        async with asyncio.timeout(seconds), lane.places:
            waiting = False
            async with aclosing(asking()) as pages:
                async for page in pages:
                    arrived.take(page)
    except (PersonNotFound, PersonWithheld) as unshared:
        lane.answered()
        return unshared
    except SourceError as error:
        failure = error.failure()
    except TimeoutError:
        failure = Failure("timeout", f"no answer in {seconds:g} s")
    except asyncio.CancelledError:
        lane.given_up()
        raise
    except Exception as error:
        _log_fault(source, query, error)
        failure = Failure("fault", "could not be read because of a fault of ours")
    else:
        lane.answered()
        return None
    if waiting:
        lane.given_up()  # the queue was ours; it says nothing of the source
    elif arrived.items:
        lane.answered()
    else:
        lane.failed(failure.kind, failure.words)
    return failure


def _answer(
    source: Source,
    checked: Checked,
    arrived: _Arrived,
    failure: Failure | Unshared | None,
    seconds: float,
) -> Answer:
    state, reason = _state(checked, arrived, failure)
    return Answer(
        source.settings.id,
        state,
        checked.items,
        checked.patients,
        failure=reason,
        held_back=checked.held_back,
        unreadable=tuple(arrived.unreadable),
        warnings=tuple(dict.fromkeys(arrived.warnings)),
        seconds=seconds,
        fetched_at=datetime.now(UTC),
        as_at=arrived.as_at,
        request_ids=tuple(arrived.request_ids),
        words=str(failure) if state == "withheld" else "",
    )


def _state(
    checked: Checked, arrived: _Arrived, failure: Failure | Unshared | None
) -> tuple[State, Failure | None]:
    """The state the ledger shows, and why it is not plainly `answered` or `empty`."""
    if checked.wrong_person:
        return "failed", Failure("wrong-person", "answered for another person")
    if isinstance(failure, PersonNotFound):
        return "not-found", None
    if isinstance(failure, PersonWithheld):
        if not checked.items:
            return "withheld", None
        failure = Failure("refused", str(failure))
    if failure is not None:
        return ("partial" if checked.items else "failed"), failure
    if shortfall := _shortfall(checked, arrived):
        return ("partial" if checked.items or checked.patients else "failed"), shortfall
    return ("answered" if checked.items else "empty"), None


def _shortfall(checked: Checked, arrived: _Arrived) -> Failure | None:
    """The source finished, and still not all it holds can be shown."""
    if checked.held_back:
        another = any(why == ANOTHER for _, why in checked.held_back)
        words = "could not be shown to be about this person and may be missing here"
        return Failure(
            "wrong-person" if another else "unreadable", f"{_some(len(checked.held_back))} {words}"
        )
    if arrived.unreadable:
        return Failure("unreadable", f"{_some(len(arrived.unreadable))} could not be read")
    if arrived.incomplete:
        return Failure("error", arrived.incomplete)
    return Failure("overdue", arrived.overdue) if arrived.overdue else None


def _some(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _tell(source: Source, query: Query, answer: Answer) -> None:
    """Log and count, by source and view; never by person."""
    measures.count(answer)
    if answer.failure is None:
        return
    log = _log.error if answer.failure.kind == "wrong-person" else _log.warning
    log(
        f"source.{answer.failure.kind}",
        source=source.settings.id,
        view=query.view_id,
        state=answer.state,
        after=round(answer.seconds, 3),
        held_back=len(answer.held_back),
        unreadable=len(answer.unreadable),
    )
