"""Where the bar at the top leads, by what the viewer's role is for. The rules refuse whoever goes elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from carerecord.contract import Viewer
from carerecord.web.messages import say

OVERSEES = "privacy-officer"
"""The role that opens no record and sees who looked (ROL-2)."""
AMBULANCE_CREW = "paramedic"


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    words: str
    here: bool = False


def home(viewer: Viewer | None) -> str:
    """The first page of this role's work."""
    return "/review" if viewer and viewer.role == OVERSEES else "/find"


def first_page(viewer: Viewer, v: str) -> str:
    """Where a record opens for this role (ux 7)."""
    return f"/p/{v}/ambulance" if viewer.role == AMBULANCE_CREW else f"/p/{v}"


def places(viewer: Viewer | None, path: str, engineers: Collection[str] = ()) -> tuple[Place, ...]:
    """Nowhere, before somebody is signed in and has a role. `engineers`: ids of the staff who connect sources."""
    if viewer is None:
        return ()
    if viewer.role == OVERSEES:
        offered = _OVERSEEING
    else:
        offered = () if path == "/find" else (("/find", say("frame.find-another")),)
    if viewer.id in engineers:
        offered = (*offered, ("/sources", "Sources"))
    return tuple(Place(address, words, address == path) for address, words in offered)


_OVERSEEING: tuple[tuple[str, str], ...] = (
    ("/review", "Access review"),
    ("/review/log", "Search the log"),
    ("/review/doubts", "What looks wrong"),
    ("/my-access", "Tell a person"),
    ("/explain", "Who may see what"),
    ("/use", "Use of the record"),
    ("/find", "Find a person"),
)
