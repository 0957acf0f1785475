"""Codes that open somebody's door or key safe, taken out of everything that is shown (ux S14).

They are told by the words around them. What was taken out comes back beside the item, for whoever asks to see it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from carerecord.access.withholding.location import Hiding, scrub
from carerecord.access.withholding.positions import Positions, starts
from carerecord.access.withholding.suspects import NUMEROUS
from carerecord.contract import Item
from carerecord.fhir import encode_resource

HIDDEN_CODE = "[access code hidden]"

_CODE = r"(?P<{}>[A-Z#*]{{0,2}}(?:\d{{3,8}}|\d(?: \d){{3,7}})[A-Z#*]{{0,2}})(?!\w|[ -]?\d)"  # no telephone number
_SAFE = r"\b(?:key ?(?:safe|box|pad)|lock ?box|padlock)\b"
_DOOR = r"\b(?:intercom|alarm|door|gate|entry|entrance|access|security)\b"
_NEAR = r"[^.;\n<>]{0,40}?"
_IS = r"(?:\s(?:is|of))?[\s:=,(“'\"]{1,3}"
_NAMED = rf"\b(?:code|pin|combination){_IS}"
_WITH_ITS_DOOR = re.compile(
    rf"(?:{_SAFE}|{_DOOR}){_NEAR}{_NAMED}{_CODE.format('named')}"
    rf"|{_SAFE}{_NEAR}(?:[:=,]\s?|\b(?:number|no\.?){_IS}){_CODE.format('safe')}",
    re.I,
)
_ALONE = re.compile(_NAMED + _CODE.format("alone"), re.I)
_OF_A_TERM = re.compile(
    r"(?:snomed(?: ct)?|icd(?:-?\d\d?)?|opcs|read|ctv3|loinc|bnf|dm\+d|ods|post|zip|area|diall?ing|bar|"
    rf"error|colou?r|problem|diagnosis|procedure|billing|product)[ -]?code{_IS}$",
    re.I,
)
_GETTING_IN = re.compile(rf"{_SAFE}|{_DOOR}|\bgetting in\b", re.I)
_OF_THE_HOME = frozenset({
    "Appointment", "CarePlan", "CareTeam", "Communication", "Consent", "Device", "DeviceUseStatement",
    "EpisodeOfCare", "Flag", "Goal", "QuestionnaireResponse", "RelatedPerson", "ServiceRequest", "Task",
})  # fmt: skip
"""Types in whose words a code alone is one that opens something."""
_SAFES = {
    b"key": (b"key safe", b"keysafe", b"key box", b"keybox", b"key pad", b"keypad"),
    b"lock": (b"lock box", b"lockbox", b"padlock"),
    b" code": (b"door code", b"access code", b"entry code"),
}
"""By what is in each: most records hold none. Whole bytes are found many times sooner than a pattern is."""
_NAMES = tuple(map(re.compile, (rb'code[^"\w]', rb'pin[^"\w]', b"combination", b'"data"')))
"""A safe, or one of these, is in every item that may hold one; of what is numerous safes alone are looked for."""
_TELLING = ("code", "pin", "combination", "key", "lock")
"""One of these is in all words that tell a code."""
_WHAT_IT_IS = ("resourceType", "id", "meta", "subject", "patient")


class _Codes:
    """Takes codes out of words, and keeps each with the words that told it."""

    def __init__(self, of_the_home: bool) -> None:
        self._of_the_home = of_the_home
        self.found: list[str] = []

    def words(self, text: str, *, looks: bool = True) -> str:
        if text.isascii() and not _tells(text.lower()):
            return text
        text = _WITH_ITS_DOOR.sub(self._hidden, text)
        if self._of_the_home or _GETTING_IN.search(text):
            text = _ALONE.sub(self._hidden, text)
        return text

    def _hidden(self, match: re.Match[str]) -> str:
        name = match.lastgroup or ""
        start, end = match.span(name)
        if _OF_A_TERM.search(match.string[max(0, start - 40) : start]):
            return match.group()
        self.found.append(match.group())
        return (
            f"{match.string[match.start() : start]}{HIDDEN_CODE}{match.string[end : match.end()]}"
        )


def _worth_reading(items: Sequence[Item]) -> set[Item]:
    """Those with a safe in their bytes or, of types that are not numerous, with another word that tells a code."""
    others = [item for item in items if item.type not in NUMEROUS]
    return {*_where(items, _safes), *_where(others, _names)}


def _where(items: Sequence[Item], found: Callable[[bytes], Iterator[int]]) -> Iterator[Item]:
    """All are searched at once, in lower case."""
    raws = [item.raw for item in items]
    joined = b"\n".join(raws).lower()
    return (items[at] for at in Positions(raws).of(found(joined)))


def _safes(joined: bytes) -> Iterator[int]:
    for stem, safes in _SAFES.items():
        if stem in joined:
            for safe in safes:
                yield from starts(joined, safe)


def _names(joined: bytes) -> Iterator[int]:
    return (match.start() for pattern in _NAMES for match in pattern.finditer(joined))


def _tells(text: str) -> bool:
    return any(word in text for word in _TELLING)


def without_access_codes(items: Sequence[Item]) -> list[tuple[Item, tuple[str, ...]]]:
    """Each item without them, and each code as “key safe code 1234”; the very same item where there are none."""
    reading = _worth_reading(items)
    return [_without(item) if item in reading else (item, ()) for item in items]


def _without(item: Item) -> tuple[Item, tuple[str, ...]]:
    codes = _Codes(item.type in _OF_THE_HOME)
    try:
        shown = scrub(item, Hiding(codes))
    except RecursionError:  # nobody can say what is so deep in it: what it is stays
        bare = {key: item.resource[key] for key in _WHAT_IT_IS if key in item.resource}
        return replace(item, resource=bare, raw=encode_resource(bare)), ()
    return shown, tuple(dict.fromkeys(codes.found))
