"""What settings, roles, sections and months are called in figures."""

from __future__ import annotations

from carerecord.insight.use.contract import Places
from carerecord.sections import BY_NAME

SETTINGS = {
    "": "All",
    "acute": "Hospitals",
    "gp": "GP practices",
    "community": "Community",
    "mental-health": "Mental health",
    "ambulance": "Ambulance",
    "social-care": "Social care",
    "care-home": "Care homes",
    "pharmacy": "Pharmacies",
    "neighbour": "Neighbouring regions",
    "other": "Other",
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def setting_label(key: str) -> str:
    return SETTINGS.get(key, key)


def label_of(table: str, key: str, places: Places) -> str:
    if table == "settings":
        return setting_label(key)
    if table == "organisations":
        return places[key].name if key in places else key or "Not known"
    if table == "launchers":
        return key or "Not launched"
    if table == "sections":
        return BY_NAME[key].title if key in BY_NAME else key
    if table == "months":
        return f"{MONTHS[int(key[5:]) - 1]}-{key[:4]}"
    return _spoken(key)


def _spoken(role: str) -> str:
    """“care-home-nurse” as “Care home nurse”."""
    return role.replace("-", " ").capitalize() or "Not known"
