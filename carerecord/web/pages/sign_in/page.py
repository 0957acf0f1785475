"""The words of sign-in: staff of an invented region by what they do, and why somebody was not let in."""

from __future__ import annotations

from collections.abc import Iterable

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.web.messages import say

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


def notice(settings: Settings) -> str:
    """About authorised use (AUT-5): the region's own words, or ours."""
    return settings.region.startup_notice or say("sign-in.notice")


def stopped_words(stop: str, provider_id: str, settings: Settings) -> str:
    """What the person can do about it; nothing that would help somebody who meddles."""
    if stop != "down":
        return say(f"sign-in.{stop}")
    names = {one.id: one.name for one in settings.provider}
    others = [name for one, name in names.items() if one != provider_id]
    if settings.accounts.enabled:
        others.append("a passkey")
    other = f"Use {' or '.join(others)} or open" if others else "Open"
    return say("sign-in.down", provider=names.get(provider_id, ""), other=other)
