"""Which pages may stand in a frame of a launching system, and in whose (T18)."""

from __future__ import annotations

from types import ModuleType

from starlette.requests import Request
from starlette.responses import Response

from carerecord.web.asking import app_of
from carerecord.web.respond import framed_by

FRAMED = frozenset(
    {
        "find",
        "refused",
        "why",
        "summary",
        "timeline",
        "medicines",
        "allergies",
        "results",
        "documents",
        "section",
        "item",
    }
)
"""Every other page is for a window of its own: whoever frames it could have somebody press its buttons."""

_IN_A_FRAME = frozenset({"iframe", "frame", "embed", "object"})


def name_of(page: ModuleType) -> str:
    return page.__name__.rsplit(".", 1)[-1]


def is_framed(request: Request) -> bool:
    """Whether the browser says that this page will stand in a frame."""
    return request.headers.get("sec-fetch-dest", "") in _IN_A_FRAME


def may_be_framed(request: Request, response: Response, page: str) -> Response:
    """By the launcher that started this session, and nobody else; without a launch by nobody."""
    launcher = getattr(request.state, "launcher", "")
    if page not in FRAMED or not launcher:
        return response
    return framed_by(response, app_of(request).launches.frame_ancestors(launcher))
