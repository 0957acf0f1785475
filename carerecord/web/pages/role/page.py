"""The roles somebody may select one of, under the organisation each is held at."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.signin.contract import OfferedRole


def by_organisation(roles: Iterable[OfferedRole]) -> dict[str, list[OfferedRole]]:
    """In the order the roles were offered."""
    found: dict[str, list[OfferedRole]] = {}
    for role in roles:
        found.setdefault(role.organisation_name, []).append(role)
    return found
