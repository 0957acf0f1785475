"""What an item states: what must be equal, and what may be missing on one side (merging 3)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from carerecord.contract import Resource
from carerecord.fhir import is_date
from carerecord.merge.canonical import plain_name
from carerecord.merge.following import followed, pointed_at
from carerecord.merge.linking import Links
from carerecord.merge.naming import NAMELESS, Name, name_of, same_words
from carerecord.merge.stated import held
from carerecord.merge.statement import LEFT_OUT
from carerecord.sections.compared import Compared
from carerecord.sections.dates import in_order

_MEDICINE = "medicationReference"


@dataclass(frozen=True, slots=True)
class Detail:
    """What the items of one statement may have more or less of."""

    name: Name
    optional: Mapping[str, Any]  # by element: a set of its parts, or dates by what they are of

    @property
    def weight(self) -> int:
        """More where more is said: who says all that another does, and more, weighs more."""
        parts = sum(_weight(one) for one in self.optional.values())
        return parts + len(self.name.others) + sum(map(len, self.name.words))

    def covers(self, other: Detail) -> bool:
        """Says everything the other says, where all that must be equal is."""
        if not self.name.coded:
            return self == other
        return (
            other.name.others <= self.name.others
            and same_words(self.name, other.name)
            and all(_covers(self.optional.get(k), one) for k, one in other.optional.items())
        )


class Statement:
    """Of one item. Raises what a badly made resource makes it raise: such a one says what no other does."""

    __slots__ = ("_compared", "_links", "_resource", "_rest", "name")

    def __init__(self, resource: Resource, compared: Compared, links: Links) -> None:
        self._resource, self._compared, self._links = resource, compared, links
        self._rest: Resource = {}
        self.name = NAMELESS

    def required(self) -> Hashable:
        """What must be equal, but for sets."""
        resource, compared, links = self._resource, self._compared, self._links
        self._rest = rest = links.trimmed(resource).copy()
        self.name = _taken_name(rest, resource, compared, links)
        equal = rest
        for path in compared.inner_dates:
            equal = _without_inner(equal, path)
        body = links.forms.all_but(equal, compared.may_differ)
        also = compared.also(resource) if compared.also else ""
        return followed(body, resource, links), self.name.concept, also

    def held(self) -> Hashable:
        """The same, as far as it was merged before: where these are equal, so are the sets."""
        return held(self._rest, self._compared.sets, self._links)

    def sets(self) -> Hashable:
        """What must be equal in any order: dear, so asked last."""
        parts = (self._rest.get(key) for key in self._compared.sets)
        return tuple(None if one is None else self._parts(one) for one in parts)

    def detail(self) -> Detail:
        optional: dict[str, Any] = {
            key: self._parts(self._rest[key])
            for key in self._compared.optional
            if key in self._rest
        }
        for path in self._compared.dates:
            if (value := _at(self._rest, path)) is not None:
                optional[path] = dict(value) if isinstance(value, dict) else {"": value}
        return Detail(self.name, optional)

    def _parts(self, value: Any) -> frozenset[bytes]:
        each = value if isinstance(value, list) else [value]
        bodies = (self._links.forms.element("", one) for one in each)
        return frozenset(followed(body, self._resource, self._links) for body in bodies)


def _at(resource: Resource, path: str) -> Any:
    key, _, inner = path.partition(".")
    value = resource.get(key)
    return value.get(inner) if inner and isinstance(value, dict) else None if inner else value


def _without_inner(resource: Resource, path: str) -> Resource:
    key, _, inner = path.partition(".")
    if isinstance(value := resource.get(key), dict):
        return resource | {key: {k: v for k, v in value.items() if k != inner}}
    return resource


def _taken_name(rest: Resource, resource: Resource, compared: Compared, links: Links) -> Name:
    """Takes the name out of what is left to compare; what it says beyond codes and words stays there."""
    if not compared.name:
        return NAMELESS
    concept = rest.pop(compared.name, None)
    if concept is None and _MEDICINE in rest:
        concept = _taken_medicine(rest, resource, links)
    if isinstance(concept, dict):
        beyond = {k: v for k, v in concept.items() if k not in ("coding", "text")}
        if beyond:
            rest["named"] = beyond
    elif concept is not None:
        rest["named"] = concept
    return name_of(concept)


def _taken_medicine(rest: Resource, resource: Resource, links: Links) -> Any:
    """One that is sent as a resource is named by its code; what else that says stays to be compared."""
    found = pointed_at(rest[_MEDICINE], resource, links)
    if not found or "code" not in found:
        return None
    shown = rest.pop(_MEDICINE).get("display")
    if beyond := _beyond_its_code(found):
        rest["medicine"] = beyond
    if shown and not (isinstance(shown, str) and plain_name(shown) in name_of(found["code"]).words):
        rest["shown"] = shown
    return found["code"]


def _beyond_its_code(medicine: Resource) -> Resource:
    return {
        key: value
        for key, value in medicine.items()
        if key not in LEFT_OUT | {"code", "resourceType", "text"}
        and (key, value) != ("status", "active")
    }


def _weight(said: Any) -> int:
    if isinstance(said, frozenset):
        return len(said)
    return sum(len(one) if isinstance(one, str) else 1 for one in said.values())


def _covers(mine: Any, theirs: Any) -> bool:
    if mine is None:
        return False
    if isinstance(theirs, frozenset):
        return isinstance(mine, frozenset) and theirs <= mine
    return all(key in mine and _as_exact(mine[key], date) for key, date in theirs.items())


def _as_exact(mine: Any, theirs: Any) -> bool:
    """The same date, or the same given less exactly: 2019 under 2019-03-04."""
    if mine == theirs:
        return True
    if not (
        isinstance(mine, str) and isinstance(theirs, str) and is_date(mine) and is_date(theirs)
    ):
        return False
    local, less = in_order(mine), in_order(theirs)
    return local == less or (len(less) in (4, 7, 10) and local.startswith(less))
