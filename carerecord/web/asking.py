"""From a request to a signed-in viewer, an opened record, and a page that may be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.signin.contract import SignedIn
from carerecord.viewing.contract import IdentityUnknown, View, Wanted
from carerecord.web.challenges import way_in
from carerecord.web.checking import checked, unchecked
from carerecord.web.contract import App
from carerecord.web.forms import token_of
from carerecord.web.forms import typed as typed
from carerecord.web.frame import Frame, frame
from carerecord.web.frame.idle import idle
from carerecord.web.frame.places import places
from carerecord.web.framing import is_framed
from carerecord.web.render import render
from carerecord.web.respond import (
    HTML,
    framed_by,
    go_to,
    keep_cookie,
    page_response,
    record_response,
)

ASK = "ask"
"""The field that names a source to ask as well, which tells somebody when it is asked (SEN-12)."""
LONGEST_AGENT = 500  # characters of its name that count


@dataclass(frozen=True, slots=True)
class Opened:
    """A record that was decided, audited and fetched for this request."""

    view: View
    v: str
    app: App
    words: Mapping[str, Any]  # what the page says of itself

    def frame(self, slug: str, title: str) -> Frame:
        return frame(self.view, self.v, slug, title, self.app.settings)


Page = Callable[[Request, Viewer], Awaitable[Response]]
Handler = Callable[[Request], Awaitable[Response]]


def record_page(path: str, page: Handler, name: str | None = None) -> Route:
    """A page of a record. Posted, it asks a source as well that it does not ask by itself; see `ASK`."""
    return Route(path, page, methods=["GET", "POST"], name=name)


def in_session(page: Page) -> Handler:
    """The page for whoever is signed in and has a role; the way on for everybody else."""

    @wraps(page)
    async def answer(request: Request) -> Response:
        viewer = await signed_in(request)
        return viewer if isinstance(viewer, Response) else await page(request, viewer)

    return answer


def app_of(request: Request) -> App:
    return cast(App, request.app.state.carerecord)


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host over TLS; without TLS browsers refuse that name."""
    return "__Host-carerecord" if settings.server.https else "carerecord"


def cookie_of(request: Request) -> str:
    return request.cookies.get(cookie_name(app_of(request).settings), "")


def agent_of(request: Request) -> str:
    """What the browser calls itself: a session's cookie is nobody's in another one (T2)."""
    return request.headers.get("user-agent", "")[:LONGEST_AGENT]


async def signed_in(request: Request) -> Viewer | Response:
    """The viewer, or the way on: to unlock, to select a role, or to sign in."""
    cookie = cookie_of(request)
    found = await session_of(request)
    request.state.launcher = found.launcher  # whose frames this page may stand in
    request.state.several_roles = found.identity is not None and len(found.identity.roles) > 1
    if found.viewer is not None:
        return found.viewer
    if is_framed(request):
        return launch_again(request)
    if found.state == "locked":
        return go_to(locked_address(request.url.path))
    if found.state == "choose-role":
        return go_to("/role")
    return go_to("/sign-in?ended=1" if cookie else "/sign-in")


async def session_of(request: Request) -> SignedIn:
    """The session, in use by this; checked with its identity provider where it is time."""
    app, cookie, agent = app_of(request), cookie_of(request), agent_of(request)
    found = await checked(app, await app.sessions.use(cookie, agent), cookie, agent)
    request.state.unchecked = unchecked(found, app.settings)
    return found


def locked_address(path: str) -> str:
    """Where a session is unlocked, knowing the page of ours to go back to."""
    return f"/locked?{urlencode({'to': path})}" if path.startswith("/p/") else "/locked"


def set_session_cookie(response: Response, app: App, cookie: str, *, framed: bool) -> Response:
    """`framed`: started by a launch in a frame of another site, and kept for that frame alone."""
    https = app.settings.server.https
    return keep_cookie(response, cookie_name(app.settings), cookie, https=https, framed=framed)


def launch_again(request: Request) -> Response:
    """Nobody signs in inside a frame. This page knows nothing, so every launcher may hold it."""
    page = send_page(request, "launch/again.html", None, status=401)
    return framed_by(page, app_of(request).launches.every_frame_ancestor())


async def person_of(request: Request, viewer: Viewer) -> str:
    """The person behind the handle in the address; only this session can read it."""
    found = await app_of(request).sessions.person_behind(viewer, request.path_params["v"])
    if found is None:
        raise IdentityUnknown
    return found


async def opened(request: Request, *, reading: Wanted | None = None) -> Opened | Response:
    """The record, through the one door; or the page that says why not. `reading`: as of `Records.open`."""
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    person_id = await person_of(request, viewer)
    app, v = app_of(request), request.path_params["v"]
    asks = (await typed(request)).get(ASK, "") if request.method == "POST" else ""
    view = await app.records.open(viewer, person_id, face="web", chosen=(asks,), reading=reading)
    if view.decision.allowed:
        return Opened(view, v, app, words_of(request, viewer))
    return go_to(way_in(view.decision, v))


def several_roles(request: Request) -> bool:
    """Whether the viewer of this request may switch to another role (AUT-3)."""
    return bool(getattr(request.state, "several_roles", False))


def words_of(request: Request, viewer: Viewer | None, cookie: str = "") -> dict[str, Any]:
    """What every page says of itself. `cookie`: of a session that this answer begins."""
    settings, path = app_of(request).settings, request.scope.get("path", "")
    return {
        "product": settings.region.name,
        "demo": settings.region.demo,
        "help_desk": settings.region.help_desk,
        "viewer": viewer,
        "several_roles": several_roles(request),
        "unchecked": getattr(request.state, "unchecked", None),
        "places": places(viewer, path),
        "framed": is_framed(request),
        "form_token": token_of(cookie or cookie_of(request)),
        "idle": idle(settings.sessions, path) if viewer else None,
    }


async def send_record(
    opened: Opened,
    template: str,
    frame: Frame,
    sections: Sequence[str],
    *,
    reader: bool = False,
    **words: Any,
) -> Response:
    """Render, write down that it is shown, and only then answer (I1)."""
    view = opened.view
    body = render(template, frame=frame, view=view, **opened.words, **words).encode()
    shown = tuple(dict.fromkeys(sections))
    released = await opened.app.records.release(view, body, shown, content_type=HTML)
    return record_response(released, reader=reader)


def send_page(
    request: Request,
    template: str,
    viewer: Viewer | None,
    *,
    status: int = 200,
    cookie: str = "",
    **words: Any,
) -> Response:
    """A page that holds no clinical content."""
    return page_response(render(template, **words_of(request, viewer, cookie), **words), status)
