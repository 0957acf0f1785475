"""A CSV file read row by row: each is read into R4, or what is wrong is named by its row and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from carerecord.connectors.contract import Pushed
from carerecord.connectors.csv_drop.translate import KINDS, STATUSES, resources
from carerecord.connectors.folder_feed import Part
from carerecord.connectors.pushed import own_id
from carerecord.connectors.table import Columns, Row, Wrong, parts
from carerecord.contract import SourceSettings

NEEDED = ("nhs_number", "birth_date", "id", "kind", "title", "status", "said")
COLUMNS = Columns((*NEEDED, "text", "starts", "ends", "worker", "phone"), NEEDED, NEEDED)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"\d{10}")


def rows(raw: bytes, source: SourceSettings, zone: ZoneInfo) -> Iterator[Part]:
    """Every row of one file; a file that is wrong as a whole is one part."""
    return parts(raw, COLUMNS, lambda row: _pushed(row, source, zone))


def _pushed(row: Row, source: SourceSettings, zone: ZoneInfo) -> Pushed:
    number = row["nhs_number"].replace(" ", "")
    if not _NUMBER.fullmatch(number):
        raise Wrong(", column nhs_number: it is not ten digits")
    for name, known in (("kind", KINDS), ("status", STATUSES)):
        if row[name] not in known:
            raise Wrong(f", column {name}: it must be one of {', '.join(known)}")
    for name in ("birth_date", "starts", "ends"):
        if row.get(name) and not _is_day(row[name]):
            raise Wrong(f", column {name}: it is no day, as 2026-11-21")
    said = _moment(row["said"], zone)
    kind, own = KINDS[row["kind"]], own_id(row["kind"], row["id"])
    gone = row["status"] == "removed"
    return Pushed(
        said=said,
        numbers=(number,),
        birth_date=row["birth_date"],
        resources=resources(row, number, own, source.name, gone=gone),
        removed=((kind, own),) if gone else (),
    )


def _is_day(sent: str) -> bool:
    try:
        return bool(_DAY.fullmatch(sent)) and bool(date.fromisoformat(sent))
    except ValueError:
        return False


def _moment(sent: str, zone: ZoneInfo) -> datetime:
    """A day is its beginning; a time without a zone is local."""
    try:
        at = datetime.fromisoformat(sent)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Wrong(", column said: it is no time, as 2026-11-21T09:12:00+00:00") from None
