"""Documents of a protected person stay closed until the viewer says why (SFL-3). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.access.contract import Evidence
from carerecord.contract import Person

BODY_BANNER = (
    "The text of this document may still say where this person lives or is seen. "
    "Do not repeat it, and do not leave it on the screen."
)
"""Stands above every opened document of a protected person."""


def documents_closed(person: Person, evidence: Iterable[Evidence]) -> bool:
    """Whether documents of this person are shut to a viewer who has this evidence in force."""
    return person.protected and all(one.kind != "SFL-3" for one in evidence)
