"""How often a coded dose is taken, in words; and a number of a dose, safe to read."""

from __future__ import annotations

import re

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, period, quantity_text
from carerecord.sections.words import said, several, shown_date

_TIMES = {"1": "once", "2": "twice"}
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
    """A code says all but from when and for how long (R4 Timing.code), which stands beside it."""
    timing = as_dict(element.get("timing"))
    repeat = as_dict(timing.get("repeat"))
    words = said(timing.get("code"))
    coded = (_frequency(repeat), _when(repeat), _days(repeat), _hours(repeat), _each(repeat))
    rhythm = (words,) if words else coded
    parts = (" ".join(filter(None, (*rhythm, _for(repeat)))), _in_all(repeat), _on(timing))
    return ", ".join(filter(None, parts))


def lasting(element: Resource) -> str:
    """Only for how long, or until when; of what has no end nothing."""
    repeat = as_dict(as_dict(element.get("timing")).get("repeat"))
    ends = repeat.get("boundsDuration") or repeat.get("boundsRange")
    return _for(repeat) if ends or period(repeat.get("boundsPeriod"))[1] else ""


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
    """For how long, or from when until when: the steps of a reducing course differ in nothing else."""
    length = quantity_text(repeat.get("boundsDuration"))
    limits = as_dict(repeat.get("boundsRange"))
    ends = [quantity_text(limits.get(end)) for end in ("low", "high")]
    start, end = map(shown_date, period(repeat.get("boundsPeriod")))
    return " ".join(
        filter(
            None,
            (
                f"for {length}" if length else "",
                f"for {' to '.join(filter(None, ends))}" if any(ends) else "",
                f"from {start}" if start else "",
                f"until {end}" if end else "",
            ),
        )
    )


def _each(repeat: Resource) -> str:
    """How long each one takes: an infusion over 30 minutes."""
    unit = _PERIODS.get(first_text(repeat.get("durationUnit")))
    least, most = repeat.get("duration"), repeat.get("durationMax")
    if unit is None or not _is_number(least):
        return ""
    span = dose_number(str(least)) + (f" to {dose_number(str(most))}" if _is_number(most) else "")
    return f"over {span} {unit if span == '1' else f'{unit}s'}"


def _in_all(repeat: Resource) -> str:
    count, most = repeat.get("count"), repeat.get("countMax")
    if not _is_number(count):
        return ""
    times = f"{count} to {most}" if _is_number(most) else str(count)
    return "once in all" if times == "1" else f"{times} times in all"


def _on(timing: Resource) -> str:
    """The very days or moments on which it is taken."""
    moments = [shown_date(one) for one in _strings(timing.get("event"))]
    return f"on {several(moments)}" if moments else ""


def _frequency(repeat: Resource) -> str:
    """“twice a day”, “every 8 hours”; nothing where it was not coded in full."""
    unit = _PERIODS.get(first_text(repeat.get("periodUnit")))
    every, times = repeat.get("period"), repeat.get("frequency")
    if unit is None or not _is_number(every):
        return ""
    span = dose_number(str(every))
    if _is_number(longest := repeat.get("periodMax")):
        span = f"{span} to {dose_number(str(longest))}"
    most = repeat.get("frequencyMax")
    if times in (None, 1) and most is None and span != "1":
        return f"every {span} {unit}s"
    count = _count(times, most)
    if not count:
        return ""
    if span != "1":
        return f"{count} every {span} {unit}s"
    return f"{count} {'an' if unit == 'hour' else 'a'} {unit}"


def _count(times: object, most: object) -> str:
    """“twice”, “1 to 2 times”, “up to 4 times”; nothing of what is no count."""
    least, limit = (one if _is_number(one) else None for one in (times, most))
    if limit is not None:
        return f"up to {limit} times" if least is None else f"{least} to {limit} times"
    return "" if least is None else _TIMES.get(str(least), f"{least} times")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
