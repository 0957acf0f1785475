"""The gallery: every component in every state, drawn as on a page of a record, of nobody. In a training copy alone."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.web.asking import app_of, send_page, words_of
from carerecord.web.pages.design.page import TITLES, drawing, frame_of, shelves
from carerecord.web.pages.design.parts import parts
from carerecord.web.pages.design.region import STAFF
from carerecord.web.pages.design.states import OTHERS, STATES, view_of
from carerecord.web.printing import Printing
from carerecord.web.render import render
from carerecord.web.respond import page_response


def _training_copy_only(request: Request) -> None:
    if not app_of(request).settings.region.demo:
        raise HTTPException(404)


async def show(request: Request) -> Response:
    _training_copy_only(request)
    words = {key: made.words for key, made in {**STATES, **OTHERS}.items()}
    return send_page(
        request, "design/page.html", None, shelves=shelves(), states=words, titles=TITLES
    )


async def show_parts(request: Request) -> Response:
    _training_copy_only(request)
    return page_response(render("design/parts.html", **words_of(request, None) | parts()))


async def show_state(request: Request) -> Response:
    """A whole page of a record; its links stay in the gallery."""
    _training_copy_only(request)
    key, slug = request.path_params["state"], request.path_params.get("page", "")
    if key not in {**STATES, **OTHERS} or slug not in TITLES:
        raise HTTPException(404)
    view = view_of(key)
    frame = frame_of(key, view, slug, app_of(request).settings)
    template, page = drawing(view, slug)
    own: dict[str, Any] = {
        **words_of(request, None),
        "viewer": STAFF,
        "printing": Printing(False, False, "", ""),
    }
    body = render(template, frame=frame, view=view, **own, **page)
    return page_response(body.replace(f'"{frame.base}', f'"/design/{key}'))


ROUTES = [
    Route("/design", show),
    Route("/design/parts", show_parts),
    Route("/design/{state}", show_state),
    Route("/design/{state}/{page}", show_state),
]
