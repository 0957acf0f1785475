"""What the terms of a view close (governance 3.7, 3.14): sources, sections of a source, single items."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from carerecord.access.contract import Terms
from carerecord.access.withholding.leaks import name_of
from carerecord.contract import Item, Resource
from carerecord.fhir import SUPPORTING

OBJECTED = "OPT-4"


def by_terms(
    items: Sequence[Item], terms: Terms, section_of: Callable[[Resource], str] | None
) -> Iterator[tuple[int, str]]:
    """Position and rule of each item that is closed; of a closed source everything, should any have come.

    Without `section_of` nobody can say what belongs to a closed section, so all of that source goes.
    """
    partly = {source for source, _ in terms.sections}
    for at, item in enumerate(items):
        source = item.source_id
        if source in terms.sources:
            yield at, terms.sources[source].rule
        elif source in partly and (rule := _of_section(item, terms, section_of)):
            yield at, rule


def objected(items: Sequence[Item], terms: Terms) -> Iterator[int]:
    """Positions of the items somebody objected to."""
    return (at for at, item in enumerate(items) if name_of(item) in terms.items)


def _of_section(
    item: Item, terms: Terms, section_of: Callable[[Resource], str] | None
) -> str | None:
    if section_of is None:
        return next(c.rule for (source, _), c in terms.sections.items() if source == item.source_id)
    if item.type in SUPPORTING:
        return None
    closed = terms.sections.get((item.source_id, section_of(item.resource)))
    return closed.rule if closed else None
