"""A neighbouring region's bundle as items of one source. Pure.

It sends what its own sources said, unmerged, and each item names its source. Ids and references mean something within
that source alone (R4 bundle.html, references), so both are made local to it here: two of its sources may use one id.
Values, codes and dates stay as they were sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from carerecord.connectors.contract import Page, SourceUnreadable
from carerecord.connectors.said import is_short, words_in
from carerecord.contract import Item, Resource
from carerecord.fhir import as_dict, as_list, encode_resource, first_text, resource_decoder

NAMED = "urn:carerecord:source:"
INDEX = "urn:carerecord:index"
RELAYED = "came from yet another region"
NOT_READABLE = "could not be read"
LONGEST_WORDS = 200
_LONGEST_ID = 64  # R4 datatypes.html, id
_LOCAL = re.compile(r"(?P<type>[A-Z][A-Za-z]+)/(?P<id>[A-Za-z0-9.-]{1,64})(?:/_history/.+)?")
_URN = "urn:uuid:"
_OF_EVERYBODY = {("information", "not-found"), ("information", "suppressed")}
"""The neutral statement, and sources that do not know the person."""
_IN_PASSING = ("information", "not-supported")
"""Which of its own sources it did not ask: nobody asked here would be told otherwise."""


class _Entry(msgspec.Struct):
    resource: msgspec.Raw = msgspec.Raw(b"")


class _Bundle(msgspec.Struct):
    resourceType: str  # noqa: N815 (as FHIR spells it)
    entry: list[_Entry] = []


_decoder = msgspec.json.Decoder(_Bundle)


@dataclass(slots=True)
class _Read:
    """What is in the bundle, by the source that said it."""

    person: list[Resource] = field(default_factory=list)
    said: dict[str, list[Resource]] = field(default_factory=dict)
    outcomes: list[Resource] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)

    def take(self, resource: Resource) -> None:
        source = first_text(as_dict(resource.get("meta")).get("source"))
        if resource.get("resourceType") == "OperationOutcome":
            self.outcomes.append(resource)
        elif source.count(NAMED) > 1:
            self.unreadable.append(RELAYED)
        elif source.startswith(NAMED):
            name = source.removeprefix(NAMED).partition("#")[0]
            self.said.setdefault(name, []).append(resource)
        elif source == INDEX:
            self.person.append(resource)
        # Its own words about what is empty are not repeated: what we know of that, we say ourselves.


def page_of(body: bytes, source_id: str) -> Page:
    """Raises `SourceUnreadable` when it is no Bundle."""
    read = _read(body)
    everything = [*(("", one) for one in read.person), *_localised(read.said)]
    return Page(
        tuple(Item(source_id, one, encode_resource(one), behind) for behind, one in everything),
        tuple(read.unreadable),
        _words(read.outcomes, lambda kind: kind not in {*_OF_EVERYBODY, _IN_PASSING}),
        incomplete=(
            "one of its sources did not fully answer" if any(map(is_short, read.outcomes)) else ""
        ),
        remarks=_words(read.outcomes, lambda kind: kind == _IN_PASSING),
    )


def why_not(body: bytes) -> str:
    """The words it refuses with, as far as they can be shown; they complete “did not share: …”."""
    try:
        outcome = msgspec.json.decode(body, type=dict)
    except (ValueError, RecursionError):
        outcome = {}
    words = next(words_in(outcome), "")
    shown = "".join(letter for letter in words if letter.isprintable())[:LONGEST_WORDS].strip(" .")
    return f"{shown[:1].lower()}{shown[1:]}" if shown else "it gave no reason"


def _read(body: bytes) -> _Read:
    try:
        bundle = _decoder.decode(body)
    except (ValueError, RecursionError):
        raise SourceUnreadable from None
    if bundle.resourceType != "Bundle":
        raise SourceUnreadable
    read, decode = _Read(), resource_decoder()
    for entry in bundle.entry:
        try:
            read.take(decode(entry.resource))
        except (ValueError, RecursionError):
            read.unreadable.append(NOT_READABLE)
    return read


def _words(
    outcomes: Sequence[Resource], of_kind: Callable[[tuple[object, object]], bool]
) -> tuple[str, ...]:
    issues = [
        issue
        for outcome in outcomes
        for issue in map(as_dict, as_list(outcome.get("issue")))
        if of_kind((issue.get("severity"), issue.get("code")))
    ]
    return tuple(words_in({"issue": issues}))


def _localised(said: Mapping[str, Sequence[Resource]]) -> Iterator[tuple[str, Resource]]:
    """With the source that said it."""
    for name, resources in said.items():
        known = {
            f"{kind}/{own}": f"{kind}/{_local_id(name, own)}"
            for one in resources
            if (kind := first_text(one.get("resourceType"))) and (own := first_text(one.get("id")))
        }
        for one in resources:
            yield name, _local(one, name, known)


def _local(resource: Resource, name: str, known: Mapping[str, str]) -> Resource:
    own = resource.get("id")
    local = {"id": _local_id(name, own)} if isinstance(own, str) else {}
    return {**{key: _walked(value, name, known) for key, value in resource.items()}, **local}


def _walked(value: object, name: str, known: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return {
            key: _referring(inner, name, known)
            if key == "reference" and isinstance(inner, str)
            else _walked(inner, name, known)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_walked(one, name, known) for one in value]
    return value


def _referring(reference: str, name: str, known: Mapping[str, str]) -> str:
    """One to an item that was sent leads to it, however it was written; any other relative one stays its source's."""
    found = _LOCAL.fullmatch(reference)
    if found:
        return f"{found['type']}/{_local_id(name, found['id'])}"
    if reference.startswith(_URN):
        ends = f"/{reference.removeprefix(_URN)}"
        return next((local for said, local in known.items() if said.endswith(ends)), reference)
    tail = "/".join(reference.split("/")[-2:])
    return known.get(tail, reference) if "://" in reference else reference


def _local_id(name: str, own: str) -> str:
    """As it is sent, after the name of its source; where that is too long for an id, what stands for both."""
    whole = f"{name}.{own}"
    return whole if len(whole) <= _LONGEST_ID else hashlib.sha256(whole.encode()).hexdigest()
