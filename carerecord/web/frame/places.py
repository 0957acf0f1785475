"""Where the bar at the top leads, by what the viewer's role is for. The rules refuse whoever goes elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.contract import Viewer

OVERSEES = "privacy-officer"
"""The role that opens no record and sees who looked (ROL-2)."""


@dataclass(frozen=True, slots=True)
class Place:
    address: str
    words: str
    here: bool = False


def home(viewer: Viewer | None) -> str:
    """The first page of this role's work."""
    return "/review" if viewer and viewer.role == OVERSEES else "/find"


def places(viewer: Viewer | None, path: str) -> tuple[Place, ...]:
    """Nowhere, before somebody is signed in and has a role."""
    if viewer is None:
        return ()
    if viewer.role != OVERSEES:
        return () if path == "/find" else (Place("/find", "Find another person"),)
    offered = (
        ("/review", "Access review"),
        ("/review/log", "Search the log"),
        ("/my-access", "Tell a person"),
        ("/explain", "Who may see what"),
        ("/use", "Use of the record"),
        ("/find", "Find a person"),
    )
    return tuple(Place(address, words, address == path) for address, words in offered)
