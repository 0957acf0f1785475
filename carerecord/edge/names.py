"""Who a pushed Patient says that it is, by each of its names. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from carerecord.contract import Person, Resource
from carerecord.fhir import as_dict, as_list, first_text


def named_in(resource: Resource) -> Iterator[Person]:
    """Nobody, where it is no Patient or says no name."""
    if resource.get("resourceType") != "Patient":
        return
    gender = first_text(resource.get("gender"))
    for name in map(as_dict, as_list(resource.get("name"))):
        given = " ".join(filter(None, map(first_text, as_list(name.get("given")))))
        yield Person("", "", first_text(name.get("family")), given, gender=gender)
