"""Evidence and signals to rows of their tables and back. Times are microseconds since 1970, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.access.contract import Evidence
from carerecord.access.evidence.signals import Signal
from carerecord.access.evidence.windows import Worked
from carerecord.access.times import micros, moment
from carerecord.store import Row

Values = str | int
OPEN_ENDED = micros(datetime(9999, 12, 31, tzinfo=UTC))


def or_open(at: datetime | None) -> int:
    return OPEN_ENDED if at is None else min(micros(at), OPEN_ENDED)


def or_none(at: int) -> datetime | None:
    return None if at >= OPEN_ENDED else moment(at)


def row_of(evidence: Evidence, recorded: int, note: str = "") -> dict[str, Values]:
    return {
        "person_id": evidence.person_id,
        "id": evidence.id,
        "kind": evidence.kind,
        "holder_kind": evidence.holder_kind,
        "holder": evidence.holder,
        "words": evidence.words,
        "starts": micros(evidence.starts),
        "ends": or_open(evidence.ends),
        "strength": evidence.strength,
        "source": evidence.source,
        "note": note,
        "recorded": recorded,
        "notify_from": or_open(evidence.notify_from),
    }


def evidence_of(row: Row) -> Evidence:
    times = {
        "starts": moment(row["starts"]),
        "ends": or_none(row["ends"]),
        "notify_from": or_none(row["notify_from"]),
    }
    return Evidence(**{**row, **times})


def worked_row(worked: Worked, recorded: int) -> tuple[Values, ...]:
    """In the order of `put_worked_out`."""
    return (
        *row_of(worked.evidence, recorded).values(),
        worked.source_id,
        0 if worked.attested is None else micros(worked.attested),
        int(worked.closed),
        worked.covers_kind or "",
        worked.covers,
    )


def signal_row(signal: Signal, recorded: int) -> tuple[Values, ...]:
    """In the order of `add_signal`."""
    return (
        signal.occurrence,
        signal.id,
        signal.kind,
        signal.person_id,
        signal.source,
        signal.source_id,
        signal.event,
        micros(signal.at),
        micros(signal.said),
        or_open(signal.until),
        signal.holder_kind,
        signal.holder,
        signal.team,
        signal.words,
        signal.strength,
        signal.covers_kind or "",
        signal.covers,
        recorded,
    )


def signal_of(row: Row) -> Signal:
    changed = {
        "at": moment(row["at"]),
        "said": moment(row["said"]),
        "until": or_none(row["until"]),
        "covers_kind": row["covers_kind"] or None,
    }
    return Signal(**{**row, **changed})
