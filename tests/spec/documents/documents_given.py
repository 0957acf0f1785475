"""Documents other people made, beside the project (../shared/data), and what is put round a section of one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from carerecord.connectors.documents.tests.documents_published import LONDON, cda, section_of
from carerecord.contract import Item, Resource
from carerecord.fhir import linked_in
from carerecord.sections import SECTIONS, owners

__all__ = ["LONDON", "SHARED", "cda", "section_in", "shown"]

SHARED = Path(__file__).parents[4] / "shared/data"
_OWNER = owners(SECTIONS)


def section_in(name: str) -> str:
    """A section as its examples have it, without what stands round it."""
    found = sorted((SHARED / "cda/hl7-entries").glob(f"{name}*.xml"))
    if not found:
        pytest.skip("the examples of CDA are not beside the project")
    return section_of(found[0])


def shown(resources: Iterable[Resource]) -> list[tuple[str, str]]:
    """Each resource's section, and all that its row says in one line; the document and its person apart."""
    made = list(resources)
    linked = linked_in(Item("s", one, b"") for one in made)
    rows = []
    for one in made[2:]:
        section = _OWNER(one)
        row = section.row(one, linked)
        what = " – ".join(part.text for part in row.what)
        rows.append(
            (
                section.name,
                " | ".join(
                    [
                        what,
                        row.when,
                        row.until,
                        row.status,
                        *row.cells,
                        *row.notes,
                        *(t.text for t in row.tags),
                        row.by,
                    ]
                ),
            )
        )
    return rows
