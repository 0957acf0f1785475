"""The staff of an invented region, grouped by what they do."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.contract import Viewer

ROLES = {
    "doctor": "Doctors",
    "nurse": "Nurses, midwives and therapists",
    "paramedic": "Ambulance",
    "pharmacist": "Pharmacy",
    "social-worker": "Social workers",
    "care-home-nurse": "Care home nurses",
    "care-home-manager": "Care home managers",
    "receptionist": "Reception",
    "student": "Students",
    "privacy-officer": "Privacy officers",
}


def by_role(staff: Iterable[Viewer]) -> dict[str, list[Viewer]]:
    """Headings in the order of the roles; a role we do not know goes last under its own name."""
    people = list(staff)
    roles = [*ROLES, *dict.fromkeys(v.role for v in people if v.role not in ROLES)]
    found = {ROLES.get(role, role): [v for v in people if v.role == role] for role in roles}
    return {heading: viewers for heading, viewers in found.items() if viewers}
