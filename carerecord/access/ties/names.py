"""By which name an employer's file and a sign-in mean one member of staff, however each writes it.

An employer knows its staff by the name they sign in with or by their professional registration. Case, spacing
and the body's way of writing its prefix (“GMC 7000101”, “gmc_id|7000101”) say nothing.
"""

from __future__ import annotations

import re
import unicodedata

from carerecord.contract import Viewer

_REGISTRATION = re.compile(
    r"(gmc|nmc|hcpc|gphc|gdc|goc|gosc|gcc|swe|scw)(?:_?(?:id|no|number))?[|:/#.-]*"
    r"((?=(?:[a-z]*[0-9]){4})[a-z0-9]+)"
)


def staff_name(written: str) -> str:
    """As it is compared; a registration is “gmc|7000101”."""
    folded = "".join(unicodedata.normalize("NFKC", written).casefold().split())
    registration = _REGISTRATION.fullmatch(folded)
    return f"{registration[1]}|{registration[2]}" if registration else folded


def names_of(viewer: Viewer) -> tuple[str, str]:
    """The viewer's own, and their registration; where none is recorded, their own again."""
    own = staff_name(viewer.id)
    return own, staff_name(viewer.registration) or own


def organisation_code(written: str) -> str:
    """An ODS code as it is compared."""
    return "".join(written.upper().split())
