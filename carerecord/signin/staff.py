"""The staff of an invented region, as the sign-in list shows them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from carerecord.contract import Viewer
from carerecord.store import Row


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One member of staff in one role. Their own NHS number is kept only as a digest."""

    username: str
    name: str
    role: str  # a row of the role and class matrix
    role_name: str
    organisation: str
    organisation_name: str
    teams: tuple[str, ...] = ()
    nhs_number: str = ""


def to_row(member: StaffMember, listed: int) -> dict[str, Any]:
    return {
        "username": member.username,
        "name": member.name,
        "role": member.role,
        "role_name": member.role_name,
        "organisation": member.organisation,
        "organisation_name": member.organisation_name,
        "teams": json.dumps(member.teams),
        "nhs_number_sha256": own_number(member.username, member.nhs_number),
        "listed": listed,
    }


def own_number(username: str, nhs_number: str) -> str:
    """A digest that only says whether a number is this member's own; empty when not known."""
    return sha256(f"{username}:{nhs_number}") if nhs_number else ""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def to_viewer(row: Row, session: str = "") -> Viewer:
    return Viewer(
        id=row["username"],
        name=row["name"],
        role=row["role"],
        role_name=row["role_name"],
        organisation=row["organisation"],
        organisation_name=row["organisation_name"],
        teams=tuple(json.loads(row["teams"])),
        session=session,
    )
