"""What an item is about: one concept by the best code system that was sent, and the words beside it (merging 3.1)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.merge.canonical import plain_coding, plain_name
from carerecord.sections.concepts import PREFERRED, system_of

_OF_A_CODING = ("system", "code", "display")
_ALONE = frozenset(_OF_A_CODING)
NOTHING: frozenset[Any] = frozenset()


@dataclass(frozen=True, slots=True)
class Name:
    """`concept` must be equal. `displays` and `text` are its words.

    `others` are codes in further systems, each with a name of its own: a bare one says nothing to a reader.
    """

    concept: Hashable
    coded: bool
    others: frozenset[str] = NOTHING
    displays: frozenset[str] = NOTHING
    text: str = ""

    @property
    def words(self) -> frozenset[str]:
        return self.displays | {self.text} if self.text else self.displays

    @property
    def qualified(self) -> bool:
        """Its words say something that the name of its code does not."""
        return bool(self.text) and self.text not in self.displays


NAMELESS = Name(None, True)
"""Of a type that nothing names, as a visit."""


def concept_of(concept: object) -> Hashable:
    """The codes in the first system present; cheap, for a first look. None: it has no code."""
    return usual_concept(concept) or _concept(_by_system(concept))


def usual_concept(concept: Any) -> tuple[str, tuple[str, ...]] | None:
    """Of one code with its system: most are sent so."""
    try:
        (coding,) = concept["coding"]
        code, system = coding["code"], coding["system"]
    except (KeyError, TypeError, ValueError):
        return None
    if isinstance(code, str) and isinstance(system, str) and code:
        return system_of(system), (code,)
    return None


def name_of(concept: object) -> Name:
    """Uncoded, its words are what it is about."""
    element = as_dict(concept)
    coding = element.get("coding")
    if isinstance(coding, list) and len(coding) == 1 and isinstance(coding[0], dict):
        sent = tuple(map(coding[0].get, _OF_A_CODING))
        if coding[0].keys() <= _ALONE and all(isinstance(one, str) and one for one in sent):
            return _usual(*sent, element.get("text") if _is_text(element, "text") else "")
    return _any(element)


@lru_cache(maxsize=4_096)
def _usual(system: str, code: str, display: str, text: str) -> Name:
    """One code with its system and name: most are sent so, and the same ones again and again."""
    coding = dict(zip(_OF_A_CODING, (system, code, display), strict=True))
    return _any({"coding": [coding], "text": text})


def _any(element: Resource) -> Name:
    by_system = _by_system(element)
    found = _concept(by_system)
    text = plain_name(sent) if isinstance(sent := element.get("text"), str) else ""
    if found is None:
        displays = {plain_name(c["display"]) for c in _codings(element) if _is_text(c, "display")}
        return Name(("words", text, tuple(sorted(displays))), False)
    main = by_system.pop(found[0])
    return Name(
        (found, *sorted(_beyond(one) for one in main)),
        True,
        frozenset(
            repr(sorted(plain_coding(one).items()))
            for held in by_system.values()
            for one in held
            if "display" in one
        ),
        frozenset(plain_name(one["display"]) for one in main if _is_text(one, "display")),
        text,
    )  # fmt: skip


def same_words(head: Name, other: Name) -> bool:
    """A code without any words says no less than its name does; words that qualify are never passed over."""
    return head.words == other.words or (not other.words and not head.qualified)


def _codings(concept: object) -> list[Resource]:
    return [one for one in as_list(as_dict(concept).get("coding")) if isinstance(one, dict)]


def _by_system(concept: object) -> dict[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for one in _codings(concept):
        if _is_text(one, "code"):
            system = one.get("system")
            found.setdefault(system_of(system) if isinstance(system, str) else "", []).append(one)
    return found


def _concept(by_system: dict[str, list[Resource]]) -> tuple[str, tuple[str, ...]] | None:
    for system in (*PREFERRED, *sorted(by_system)):
        if system in by_system:
            return system, tuple(sorted({one["code"] for one in by_system[system]}))
    return None


def _beyond(coding: Resource) -> str:
    """What a coding says besides its code and name: a version, an extension."""
    beyond = {k: v for k, v in coding.items() if k not in ("system", "code", "display")}
    return repr(sorted(beyond.items())) if beyond else ""


def _is_text(coding: Resource, key: str) -> bool:
    value = coding.get(key)
    return isinstance(value, str) and bool(value)
