"""Supply of a medicine: prescribed, at the pharmacy, dispensed, collected; only what a source said."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from carerecord.contract import Resource
from carerecord.sections.dates import in_order
from carerecord.sections.prescriptions import handed_over, supplied
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.comparison import Medicine, key_of
from carerecord.web.rows import row_of

IN_THE_HOME_DAYS = 60
MOST_EVENTS = 2


@dataclass(frozen=True, slots=True)
class Supplied:
    """One event of supply: prescribed, at the pharmacy, dispensed, collected."""

    words: str
    when: Markup
    in_the_home: bool = False


def supply(view: View, medicines: Iterable[Medicine]) -> dict[Hashable, list[Supplied]]:
    """The newest supply events of each medicine, by its key; only what the tracker itself said."""
    record = view.records.get("prescriptions")
    wanted = {medicine.key: medicine for medicine in medicines}
    found: dict[Hashable, list[tuple[str, Supplied]]] = {}
    for entry in record.entries if record else ():
        resource = entry.head.resource
        key = key_of(record, resource) if record else None
        medicine = wanted.get(key)
        if record is None or medicine is None:
            continue
        if row_of(record, entry) is None:
            continue
        words, when = supplied(resource)
        stopped = any(not s.current for s in medicine.said.values())
        home = stopped and _handed_over(resource, view.today)
        event = Supplied(words, formats.day_mark(when), home)
        found.setdefault(key, []).append((when, event))
    for medicine in wanted.values():
        for entry in medicine.supplied:
            row = row_of(view.records["medicines"], entry)
            if row is not None:
                event = Supplied("Prescribed", formats.day_mark(row.when))
                found.setdefault(medicine.key, []).append((row.when, event))
    newest = {
        key: sorted(events, key=lambda e: in_order(e[0]), reverse=True)
        for key, events in found.items()
    }
    return {key: [event for _, event in events[:MOST_EVENTS]] for key, events in newest.items()}


def in_the_home(view: View) -> dict[Hashable, Supplied]:
    """The newest supply of each medicine that was handed over of late, by its key."""
    record = view.records.get("prescriptions")
    found: dict[Hashable, tuple[str, Supplied]] = {}
    for entry in record.entries if record else ():
        resource = entry.head.resource
        if record is None or row_of(record, entry) is None:
            continue
        if not _handed_over(resource, view.today):
            continue
        words, when = supplied(resource)
        key, on = key_of(record, resource), in_order(when)
        if key not in found or on > found[key][0]:
            found[key] = on, Supplied(words, formats.day_mark(when), in_the_home=True)
    return {key: supplied for key, (_, supplied) in found.items()}


def _handed_over(resource: Resource, today: date) -> bool:
    """Within so many days; a time that cannot be read is no such day."""
    if not handed_over(resource):
        return False
    try:
        age = today - formats.exact(supplied(resource)[1])
    except ValueError:
        return False
    return age <= timedelta(days=IN_THE_HOME_DAYS)
