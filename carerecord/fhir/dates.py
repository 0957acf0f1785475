"""FHIR dates as sent: a year, a month, a day or an instant. Never made more precise than they are."""

from __future__ import annotations

import re

from carerecord.fhir.reading import as_dict, as_list, first_text

_DATE = re.compile(
    r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01])(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?"
)


def is_date(value: object) -> bool:
    """Has the form of a FHIR date or dateTime; the day itself may not exist."""
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def first_date(resource: object, *keys: str) -> str:
    """The first of these elements that says when: a date, the start of a Period, or the first of a Timing."""
    element = as_dict(resource)
    for key in keys:
        value = element.get(key)
        if isinstance(value, dict):
            value = first_text(value.get("start"), *as_list(value.get("event")), value.get("end"))
        if isinstance(value, str) and value:
            return value
    return ""


def compatible_dates(one: object, other: object) -> bool:
    """Could be the same day: equal as far as the less precise of the two goes."""
    if not is_date(one) or not is_date(other):
        return False
    a, b = str(one)[:10], str(other)[:10]
    return a.startswith(b) or b.startswith(a)
