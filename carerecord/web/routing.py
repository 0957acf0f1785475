"""Every address of the pages, and what becomes of every error on the way to one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from carerecord.config import Settings
from carerecord.contract import Unavailable
from carerecord.viewing.contract import IdentityUnknown, RecordUnavailable
from carerecord.web import render, stylesheet
from carerecord.web.asking import app_of, cookie_of
from carerecord.web.compressing import Compressed
from carerecord.web.forms import CrossSite, OldForm, refuse_foreign
from carerecord.web.framing import FRAMED, must_leave_the_frame, name_of
from carerecord.web.language import asked_for, speak, spoken
from carerecord.web.over_tls import OverTls
from carerecord.web.pages import PAGES, errors
from carerecord.web.pages.launch import window
from carerecord.web.respond import framed_by
from carerecord.web.slowing import is_before_sign_in, slowed
from carerecord.web.throttle import Throttle

Handler = Callable[[Request], Awaitable[Response]]
OnError = Callable[[Request, Exception], Response]

_HANDLERS: Mapping[type[Exception], OnError] = {
    IdentityUnknown: errors.not_found,
    RecordUnavailable: errors.unavailable,
    Unavailable: errors.unavailable,
    CrossSite: errors.cross_site,
    OldForm: errors.old_form,
    HTTPException: errors.by_status,
}


def routes(settings: Settings) -> list[BaseRoute]:
    """Templates are compiled here, so that the first reader waits for none."""
    render.compile_all()
    limits = settings.sign_in
    throttle = Throttle(limits.each_per_minute, limits.all_per_minute)
    languages = spoken(settings.region.languages)
    pages = [
        _caught(route, name_of(page), throttle, languages)
        for page in PAGES
        for route in page.ROUTES
    ]
    return [*pages, Route("/static/{name}", stylesheet.show)]


def around(settings: Settings) -> list[Middleware]:
    """What every answer of the server goes through, outermost first."""
    over_tls = [Middleware(OverTls)] if settings.server.https else []
    return [*over_tls, Middleware(Compressed)]


def failed(request: Request, problem: Exception) -> Response:
    """The page for any error: what happened, a reference, whom to phone; no clinical content."""
    for kind, handler in _HANDLERS.items():
        if isinstance(problem, kind):
            return handler(request, problem)
    return errors.fault(request, problem)


def _caught(route: Route, page: str, throttle: Throttle, languages: frozenset[str]) -> Route:
    """Nothing a page raises travels further: a traceback may quote what was being drawn (I7)."""
    guarded = _own_forms(route.endpoint, route.path)
    endpoint = slowed(guarded, throttle) if is_before_sign_in(route, page) else guarded

    async def answer(request: Request) -> Response:
        speak(asked_for(request, languages))
        try:
            leave = must_leave_the_frame(request, page)
            response = await (window.offer(request) if leave else endpoint(request))
        except Exception as error:
            response = failed(request, error)
        return _framable(request, response, page)

    methods = list(route.methods or ())
    return Route(
        route.path, answer, methods=methods, name=f"{route.endpoint.__module__}.{route.name}"
    )


def _own_forms(endpoint: Handler, path: str) -> Handler:
    async def answer(request: Request) -> Response:
        if request.method == "POST":
            https = app_of(request).settings.server.https
            await refuse_foreign(request, path, cookie_of(request), https=https)
        return await endpoint(request)

    return answer


def _framable(request: Request, response: Response, page: str) -> Response:
    """By the launcher that started this session, and nobody else; without a launch by nobody (T18)."""
    launcher = getattr(request.state, "launcher", "")
    if page not in FRAMED or not launcher:
        return response
    return framed_by(response, app_of(request).launches.frame_ancestors(launcher))
