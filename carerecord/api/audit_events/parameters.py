"""The search parameters of `AuditEvent`, read into what is looked for; anything else is refused by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from carerecord.viewing.auditing import EventCriteria

MOST = 200  # events on one page
STAFF, ROLE, VIEW = "urn:carerecord:staff", "urn:carerecord:role", "urn:carerecord:view"
LOG = "urn:carerecord:log"
IGNORED = frozenset({"_format", "_pretty"})
_NAME = re.compile(r"[a-z_][A-Za-z_.:-]{0,39}")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_OUTCOME = re.compile("0|4|8|12")
_CODE = re.compile(r"[A-Za-z0-9._@+:/-]{1,128}")
_NHS_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{3}[ -]?\d{3}[ -]?\d{4}(?![0-9A-Za-z])")
_DATE = re.compile(
    r"(?P<prefix>eq|ge|gt|le|lt)?(?P<said>(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T\d\d:(?P<minute>\d\d)(?P<second>:\d\d(?P<fraction>\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?)?)?)"
)


class Refused(ValueError):
    """A parameter that is not one of ours, or a value that it cannot have; never quotes the value."""

    def __init__(self, code: str, *words: str) -> None:
        super().__init__(*words)
        self.code = code
        self.words = words


def criteria(pairs: Sequence[tuple[str, str]]) -> EventCriteria:
    """Raises `Refused`."""
    given = [(name, value) for name, value in pairs if name not in IGNORED]
    _refuse_unknown(given)
    read: dict[str, Any] = {}
    for name, value in given:
        if name != "_cursor" and _NHS_NUMBER.search(value):
            raise Refused("value", "A person is looked for by the region's id, as Patient/{id}.")
        for key, one in READERS[name](name, value).items():
            read[key] = _both(name, key, read[key], one) if key in read else one
    asked = sorted(pair for pair in given if pair[0] not in ("_cursor", "_count"))
    return EventCriteria(words=f"AuditEvent?{urlencode(asked)}", **read)


def _refuse_unknown(given: Sequence[tuple[str, str]]) -> None:
    """Named where it looks like a parameter: what does not could be anything, a person's name too (I7)."""
    unknown = sorted({name for name, _ in given} - READERS.keys())
    named = [one for one in unknown if _NAME.fullmatch(one)]
    if unknown:
        words = [f"Not a parameter of this search: {one}." for one in named]
        raise Refused("not-supported", *(words or ["Search by: " + ", ".join(READERS)]))


def _both(name: str, key: str, before: Any, now: Any) -> Any:
    """`date` twice is a time from and a time to; any other parameter twice is more than is offered."""
    if key == "since":
        return max(before, now)
    if key == "until":
        return min(before, now)
    raise Refused("not-supported", f"{name}: give it once, or values with commas between them.")


def _matched(name: str, pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise Refused("value", f"{name}: not a value that it can have.")
    return value


def _token(name: str, value: str, system: str) -> str:
    """`value`, or `system|value` with the one system there is."""
    said, bar, code = value.rpartition("|")
    if bar and said != system:
        raise Refused("value", f"{name}: the system is {system}.")
    return _matched(name, _CODE, code)


def _tokens(name: str, value: str) -> tuple[tuple[str, str], ...]:
    found = []
    for one in value.split(","):
        system, _, code = one.rpartition("|")
        found.append((system, _matched(name, _CODE, code)))
    return tuple(found)


def _patient(name: str, value: str) -> dict[str, Any]:
    return {"person_id": _matched(name, _ID, value.removeprefix("Patient/"))}


def _entity(name: str, value: str) -> dict[str, Any]:
    """A person, or a view by the id that is its X-Correlation-Id."""
    if value.startswith("Patient/"):
        return _patient(name, value)
    return {"view_id": _token(name, value, VIEW)}


def _outcome(name: str, value: str) -> dict[str, Any]:
    return {"outcomes": tuple(_matched(name, _OUTCOME, one) for one in value.split(","))}


def _count(name: str, value: str) -> dict[str, Any]:
    return {"count": max(1, min(MOST, int(_matched(name, re.compile(r"\d{1,6}"), value))))}


def _date(name: str, value: str) -> dict[str, Any]:
    """A time stands for all of it that it does not say: a day for the whole day (FHIR R4 3.1.1.4.7)."""
    found = _DATE.fullmatch(value)
    if found is None:
        raise Refused("value", f"{name}: eq, ge, gt, le or lt, and a FHIR date, such as ge2026-11.")
    try:
        start, end = _span(found)
    except (ValueError, OverflowError):
        raise Refused("value", f"{name}: there is no such day or time.") from None
    return {
        "eq": {"since": start, "until": end},
        "ge": {"since": start},
        "gt": {"since": end},
        "le": {"until": end},
        "lt": {"until": start},
    }[found["prefix"] or "eq"]


def _span(found: re.Match[str]) -> tuple[datetime, datetime]:
    if found["minute"]:
        start = datetime.fromisoformat(found["said"]).astimezone(UTC)
        return start, start + _lasts(found)
    year, month, day = int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
    start = datetime(year, month or 1, day or 1, tzinfo=UTC)
    if day:
        return start, start + timedelta(days=1)
    if month:
        return start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
    return start, datetime(year + 1, 1, 1, tzinfo=UTC)


def _lasts(found: re.Match[str]) -> timedelta:
    if found["fraction"]:
        return timedelta(milliseconds=1)
    return timedelta(seconds=1) if found["second"] else timedelta(minutes=1)


Reader = Callable[[str, str], dict[str, Any]]
READERS: dict[str, Reader] = {
    "_id": lambda name, value: {"event_id": _matched(name, _ID, value)},
    "_count": _count,
    "_cursor": lambda name, value: {"cursor": _matched(name, _CODE, value)},
    "patient": _patient,
    "date": _date,
    "agent": lambda name, value: {"viewer_id": _token(name, value, STAFF)},
    "agent:identifier": lambda name, value: {"viewer_id": _token(name, value, STAFF)},
    "agent-role": lambda name, value: {"role": _token(name, value, ROLE)},
    "entity": _entity,
    "entity:identifier": _entity,
    "type": lambda name, value: {"types": _tokens(name, value)},
    "subtype": lambda name, value: {"subtypes": _tokens(name, value)},
    "outcome": _outcome,
    "source": lambda name, value: {"recorder": _token(name, value, LOG)},
    "source:identifier": lambda name, value: {"recorder": _token(name, value, LOG)},
}
"""Each parameter, and what of the search it sets. `_cursor` is for the links that we give."""

PARAMETERS = {
    "_id": "token",
    "patient": "reference",
    "date": "date",
    "agent": "reference",
    "agent-role": "token",
    "entity": "reference",
    "type": "token",
    "subtype": "token",
    "outcome": "token",
    "source": "reference",
}
"""Those of FHIR R4 itself, and the type of each."""
