"""Evidence to a row of its table and back. Times are microseconds since 1970, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from carerecord.access.contract import Evidence
from carerecord.store import Row

Values = str | int
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
OPEN_ENDED = (datetime(9999, 12, 31, tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Raises TypeError when `at` has no time zone: which moment it means would be a guess."""
    return (at - EPOCH) // timedelta(microseconds=1)


def moment(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)


def row_of(evidence: Evidence, recorded: int, note: str = "") -> dict[str, Values]:
    return {
        "person_id": evidence.person_id,
        "id": evidence.id,
        "kind": evidence.kind,
        "holder_kind": evidence.holder_kind,
        "holder": evidence.holder,
        "words": evidence.words,
        "starts": micros(evidence.starts),
        "ends": OPEN_ENDED if evidence.ends is None else micros(evidence.ends),
        "strength": evidence.strength,
        "source": evidence.source,
        "note": note,
        "recorded": recorded,
    }


def evidence_of(row: Row) -> Evidence:
    ends = None if row["ends"] >= OPEN_ENDED else moment(row["ends"])
    return Evidence(**{**row, "starts": moment(row["starts"]), "ends": ends})
