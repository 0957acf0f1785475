"""Find a person. What is typed travels in the body of a form, never in an address (I7)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.viewing.contract import RESIDENTS_ONLY, RecordUnavailable
from carerecord.web.asking import app_of, send_page, signed_in, typed
from carerecord.web.frame.places import OVERSEES
from carerecord.web.messages import say
from carerecord.web.pages.find.page import Found, Typed, found_person


async def show(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    return await _page(request, viewer, Typed(), None)


async def search(request: Request) -> Response:
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    asked = Typed.read(await typed(request))
    if asked.problem:
        return await _page(request, viewer, asked, Found(problem=asked.problem))
    app = app_of(request)
    try:
        matches = await app.records.find(viewer, asked.criteria())
    except RecordUnavailable:
        return await _page(request, viewer, asked, Found(problem=say("find.down")), status=503)
    handles = await app.sessions.handles_for(viewer, [person.id for person in matches.people])
    people = [found_person(person, handles[person.id]) for person in matches.people]
    return await _page(request, viewer, asked, Found.of(matches, people))


async def _page(
    request: Request, viewer: Viewer, asked: Typed, found: Found | None, *, status: int = 200
) -> Response:
    app = app_of(request)
    listed = True
    try:
        expected = await app.records.people_today(viewer)
    except RecordUnavailable:
        expected, listed, status = [], False, 503
        found = found or Found(problem=say("find.down"))
    handles = await app.sessions.handles_for(viewer, [person.id for person, _ in expected])
    today = [(found_person(person, handles[person.id]), words) for person, words in expected]
    return send_page(
        request,
        "find/page.html",
        viewer,
        status=status,
        typed=asked,
        found=found,
        today=today,
        listed=listed,
        asked=bool(await app.cases.asked(viewer)),
        owed=any(one.owed for one in await app.records.open_emergencies(viewer)),
        residents=viewer.role in RESIDENTS_ONLY,
        overseer=viewer.role == OVERSEES,
    )


ROUTES = [
    Route("/find", show, methods=["GET"]),
    Route("/find", search, methods=["POST"]),
]
