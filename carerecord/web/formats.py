"""Names, dates, ages, numbers and times as staff read them (ux 5). Only what is known is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from carerecord.contract import Person
from carerecord.sections.words import several as several
from carerecord.sections.words import time_of as time_of
from carerecord.web.messages import say

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
LONDON = ZoneInfo("Europe/London")
NOT_RECORDED = "Not recorded"

_UNITS = (
    *(
        "mg",
        "g",
        "kg",
        "mcg",
        "micrograms?",
        "nanograms?",
        "ml",
        "mL",
        "units?",
        "tablets?",
        "puffs?",
    ),
    *(
        r"[mu]?mol/\w+",
        r"micromol/\w+",
        "[numk]?g/[a-zA-Z]+",
        "10[*^]9/L",
        r"m[lL]/min\S*",
        "fL",
        "%",
        "°C",
    ),
    *("mmHg", "cm", "mm", "m", "kPa", "bpm", "beats/min", "breaths/min", "[km]?U/[mlL]+"),
)
_IN_WORDS = re.compile(
    rf"\b(?:(?:\d\d-)?(?:{'|'.join(MONTHS)})-\d{{4}}|\d{{3}} \d{{3}} \d{{4}})\b"
    rf"|(?<![\w.])\d[\d.,]* (?:{'|'.join(_UNITS)})(?![\w/])"
)
"""A date, an NHS number, or a number and its unit. A time may stand on the next line: all are too long for a phone with large text."""
_DIGIT = re.compile("[0-9]")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$")


def name(person: Person) -> str:
    """“GIBSON, Margery (Mrs)”."""
    family = person.family.upper()
    words = f"{family}, {person.given}" if family and person.given else family or person.given
    return (f"{words} ({person.title})" if person.title else words) or "Name not recorded"


def addressed(person: Person) -> str:
    """“Mrs Gibson”, or both names when no title is known: a title is never guessed."""
    return f"{person.title or person.given} {person.family}".strip() or "this person"


@lru_cache(maxsize=8192)
def day(value: str) -> str:
    """A FHIR date or dateTime as DD-Mmm-YYYY, as precise as it was sent; “Not recorded” when empty."""
    if not value:
        return NOT_RECORDED
    if "T" in value:
        moment = _moment(value)
        value = moment.strftime("%Y-%m-%d") if moment else value[:10]
    found = _DATE.match(value)
    if not found:
        return value  # not a date of ours: shown as sent
    year, month, of_month = found.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        return value
    word = MONTHS[int(month) - 1]
    return f"{of_month}-{word}-{year}" if of_month else f"{word}-{year}"


@lru_cache(maxsize=8192)
def clock(value: str) -> str:
    """The time of day of a dateTime in London, 24 h; empty when it has none.

    The zone is added only in the hour that the clocks repeat.
    """
    found = _CLOCK.match(value)
    if not found:
        return ""
    if not found.group(4):
        return found.group(2)
    moment = _moment(value)
    return time_of(moment) if moment else found.group(2)


@lru_cache(maxsize=8192)
def day_mark(value: str) -> Markup:
    """The date as a `time` element."""
    if not value:
        return Markup('<span class="quiet">Not recorded</span>')
    words = day(value)
    if words == value and not _DATE.match(value):
        return escape(value)
    return Markup('<time datetime="{}">{}</time>').format(value, words)


@lru_cache(maxsize=8192)
def moment_mark(value: str) -> Markup:
    """Date and, where it was sent, time, as one `time` element."""
    hour = clock(value)
    if not hour:
        return day_mark(value)
    return Markup('<time datetime="{}">{} {}</time>').format(value, day(value), hour)


def lasted_mark(start: str, end: str) -> Markup:
    """Date and time; of what lasted over days each end with its own, so that no time stands with the wrong day."""
    if not end or day(end) == day(start):
        time = clock(start)
        on = day_mark(start)
        return on + Markup(' <span class="by">{}</span>').format(time) if time else on
    if not start:
        return Markup("until {}").format(moment_mark(end))
    return Markup("{} to {}").format(moment_mark(start), moment_mark(end))


def unbroken(words: str) -> Markup:
    """The words, escaped; no date, no NHS number and no quantity in them is broken over lines (ux 5)."""
    safe = escape(words)
    if isinstance(words, Markup) or not _DIGIT.search(safe) or not _IN_WORDS.search(safe):
        return safe
    return Markup(_IN_WORDS.sub(r'<span class="unbroken">\g<0></span>', str(safe)))  # noqa: S704  # escaped


@lru_cache(maxsize=4096)
def span_mark(start: str, end: str) -> Markup:
    """“28-Oct-2026 to 06-Nov-2026”; one date when both are the same day."""
    if not end or day(end) == day(start):
        return day_mark(start)
    if not start:
        return Markup("until {}").format(day_mark(end))
    return Markup("{} to {}").format(day_mark(start), day_mark(end))


def local_day(moment: datetime) -> str:
    """The day in London on which something happened, as DD-Mmm-YYYY."""
    return day(moment.astimezone(LONDON).strftime("%Y-%m-%d"))


def month(value: str) -> str:
    """“November 2026” of a FHIR date; the year alone when only that is known."""
    found = _DATE.match(value[:10]) or _DATE.match(value[:7])
    if not found or not found.group(2) or not 1 <= int(found.group(2)) <= 12:
        return value[:4]
    return f"{LONG_MONTHS[int(found.group(2)) - 1]} {found.group(1)}"


def age(born: str, at: date) -> str:
    """Days to 4 weeks, weeks to 1 year, months to 2, years and months to 18, then years.

    Empty when the birth date is not known to the day, or lies ahead: an age is never guessed.
    """
    try:
        birth = date.fromisoformat(born[:10])
    except ValueError:
        return ""
    if birth > at:
        return ""
    days = (at - birth).days
    months = _months_between(birth, at)
    if days < 28:
        return f"{days}d"
    if months < 12:
        return f"{days // 7}w"
    if months < 24:
        return f"{months}m"
    years, rest = divmod(months, 12)
    return (f"{years}y {rest}m" if rest else f"{years}y") if years < 18 else f"{years}y"


def lasted(length: timedelta) -> str:
    """“20 minutes”, “36 hours”, “3 days”: whole, and never more than it was."""
    minutes = int(length.total_seconds()) // 60
    if minutes < 120:
        return counted(minutes, (say("minute"), say("minutes")))
    if minutes < 48 * 60:
        return counted(minutes // 60, (say("hour"), say("hours")))
    return counted(minutes // (24 * 60), (say("day"), say("days")))


def born(person: Person, at: date) -> str:
    """“08-Nov-1948 (78y)”; no age after death, which the banner gives in its own words."""
    years = "" if person.died else age(person.birth_date, at)
    return f"{day(person.birth_date)} ({years})" if years else day(person.birth_date)


def _months_between(birth: date, at: date) -> int:
    return (at.year - birth.year) * 12 + at.month - birth.month - (at.day < birth.day)


def nhs_number(digits: str) -> str:
    """3 3 4 with ordinary spaces; anything that is not ten digits is shown as it is."""
    if len(digits) == 10 and digits.isdigit():
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
    return digits or NOT_RECORDED


def number_mark(digits: str) -> Markup:
    """The same, read and heard in three parts, and copied as ten digits: what stands between is not selected."""
    return (
        Markup('<span class="gap"> </span>').join(nhs_number(digits).split(" "))
        if digits
        else escape(NOT_RECORDED)
    )


def phone(number: str) -> str:
    """UK grouping of a number sent as digits alone; a number already grouped stays as recorded."""
    digits = number.strip()
    if digits.startswith("+44") and digits[1:].isdigit():
        digits = f"0{digits[3:]}"
    if not digits.isdigit() or len(digits) != 11 or digits[0] != "0":
        return number
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if digits.startswith(("011", "08", "03")) or re.match(r"01\d1", digits):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"


def gender(value: str) -> str:
    return value.replace("-", " ").capitalize() or NOT_RECORDED


def several_by(by: str, words: Iterable[str]) -> str:
    """The words that say something, each once."""
    return by.join(dict.fromkeys(word for word in words if word))


def counted(number: int, noun: tuple[str, str]) -> str:
    """“1 allergy”, “2 allergies”, “1,502 results”."""
    return f"{number:,} {noun[0] if number == 1 else noun[1]}"


def as_sent(value: Any) -> str:
    """A value of FHIR JSON in the digits it was sent in; no rounding, no invented zero."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else str(value)


@lru_cache(maxsize=8192)
def _moment(value: str) -> datetime | None:
    """A dateTime with its zone, in London; None when it has no zone or cannot be read."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return None
    return moment.astimezone(LONDON)


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def exact(value: str) -> date:
    """The day of a FHIR date known to the day; raises ValueError for a less precise one."""
    return date.fromisoformat(value[:10])
