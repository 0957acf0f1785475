"""Which pages may stand in a frame of a launching system (T18)."""

from __future__ import annotations

from types import ModuleType

from starlette.requests import Request

FRAMED = frozenset(
    {
        "find",
        "lock",
        "refused",
        "hidden",
        "why",
        "summary",
        "ambulance",
        "changes",
        "timeline",
        "medicines",
        "allergies",
        "results",
        "documents",
        "section",
        "item",
        "wrong",
        "within",
    }
)
"""Every other page is for a window of its own: whoever frames it could have somebody press its buttons."""

_ON_THE_WAY = "launch"  # its steps pass through a frame, and it says itself who may hold its pages
_IN_A_FRAME = frozenset({"iframe", "frame", "embed", "object"})


def name_of(page: ModuleType) -> str:
    return page.__name__.rsplit(".", 1)[-1]


def is_framed(request: Request) -> bool:
    """Whether the browser says that this page will stand in a frame."""
    return request.headers.get("sec-fetch-dest", "") in _IN_A_FRAME


def must_leave_the_frame(request: Request, page: str) -> bool:
    return is_framed(request) and page not in FRAMED and page != _ON_THE_WAY
