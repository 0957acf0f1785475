"""How what a source sent is put into words. Nothing is added, converted, rounded or cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, is_date, text_of
from carerecord.sections.contract import Tag, Tone
from carerecord.texts.markup import words_of_html

_STRUCK_OR_HIDDEN = re.compile(
    r"<(?:s|del|strike)\b|line-through|display\s*:\s*none|visibility\s*:|<[^>]*\shidden\b",
    re.IGNORECASE,
)
"""Mark-up without which its words would say something else."""

NOT_RECORDED = "Not recorded"
NOT_NAMED = "Not named by this source"

_LONDON = ZoneInfo("Europe/London")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATUS_TONES: dict[str, Tone] = {
    "preliminary": "amber",
    "registered": "amber",
    "corrected": "amber",
    "amended": "amber",
    "entered-in-error": "red",
    "cancelled": "grey",
}


def said(value: object) -> str:
    """Every concept of an element, in order, each once; a bare string or number as it is."""
    if isinstance(value, str):
        return value.strip()
    if not isinstance(value, list):
        return "" if value is None else _one(value)
    return "; ".join(dict.fromkeys(filter(None, map(_one, value))))


def _one(value: object) -> str:
    if isinstance(value, dict) and isinstance(text := value.get("text"), str) and text:
        return text.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return text_of(value).strip()


def term(resource: Resource, *keys: str) -> str:
    """What the item is about, by the first of these elements that says anything."""
    found = (said(resource.get(key)) for key in keys)
    return next(filter(None, found), "") or unnamed(resource)


def unnamed(resource: Resource) -> str:
    """Of an entry without a name its narrative, as a quotation: it may be all that was sent (R4 Narrative)."""
    div = first_text(as_dict(resource.get("text")).get("div"))
    if _STRUCK_OR_HIDDEN.search(div):
        return f"{NOT_NAMED}: its words are struck out or hidden in part, and stand in its entry"
    words = " ".join(words_of_html(div).split())
    return f"{NOT_NAMED}: “{words}”" if words else NOT_NAMED


def in_words(code: object) -> str:
    """A FHIR code as a person would write it: `entered-in-error` is “Entered in error”."""
    text = said(code).replace("-", " ").replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def spaced(name: str) -> str:
    """`RiskAssessment` as “Risk assessment”."""
    text = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    return text[:1].upper() + text[1:]


def several(names: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def recorded(text: str) -> str:
    """A cell is never empty: blank space is not a statement."""
    return text or NOT_RECORDED


def joined(*texts: str, by: str = ", ") -> str:
    return by.join(dict.fromkeys(text for text in texts if text))


def notes_of(resource: Resource, *keys: str) -> tuple[str, ...]:
    """The source's own words, whole: annotations, and any other elements that hold words."""
    found = [said(resource.get(key)) for key in keys]
    for note in as_list(resource.get("note")):
        found.append(note if isinstance(note, str) else first_text(as_dict(note).get("text")))
    return tuple(dict.fromkeys(filter(None, found)))


def labelled(label: str, text: str) -> str:
    """“Reason: fall at home”, or nothing when there is nothing to say."""
    return f"{label}: {text}" if text else ""


def lines(*texts: str | Iterable[str]) -> tuple[str, ...]:
    """Notes in order, empty ones and repeats left out; of the same words that which says what they are stays."""
    flat = (one for text in texts for one in ([text] if isinstance(text, str) else text))
    found = dict.fromkeys(filter(None, flat))
    named = {one.partition(": ")[2] for one in found}
    return tuple(one for one in found if one not in named)


def status_tags(resource: Resource) -> tuple[Tag, ...]:
    """A status that a reader must not miss; the usual ones carry no tag."""
    status = resource.get("status")
    if isinstance(status, str) and status in _STATUS_TONES:
        return (Tag(in_words(status), _STATUS_TONES[status]),)
    return ()


def extension_of(resource: Resource, name: str) -> Resource:
    """The first extension whose address ends in this name, without its version."""
    for one in map(as_dict, as_list(resource.get("extension"))):
        if first_text(one.get("url")).split("|")[0].endswith(name):
            return one
    return {}


def shown_date(value: object) -> str:
    """06-Nov-2026, as precise as sent; with the London time where there is one (ux 5)."""
    if not isinstance(value, str) or not is_date(value):
        return said(value)
    if "T" in value:
        return _shown_instant(value)
    year, *rest = value.split("-")
    if not rest:
        return year
    return "-".join([*reversed(rest[1:]), _MONTHS[int(rest[0]) - 1], year])


def _shown_instant(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
        at = at.astimezone(_LONDON) if at.tzinfo else at
    except (ValueError, OverflowError):
        return value
    clock = time_of(at) if at.tzinfo else f"{at:%H:%M}"
    return f"{at.day:02}-{_MONTHS[at.month - 1]}-{at.year} {clock}"


def time_of(moment: datetime, shape: str = "%H:%M") -> str:
    """HH:mm in London, with the clock in force on that day; the zone only in the hour that comes twice."""
    local = moment.astimezone(_LONDON)
    words = local.strftime(shape)
    other = local.replace(fold=1 - local.fold)
    if other.utcoffset() != local.utcoffset():
        return f"{words} {local.tzname()}"
    return words
