"""The value of an observation as sent, in a form that is read aloud correctly (ux 5)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, period, quantity_text
from carerecord.sections.concepts import codes
from carerecord.sections.contract import Tag, Tone
from carerecord.sections.words import joined, labelled, said, shown_date

NO_RANGE = "Not given by the lab"

_COMPARATORS = {
    "<": "less than ",
    "<=": "no more than ",
    ">": "more than ",
    ">=": "at least ",
}
_SYSTOLIC = frozenset({"8480-6", "271649006", "72313002"})
_DIASTOLIC = frozenset({"8462-4", "271650006", "1091811000000102"})
_FLAGS: dict[str, tuple[str, Tone]] = {
    "h": ("High", "amber"),
    "l": ("Low", "amber"),
    "hh": ("Critical, high", "red"),
    "ll": ("Critical, low", "red"),
    "hu": ("High", "amber"),
    "lu": ("Low", "amber"),
    "a": ("Abnormal", "amber"),
    "aa": ("Critical, abnormal", "red"),
    "n": ("Normal", "grey"),
}

_TONES = {text.casefold(): tone for text, tone in _FLAGS.values()}
"""Of a flag in words alone."""


def quantity_words(value: object) -> str:
    """`<5 mmol/L` is “less than 5 mmol/L”."""
    element = as_dict(value)
    comparator = first_text(element.get("comparator"))
    if comparator not in _COMPARATORS:
        return quantity_text(element)
    rest = quantity_text({k: v for k, v in element.items() if k != "comparator"})
    return _COMPARATORS[comparator] + rest if rest else ""


def comparator_words(comparator: str) -> str:
    """`<` is “less than ”; one that is not of FHIR stands as sent."""
    return _COMPARATORS.get(comparator, comparator)


def value_of(holder: Resource) -> str:
    """The value of an Observation or of one component; empty when none was sent."""
    for key, value in holder.items():
        if key.startswith("value") and value is not None:
            return _READERS.get(key, said)(value) or said(value) or quantity_words(value)
    return ""


def result_of(observation: Resource) -> str:
    """Value and components together; else why there is none."""
    absent = labelled("No value", said(observation.get("dataAbsentReason")))
    parts = components_of(observation)
    return joined(value_of(observation), *parts, by="; ") or absent or "No value sent"


def components_of(observation: Resource) -> list[str]:
    """One text for each component; a blood pressure as one pair."""
    components = [as_dict(one) for one in as_list(observation.get("component"))]
    systolic = _with_code(components, _SYSTOLIC)
    diastolic = _with_code(components, _DIASTOLIC)
    pair = _pair(systolic, diastolic) if systolic and diastolic else ""
    rest = [c for c in components if not pair or (c is not systolic and c is not diastolic)]
    return [text for text in (pair, *map(_component, rest)) if text]


def _with_code(components: list[Resource], wanted: frozenset[str]) -> Resource | None:
    return next((c for c in components if codes(c.get("code")) & wanted), None)


def _pair(systolic: Resource, diastolic: Resource) -> str:
    """150/111 mmHg, only where both were sent plainly in one unit."""
    upper, lower = as_dict(systolic.get("valueQuantity")), as_dict(diastolic.get("valueQuantity"))
    unit = first_text(upper.get("unit"), upper.get("code"))
    if unit != first_text(lower.get("unit"), lower.get("code")):
        return ""
    if "comparator" in upper or "comparator" in lower:
        return ""
    high, low = (quantity_text({"value": one.get("value")}) for one in (upper, lower))
    shown = "mmHg" if unit == "mm[Hg]" else unit
    return f"{high}/{low} {shown}".strip() if high and low else ""


def _component(component: Resource) -> str:
    value = value_of(component) or labelled("no value", said(component.get("dataAbsentReason")))
    return " ".join(filter(None, (said(component.get("code")), value)))


def ranges_of(observation: Resource) -> str:
    """Every range as sent, with whom it applies to; never worked out."""
    found = _sent_ranges(observation)
    for one in map(as_dict, as_list(observation.get("component"))):
        found += [f"{said(one.get('code'))} {shown}".strip() for shown in _sent_ranges(one)]
    return joined(*found, by="; ") or NO_RANGE


def _sent_ranges(holder: Resource) -> list[str]:
    unit = first_text(as_dict(holder.get("valueQuantity")).get("unit"))
    found = (_range(as_dict(one), unit) for one in as_list(holder.get("referenceRange")))
    return [shown for shown in found if shown]


def _range(element: Resource, unit: str) -> str:
    ages = range_words(element.get("age"))
    qualifier = joined(
        said(element.get("type")), said(element.get("appliesTo")), labelled("age", ages)
    )
    shown = range_words(element, unit) or first_text(element.get("text"))
    return f"{shown} ({qualifier})" if qualifier and shown else shown


def range_words(value: object, unit: str = "") -> str:
    """“45 to 84”; the unit only where it differs from the value's own."""
    element = as_dict(value)
    low, high = as_dict(element.get("low")), as_dict(element.get("high"))
    own = first_text(high.get("unit"), low.get("unit"))
    shown = "" if own in ("", unit) else f" {own}"
    least, most = (quantity_text({"value": one.get("value")}) for one in (low, high))
    if least and most:
        return f"{least} to {most}{shown}"
    if least:
        return f"{least} or more{shown}"
    return f"{most} or less{shown}" if most else ""


def flag_of(observation: Resource) -> str:
    """Only what the laboratory sent."""
    return joined(*(text for text, _ in _flags(observation)))


def flag_tags(observation: Resource) -> tuple[Tag, ...]:
    return tuple(Tag(text, tone) for text, tone in _flags(observation) if not _is_normal(text))


def flagged(observation: Resource) -> bool:
    """Whether the laboratory sent a flag, in a code or in words, of all of it or of a part, but “normal”."""
    return bool(flag_tags(observation))


def _flags(observation: Resource) -> list[tuple[str, Tone]]:
    """Its own, then those of its parts, each with what it is about."""
    found = _sent_flags(observation)
    for one in map(as_dict, as_list(observation.get("component"))):
        about = said(one.get("code"))
        found += [
            (labelled(about, text) if about else text, tone) for text, tone in _sent_flags(one)
        ]
    return list(dict.fromkeys(found))


def _sent_flags(holder: Resource) -> list[tuple[str, Tone]]:
    found: list[tuple[str, Tone]] = []
    for one in as_list(holder.get("interpretation")):
        known = [_FLAGS[code] for code in sorted(codes(one)) if code in _FLAGS]
        text = said(one)
        found += known or ([(text, _TONES.get(text.casefold(), "grey"))] if text else [])
    return found


def _is_normal(text: str) -> bool:
    return text.rpartition(": ")[2].casefold() in ("n", "normal")


def _ratio(value: object) -> str:
    element = as_dict(value)
    parts = (quantity_words(element.get(key)) for key in ("numerator", "denominator"))
    return " to ".join(filter(None, parts))


def _yes_or_no(value: object) -> str:
    return {True: "Yes", False: "No"}.get(value, "") if isinstance(value, bool) else ""


def _between(value: object) -> str:
    return " to ".join(filter(None, map(shown_date, period(value))))


def _trace(_: object) -> str:
    return "A recorded trace, not shown here"


_READERS = {
    "valueQuantity": quantity_words,
    "valueRange": range_words,
    "valueRatio": _ratio,
    "valueBoolean": _yes_or_no,
    "valuePeriod": _between,
    "valueDateTime": shown_date,
    "valueSampledData": _trace,
}
