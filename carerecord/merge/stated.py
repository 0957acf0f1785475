"""Results that are known to state the same, so that reports which hold them need not compare them again."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from carerecord.contract import Resource
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.linking import Links

_BARE = {"reference"}


def results_stated(record: SectionRecord) -> Iterator[tuple[int, Entry]]:
    """By id() of each result: the entry it is in. An earlier version states something else."""
    for entry in record.every_entry:
        if entry.head.type == "Observation":
            for item in entry.items:
                if item not in entry.earlier:
                    yield id(item.resource), entry


def held(resource: Resource, sets: Sequence[str], links: Links) -> Hashable:
    """What must be equal in any order, as far as it was merged before: where these are equal, so are the sets."""
    return tuple([_results(resource.get(key), links) for key in sets])


def _results(value: object, links: Links) -> Hashable:
    """The entries that the results of a report are in, in any order. What is not known equals nothing."""
    if value is None:
        return None
    each = value if isinstance(value, list) else [value]
    return frozenset([_stated_in(reference, links) for reference in each])


def _stated_in(reference: object, links: Links) -> object:
    """Of a bare reference: what stands beside one says something too."""
    bare = isinstance(reference, dict) and reference.keys() == _BARE
    return links.stated_in.get(id(links(reference)), object()) if bare else object()
