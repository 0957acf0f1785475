"""What a section says of one item, whatever the item holds: one badly made item never costs the record."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Sequence

from carerecord.contract import Resource
from carerecord.sections import owners
from carerecord.sections.contract import Section, never
from carerecord.sections.dates import clinical_date, in_order

LAST = (-sys.maxsize, "")


def sure_owners(sections: Sequence[Section]) -> Callable[[Resource], Section]:
    """As `owners`; what cannot be told goes to the section that takes any type."""
    owner_of = owners(sections)
    rest = next(section for section in sections if not section.resource_types)

    def owner(resource: Resource) -> Section:
        try:
            return owner_of(resource)
        except Exception:  # a section that fails on one item must not fail on all
            return rest

    return owner


def is_negative(section: Section, resource: Resource) -> bool:
    if section.negative is never:
        return False
    try:
        return bool(section.negative(resource))
    except Exception:  # not plainly a statement of none
        return False


def is_positive(section: Section, resource: Resource) -> bool:
    """What cannot be told stands among the entries, where it is seen."""
    try:
        return bool(section.positive(resource))
    except Exception:  # not plainly in error
        return True


def standing(section: Section, resource: Resource) -> tuple[int, str]:
    """Greater stands higher: by the section's rule, then newest first."""
    try:
        return -section.rank(resource), in_order(clinical_date(resource))
    except Exception:  # it has no place of its own
        return LAST


def heading(section: Section, resource: Resource) -> Hashable | None:
    """None: it stands alone."""
    try:
        key = section.merge_key(resource) if section.merge_key else None
        hash(key)
    except Exception:  # nothing to put it under
        return None
    return key
