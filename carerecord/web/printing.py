"""Print is a link: the page it leads to was written down as printed, and is the one that a browser prints (ux 10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from carerecord.config import Printing as Allowed
from carerecord.contract import Viewer

FIELD, YES = "print", "yes"
_CLOSED = re.compile(r"<details(?! open)")


@dataclass(frozen=True, slots=True)
class Printing:
    offered: bool
    now: bool  # this is the page to print
    address: str  # of this page, to print
    back: str  # of this page, to read


def printing(request: Request, viewer: Viewer | None, allowed: Allowed) -> Printing:
    """A form’s answer is not offered: what was typed would have to stand in an address."""
    offered = viewer is not None and viewer.role not in allowed.off_for
    offered = offered and request.method == "GET"
    query = parse_qsl(request.scope.get("query_string", b"").decode("latin-1"), True)
    asked = [(name, value) for name, value in query if name != FIELD]
    path = request.scope.get("path", "")
    return Printing(
        offered,
        offered and (FIELD, YES) in query,
        f"{path}?{urlencode([*asked, (FIELD, YES)])}",
        f"{path}?{urlencode(asked)}" if asked else path,
    )


def all_open(page: str) -> str:
    """Nothing can be opened on paper."""
    return _CLOSED.sub("<details open", page)
