"""What UK Core adds to an element in extensions, in words: the names are its own, the values as sent."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text
from carerecord.sections.contract import Linked
from carerecord.sections.people import who
from carerecord.sections.values import value_of
from carerecord.sections.words import joined, labelled, spaced

_PREFIX = "/Extension-UKCore-"


def added(element: Resource, linked: Linked, known: Collection[str] = ()) -> Iterator[str]:
    """“Delivery channel: In person” for each; `known`: names of those that are read elsewhere."""
    for one in map(as_dict, as_list(element.get("extension"))):
        _, found, name = first_text(one.get("url")).split("|")[0].partition(_PREFIX)
        if found and name not in known:
            yield labelled(spaced(name), _said(one, linked))


def _said(extension: Resource, linked: Linked) -> str:
    inner = (as_dict(one) for one in as_list(extension.get("extension")))
    parts = (labelled(spaced(first_text(one.get("url"))), _said(one, linked)) for one in inner)
    own = who(extension.get("valueReference"), linked) or value_of(extension)
    return joined(own, *parts, by="; ")
