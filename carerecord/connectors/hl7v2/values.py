"""OBX-5: the value of one observation, to the digit; what is not what its type says is kept as text. Pure.

HL7 2.4 and 2.5.1, 7.4.2 and chapter 2A.
"""

from __future__ import annotations

import re
from typing import Any

from carerecord.connectors.hl7v2.coded import concept, concepts
from carerecord.connectors.hl7v2.message import Segment
from carerecord.connectors.hl7v2.times import date_time
from carerecord.connectors.hl7v2.told import Arrived
from carerecord.connectors.pushed import NUMBER
from carerecord.fhir import Sent

TEXT = frozenset({"TX", "FT", "ST", ""})
_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d))?")
_COMPARATORS = ("<", "<=", ">=", ">")
_UCUM = "http://unitsofmeasure.org"

Value = dict[str, Any]
"""One `value[x]` by its name; {} where nothing was sent."""


def values(obx: Segment, arrived: Arrived) -> list[Value]:
    """One for each repetition of OBX-5; of text they are lines of one."""
    kind = obx.text(2)
    if kind in TEXT:
        return [found for found in [_text(obx.lines(5), "")] if found]
    if kind in ("CE", "CWE", "CF", "CNE", "IS", "ID"):
        return [{"valueCodeableConcept": one} for one in concepts(obx, 5)]
    read = {"NM": _number, "SN": _structured}.get(kind)
    if read:
        return [found for one in obx.repetitions(5) if (found := read(obx, one))]
    return [found for one in obx.repetitions(5) if (found := _moment(obx, one, arrived))]


def unit(segment: Segment, field: int = 6) -> dict[str, str]:
    """OBX-6 as sent; as a code too where it says that it is one of UCUM."""
    words = segment.words(field) or segment.words(field, 2)
    if not words:
        return {}
    is_ucum = segment.text(field, 3) == "UCUM"
    return {"unit": words, **({"system": _UCUM, "code": words} if is_ucum else {})}


def as_sent(obx: Segment, one: str) -> str:
    """A repetition that is nothing else: its components as they stand, without what parts them at the end."""
    parts = (obx.words(5, of=part) for part in one.split(obx.delimiters.component))
    return " ".join(filter(None, parts))


def in_words(obx: Segment, lines: list[str]) -> str:
    """Name and value in one text; `lines` are what it says where it is text itself."""
    values = [as_sent(obx, one) for one in obx.repetitions(5)]
    value = "\n".join(lines) if obx.text(2) in TEXT else "; ".join(filter(None, values))
    shown = f"{value} {unit(obx).get('unit', '')}".strip()
    return ": ".join(filter(None, (concept(obx, 3).get("text", ""), shown)))


def quantity(number: str, obx: Segment, comparator: str = "") -> Value:
    found: dict[str, Any] = {"value": Sent(number), **unit(obx)}
    return {"valueQuantity": {"comparator": comparator, **found} if comparator else found}


def _number(obx: Segment, one: str) -> Value:
    sent = as_sent(obx, one)  # all of it: of 120^/^80 no part is the value
    if NUMBER.fullmatch(sent):
        return quantity(sent, obx)
    return _text(sent, unit(obx).get("unit", ""))


def _structured(obx: Segment, one: str) -> Value:
    """SN: comparator, number, what stands between, number."""
    comparator, first, between, second = (obx.words(5, place, of=one) for place in (1, 2, 3, 4))
    plain = NUMBER.fullmatch(first) and not between and not second
    if plain and comparator in ("", "=", *_COMPARATORS):
        return quantity(first, obx, comparator if comparator in _COMPARATORS else "")
    words = "".join((comparator, first, between, second))
    return _text(words, unit(obx).get("unit", ""))


def _moment(obx: Segment, one: str, arrived: Arrived) -> Value:
    """A date, a time, or something of a type that is read as text."""
    kind, sent = obx.text(2), obx.text(5, of=one)
    if kind in ("DT", "TS", "DTM") and (found := date_time(sent, arrived.zone)):
        return {"valueDateTime": found}
    if kind == "TM" and (time := _TIME_OF_DAY.fullmatch(sent)):
        return {"valueTime": f"{time[1]}:{time[2]}:{time[3] or '00'}"}
    return _text(as_sent(obx, one), "")


def _text(words: str, of_what: str) -> Value:
    shown = f"{words} {of_what}".rstrip() if words else ""
    return {"valueString": shown} if shown else {}
