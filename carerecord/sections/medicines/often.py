"""How often a coded dose is taken, in words; and a number of a dose, safe to read."""

from __future__ import annotations

import re

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, quantity_text
from carerecord.sections.words import said, several

_TIMES = {1: "once", 2: "twice"}
_PERIODS = {
    "s": "second",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "wk": "week",
    "mo": "month",
    "a": "year",
}
_WHEN = {
    "HS": "at bedtime",
    "MORN": "in the morning",
    "AFT": "in the afternoon",
    "EVE": "in the evening",
    "NIGHT": "at night",
    "WAKE": "on waking",
    "C": "with meals",
    "AC": "before meals",
    "PC": "after meals",
    "CM": "with breakfast",
    "CD": "with lunch",
    "CV": "with dinner",
}
_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def dose_number(text: str) -> str:
    """The same number, safe to read: never another one. What is not a plain number stays as sent."""
    match = re.fullmatch(r"(\d*)(?:\.(\d+))?", text)
    if not match or text in ("", "."):
        return text
    whole, fraction = match[1] or "0", (match[2] or "").rstrip("0")
    grouped = f"{int(whole):,}" if len(whole) < 16 else whole
    return f"{grouped}.{fraction}" if fraction else grouped


def how_often(element: Resource) -> str:
    timing = as_dict(element.get("timing"))
    if words := said(timing.get("code")):
        return words
    repeat = as_dict(timing.get("repeat"))
    said_of_it = (_frequency(repeat), _when(repeat), _days(repeat), _hours(repeat), _for(repeat))
    return ", ".join(filter(None, (" ".join(filter(None, said_of_it)), _in_all(repeat))))


def _strings(value: object) -> list[str]:
    return [one for one in as_list(value) if isinstance(one, str)]


def _when(repeat: Resource) -> str:
    """“30 minutes before meals”: the offset is in minutes (R4 Timing)."""
    words = several([_WHEN.get(one, one) for one in _strings(repeat.get("when"))])
    offset = repeat.get("offset")
    return f"{offset} minutes {words}" if words and _is_number(offset) and offset else words


def _days(repeat: Resource) -> str:
    days = [_DAYS.get(one, one) for one in _strings(repeat.get("dayOfWeek"))]
    return f"on {several(days)}" if days else ""


def _hours(repeat: Resource) -> str:
    hours = [one.removesuffix(":00") for one in _strings(repeat.get("timeOfDay"))]
    return f"at {several(hours)}" if hours else ""


def _for(repeat: Resource) -> str:
    length = quantity_text(repeat.get("boundsDuration"))
    return f"for {length}" if length else ""


def _in_all(repeat: Resource) -> str:
    count = repeat.get("count")
    return f"{count} times in all" if _is_number(count) else ""


def _frequency(repeat: Resource) -> str:
    """“twice a day”, “every 8 hours”; nothing where it was not coded in full."""
    unit = _PERIODS.get(first_text(repeat.get("periodUnit")))
    period, times = repeat.get("period"), repeat.get("frequency")
    if unit is None or not _is_number(period):
        return ""
    span = dose_number(str(period))
    if _is_number(longest := repeat.get("periodMax")):
        span = f"{span} to {dose_number(str(longest))}"
    if times in (None, 1) and span != "1":
        return f"every {span} {unit}s"
    if not isinstance(times, int) or isinstance(times, bool):
        return ""
    most = repeat.get("frequencyMax")
    count = _TIMES.get(times, f"{times} times") if most is None else f"{times} to {most} times"
    if span != "1":
        return f"{count} every {span} {unit}s"
    return f"{count} {'an' if unit == 'hour' else 'a'} {unit}"


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
