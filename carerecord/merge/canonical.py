"""One form for what is spelt in several: codes, their names, units (merging 3.1, 3.2). Nothing is dropped but spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from carerecord.contract import Resource
from carerecord.merge.units import UCUM, one_spelling
from carerecord.sections.concepts import system_of

# Of punctuation only what says nothing; between digits it does say something: 1-5, 0.5, 1,000.
_SILENT = re.compile(r"(?<!\d)[.,;:'’‘\"“”()\[\]_‐‑–—-]+(?!\d)|\s+")
_KIND = re.compile(
    r" \((?:disorder|finding|procedure|situation|substance|product|observable entity|event)\)$"
)


@lru_cache(maxsize=16_384)
def plain_name(text: str) -> str:
    """Without case, spacing and the punctuation and the kind in brackets that say nothing more."""
    return " ".join(_SILENT.sub(" ", _KIND.sub("", text.casefold().strip())).split())


def plain(value: Any) -> Any:
    """A value in one form, all the way down."""
    if isinstance(value, dict):
        if "coding" in value:
            return _concept(value)
        if "value" in value and ("unit" in value or "code" in value):
            return _quantity(value)
        if "code" in value and ("system" in value or "display" in value):
            return plain_coding(value)
        return _all_plain(value)
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def _all_plain(element: Resource) -> Resource:
    return {
        key: plain(inner) if isinstance(inner, dict | list) else inner
        for key, inner in element.items()
    }


def plain_coding(coding: Resource) -> Resource:
    """A name that only repeats the code says nothing."""
    made = _all_plain(coding)
    system, display = coding.get("system"), coding.get("display")
    if isinstance(system, str):
        made["system"] = system_of(system)
    if isinstance(display, str):
        name = plain_name(display)
        made["display"] = name
        if isinstance(code := coding.get("code"), str) and name == plain_name(code):
            del made["display"]
    return made


def _concept(concept: Resource) -> Resource:
    made = _all_plain(concept)
    codings = made["coding"]
    if isinstance(codings, list) and len(codings) > 1:
        made["coding"] = sorted(codings, key=_place)
    if isinstance(text := concept.get("text"), str):
        made["text"] = plain_name(text)
        if made["text"] in _names(concept):
            del made["text"]
    return made


def _place(coding: Any) -> tuple[str, ...]:
    found = coding if isinstance(coding, dict) else {}
    return tuple(str(found.get(key)) for key in ("system", "code", "display"))


def _names(concept: Resource) -> set[str]:
    codings = concept["coding"]
    held = [one for one in codings if isinstance(one, dict)] if isinstance(codings, list) else []
    return {
        plain_name(said)
        for one in held
        for said in (one.get("display"), one.get("code"))
        if isinstance(said, str)
    }


def _quantity(quantity: Resource) -> Resource:
    """The unit once, where it is sent in words and in code and both are the same."""
    made = _all_plain(quantity)
    unit, code = quantity.get("unit"), quantity.get("code")
    if isinstance(unit, str):
        made["unit"] = one_spelling(unit)
    if isinstance(code, str) and quantity.get("system", UCUM) == UCUM:
        made.pop("system", None)
        made["code"] = one_spelling(code)
        if made.setdefault("unit", made["code"]) == made["code"]:
            del made["code"]
    return made
