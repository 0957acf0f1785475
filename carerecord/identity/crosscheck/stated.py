"""What one Patient states of a person, as it is compared: every name, each way to reach them, what is empty left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carerecord.contract import Resource
from carerecord.fhir import address_text, as_dict, as_list, first_text, human_name
from carerecord.identity.folding import fold
from carerecord.identity.trace.details import name_of, phone_of, postcode_of

TITLES = frozenset(
    [
        "dame",
        "dr",
        "father",
        "lady",
        "lord",
        "master",
        "miss",
        "mr",
        "mrs",
        "ms",
        "mx",
        "prof",
        "professor",
        "rev",
        "reverend",
        "sir",
        "sister",
    ]
)
_FORMER = frozenset({"old", "maiden"})
_NOBODYS = frozenset({"anonymous", "temp"})
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b", re.I)


@dataclass(frozen=True, slots=True)
class StatedName:
    given: str
    family: str
    text: str  # as a person would write it
    former: bool = False

    @property
    def says_something(self) -> bool:
        """“Baby” and “Twin 1” are nobody's name."""
        name = name_of(self.given, self.family)
        return bool(name.given or name.family)


@dataclass(frozen=True, slots=True)
class StatedPlace:
    text: str
    postcode: str  # folded; empty where none is said, or nobody's


def names(patient: Resource) -> list[StatedName]:
    """Those in use first; a name that only stands for nobody's is left out."""
    found = [_name(one) for one in _elements(patient.get("name"))]
    said = [one for one in found if one is not None and one.says_something]
    return sorted(said, key=lambda one: one.former)


def places(patient: Resource) -> list[StatedPlace]:
    found = []
    for one in _elements(patient.get("address")):
        text = address_text(one)
        written = first_text(one.get("postalCode")) or _written_in(text)
        if not text or one.get("use") == "old" or _nowhere(written):
            continue
        found.append(StatedPlace(text, postcode_of(written)))
    return found


def phones(patient: Resource) -> list[str]:
    """As recorded; fax, e-mail and what is no whole number say nothing."""
    points = _elements(patient.get("telecom"))
    said = (
        first_text(one.get("value"))
        for one in points
        if one.get("system") in ("phone", "sms", None) and one.get("use") != "old"
    )
    return [one for one in said if phone_of(one)]


def without_titles(given: str) -> str:
    first, *more = given.split() or [""]
    return without_titles(" ".join(more)) if more and fold(first) in TITLES else given


def _name(element: Resource) -> StatedName | None:
    use = first_text(element.get("use"))
    if use in _NOBODYS:
        return None
    given = " ".join(_texts(element.get("given")))
    family = " ".join(_texts(element.get("family")))
    if not given and not family:
        given, family = _apart(first_text(element.get("text")))
    former = use in _FORMER or bool(as_dict(element.get("period")).get("end"))
    return StatedName(without_titles(given), family, human_name(element), former)


def _apart(text: str) -> tuple[str, str]:
    """“GIBSON, Margery (Mrs)” and “Mrs Margery Gibson”."""
    plain = re.sub(r"\([^)]*\)", " ", text)
    if "," in plain:
        family, _, given = plain.partition(",")
        return given.strip(), family.strip()
    *given_names, family = without_titles(plain).split() or [""]
    return " ".join(given_names), family


def _written_in(text: str) -> str:
    found = _POSTCODE.findall(text)
    return found[-1] if found else ""


def _nowhere(postcode: str) -> bool:
    return postcode.strip().upper().startswith("ZZ99")


def _elements(value: object) -> list[Resource]:
    return [as_dict(one) for one in as_list(value) if isinstance(one, dict)]


def _texts(value: object) -> Iterator[str]:
    return (one.strip() for one in as_list(value) if isinstance(one, str) and one.strip())
