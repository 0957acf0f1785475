"""Ask all sources at once, and say of each what became of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import structlog

from carerecord.connectors.contract import (
    HoldsDocuments,
    PersonNotFound,
    PersonWithheld,
    Pointer,
    Replicated,
    Source,
    first_of,
)
from carerecord.contract import Answer, Failure, Item, Query, Receipt, State
from carerecord.federation import measures
from carerecord.federation.breakers import Breakers
from carerecord.federation.check import ANOTHER, NOT_CHECKED, Checked, check
from carerecord.federation.gathering import Asking, Gathered, gather, log_fault
from carerecord.federation.hedging import Hedge

_log = structlog.get_logger("carerecord.federation")

Coming = asyncio.Task[Answer]
"""An answer on its way: it comes, whatever it is, and raises nothing."""


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
    asked = begin_asking(sources, query, receipt, within=within, breakers=breakers)
    return list((await have_come(asked)).values())


def begin_asking(
    sources: Sequence[Source],
    query: Query,
    receipt: Receipt,
    *,
    within: float,
    breakers: Breakers,
) -> Mapping[str, Coming]:
    """The same, for whoever does not wait for all of them: by source id, in their order."""
    return {
        source.settings.id: asyncio.create_task(_ask(source, query, receipt, within, breakers))
        for source in sources
    }


async def have_come(
    asked: Mapping[str, Coming], until: float | None = None
) -> Mapping[str, Answer]:
    """All answers; or what has come by this moment of the monotonic clock, and the rest goes on being asked."""
    left = None if until is None else max(0.0, until - time.monotonic())
    try:
        if asked:
            await asyncio.wait(asked.values(), timeout=left)
    except asyncio.CancelledError:
        for one in asked.values():
            one.cancel()
        raise
    return {source_id: one.result() for source_id, one in asked.items() if one.done()}


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
    holder = first_of(source)
    if not isinstance(holder, HoldsDocuments):
        raise TypeError(f"{source.settings.id} holds no documents")
    asking = partial(holder.document, query, pointer, receipt)
    started, gathered = time.monotonic(), Gathered(holder)
    await _alone(gathered, query, asking, min(within, source.settings.within_seconds), breakers)
    return _told(source, query, gathered, started, breakers, known)


async def _ask(
    source: Source, query: Query, receipt: Receipt, within: float, breakers: Breakers
) -> Answer:
    started = time.monotonic()
    seconds = min(within, source.settings.within_seconds)
    if isinstance(source, Replicated):
        lanes = (breakers.lane(source.settings), breakers.lane(source.settings, "replica"))
        gathered = await Hedge(source, *lanes).ask(query, receipt, seconds)
    else:
        gathered, asking = Gathered(source), partial(source.pages, query, receipt)
        await _alone(gathered, query, asking, seconds, breakers)
    return _told(source, query, gathered, started, breakers)


async def _alone(
    gathered: Gathered, query: Query, asking: Asking, seconds: float, breakers: Breakers
) -> None:
    lane = breakers.lane(gathered.source.settings)
    if lane.begin():
        await gather(gathered, query, asking, seconds, lane)
    else:
        gathered.failure = Failure("paused", lane.words)


def _told(
    source: Source,
    query: Query,
    gathered: Gathered,
    started: float,
    breakers: Breakers,
    known: Sequence[Item] = (),
) -> Answer:
    """`known`: Patients of another answer that items of this one may point at."""
    checked = _checked(gathered.source, query, gathered.items, known)
    answer = _answer(checked, gathered, time.monotonic() - started)
    breakers.note(answer)
    _tell(source, query, answer)
    return answer


def _checked(source: Source, query: Query, items: Sequence[Item], known: Sequence[Item]) -> Checked:
    """An item that breaks the check itself is another reason to show nothing of that answer."""
    base = source.settings.options.get("url", "")
    try:
        checked = check([*known, *items], query, base if isinstance(base, str) else "")
        return replace(checked, patients=tuple(one for one in checked.patients if one not in known))
    except Exception as error:
        log_fault(source, query, error)
        return Checked(held_back=tuple(("unknown", NOT_CHECKED) for _ in items))


def _answer(checked: Checked, arrived: Gathered, seconds: float) -> Answer:
    state, reason = _state(checked, arrived)
    return Answer(
        arrived.source.settings.id,
        state,
        checked.items,
        checked.patients,
        failure=reason,
        held_back=checked.held_back,
        unreadable=tuple(arrived.unreadable),
        warnings=tuple(dict.fromkeys(arrived.warnings)),
        remarks=tuple(dict.fromkeys(arrived.remarks)),
        seconds=seconds,
        fetched_at=datetime.now(UTC),
        as_at=arrived.as_at,
        request_ids=tuple(arrived.request_ids),
        contradicts=checked.contradicts,
        words=str(arrived.failure) if state == "withheld" else "",
    )


def _state(checked: Checked, arrived: Gathered) -> tuple[State, Failure | None]:
    """The state the ledger shows, and why it is not plainly `answered` or `empty`."""
    failure = arrived.failure
    if checked.wrong_person:
        return "failed", Failure("wrong-person", _another(checked.contradicts))
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


def _another(contradicts: Sequence[str]) -> str:
    """In words that say by what, and nothing of whom."""
    words = "answered for another person"
    if "nhs-number" in contradicts or not contradicts:
        return words
    return (
        f"{words}: another birth date"
        if "birth-date" in contradicts
        else f"{words}: another name and gender"
    )


def _shortfall(checked: Checked, arrived: Gathered) -> Failure | None:
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
