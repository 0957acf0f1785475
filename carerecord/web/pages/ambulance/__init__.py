"""Ambulance view: one response with its style inside, so that the first bytes matter most (ux S18, 9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import opened, released
from carerecord.web.pages.ambulance.page import ARRIVED, SECTIONS, AmbulancePage
from carerecord.web.render import render
from carerecord.web.respond import whole_response

SCRIPT = Path(__file__).with_name("ambulance.js")


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands in the page itself: ours, and never a source's words."""

    style: Markup
    script: Markup
    arrived: dict[str, Markup]  # after each part: takes it from the notice of what is missing


async def show(request: Request) -> Response:
    record = await opened(request)
    if isinstance(record, Response):
        return record
    page = AmbulancePage(record.view, record.app.settings.ambulance_view)
    inline = inlined(page)
    ready = await released(
        record,
        "ambulance/page.html",
        record.frame("ambulance", "Ambulance view"),
        SECTIONS,
        page=page,
        inline=inline,
    )
    styles = (inline.style, *inline.arrived.values())
    return whole_response(ready, styles=styles, script=inline.script)


def inlined(page: AmbulancePage) -> Inline:
    style = render("ambulance/ambulance.css", seconds=page.seconds)
    ours = Markup(style.replace("\n", ""))  # noqa: S704 - a number is all that is filled in
    return Inline(ours, _script(), ARRIVED)


@cache
def _script() -> Markup:
    return Markup(SCRIPT.read_text("utf-8"))  # noqa: S704 - a file of ours


ROUTES = [Route("/p/{v}/ambulance", show, methods=["GET"])]
