"""Where a decision that is not a whole permit leads: to what the viewer may say, or to why it stays closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from carerecord.access.contract import Decision, DeclarationKind
from carerecord.contract import Viewer
from carerecord.web.frame.places import first_page

ASKED: tuple[DeclarationKind, ...] = ("LR-14", "OWN-3", "DEC-1")
"""What is asked on the page of reasons, in this order; an emergency has a page of its own."""
LONGEST = 500  # characters of the one line of words


@dataclass(frozen=True, slots=True)
class Said:
    """What a viewer chose and typed on a page that asks why."""

    reason: str = ""
    words: str = ""

    @classmethod
    def read(cls, form: Mapping[str, str]) -> Said:
        return cls(form.get("reason", ""), form.get("words", "").strip()[:LONGEST])


NOTHING_SAID = Said()


def asked_first(decision: Decision) -> DeclarationKind | None:
    """What to ask before the record opens; of an open one, before its documents do (SFL-3)."""
    if decision.allowed:
        return "SFL-3" if "SFL-3" in decision.offers else None
    return next((kind for kind in ASKED if kind in decision.offers), None)


def way_in(decision: Decision, v: str, viewer: Viewer) -> str:
    """The address to go to; the record itself when it is open."""
    if decision.allowed:
        return first_page(viewer, v)
    if asked_first(decision):
        return f"/p/{v}/why"
    return f"/p/{v}/emergency" if decision.may_declare_emergency else f"/p/{v}/refused"
