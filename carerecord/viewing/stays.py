"""The last hospital stay of a record, as far as the sources that answered say."""

from __future__ import annotations

from datetime import date

from carerecord.sections.concepts import status_is
from carerecord.sections.dates import clinical_date, in_order
from carerecord.viewing.contract import View


def last_stay(view: View) -> str:
    """The day the newest hospital stay that has begun did so; "" where no source says of one."""
    today = view.today.isoformat()
    found = (
        in_order(clinical_date(entry.head.resource))[:10]
        for name in ("admissions", "discharges")
        if (record := view.records.get(name))
        for entry in record.entries
        if status_is(entry.head.resource, "in-progress", "onleave", "finished")
    )
    return max((day for day in found if is_day(day) and day <= today), default="")


def is_day(text: str) -> bool:
    """“2026-11-21”, and there was such a day."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
