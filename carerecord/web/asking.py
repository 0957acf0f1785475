"""From a request to a signed-in viewer, an opened record, and a page that may be sent."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.signin.contract import SignedIn
from carerecord.viewing.contract import LATE, IdentityUnknown, Own, Released, View, Wanted
from carerecord.viewing.late import Patience
from carerecord.web import formats
from carerecord.web.challenges import way_in
from carerecord.web.checking import checked, unchecked
from carerecord.web.contract import App
from carerecord.web.forms import token_of
from carerecord.web.forms import typed as typed
from carerecord.web.frame import Frame, frame
from carerecord.web.frame.idle import idle
from carerecord.web.frame.places import places
from carerecord.web.framing import is_framed
from carerecord.web.late import CUT, announced, stopped
from carerecord.web.printing import all_open, printing
from carerecord.web.render import render
from carerecord.web.respond import (
    HTML,
    framed_by,
    go_to,
    keep_cookie,
    page_response,
    parts_response,
    record_response,
)
from carerecord.web.shell import CUT as SHELL_CUT
from carerecord.web.shell import Shell, shell_of, waits

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
    shell: Shell | None = None  # its head, which may have been sent before it

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


async def opened(
    request: Request, *, reading: Wanted | None = None, in_time: bool = False
) -> Opened | Response:
    """The record, through the one door; or the page that says why not. `reading`: as of `Records.open`.

    `in_time`: drawn with what has come by then, where the page can say what it waits for.
    """
    viewer = await signed_in(request)
    if isinstance(viewer, Response):
        return viewer
    person_id = await person_of(request, viewer)
    app, v = app_of(request), request.path_params["v"]
    asks = (await typed(request)).get(ASK, "") if request.method == "POST" else ""
    own = Own(cookie_of(request)) if asks == LATE else _own(request)
    words = request.state.words = words_of(request, viewer)
    view = await app.records.open(
        viewer,
        person_id,
        face="web",
        chosen=(asks,),
        reading=reading,
        own=own,
        patience=_patience(request) if in_time and not words["printing"].now else None,
    )
    if view.decision.allowed:
        return Opened(view, v, app, words, shell_of(request))
    return go_to(way_in(view.decision, v, viewer))


def _own(request: Request) -> Own | None:
    """Whoever goes from page to page is shown what was fetched; an address that is opened asks the sources.

    Told by the browser (Fetch Metadata, W3C); for a client that tells nothing, nothing is kept. A page that is
    loaded again is known by its address; a form that is sent again may say something else.
    """
    came_from = request.headers.get("sec-fetch-site")
    if not came_from:
        return None
    page = f"{request.url.path}?{request.url.query}" if request.method == "GET" else ""
    return Own(cookie_of(request), page, goes_on=came_from == "same-origin")


def _patience(request: Request) -> Patience | None:
    """Until what has come is drawn. Whoever asks for the head alone reads nothing early."""
    seconds = app_of(request).settings.fanout.draw_seconds
    if not seconds or request.method == "HEAD":
        return None
    own = _own(request) or Own(cookie_of(request))
    return waits(request, Patience(time.monotonic() + seconds, own))


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
        "problem_url": settings.region.problem_url,
        "viewer": viewer,
        "several_roles": several_roles(request),
        "printing": printing(request, viewer, settings.printing),
        "unchecked": getattr(request.state, "unchecked", None),
        "places": places(viewer, path, settings.region.engineers),
        "framed": is_framed(request),
        "form_token": token_of(
            cookie or cookie_of(request), f"{path}?{request.scope.get('query_string', b'')!r}"
        ),
        "shell": SHELL_CUT if shell_of(request) else "",
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
    if opened.view.late:
        return await _sent_in_parts(opened, template, frame, sections, **words)
    if reader and opened.shell is None and opened.words["idle"]:
        staying = opened.words["idle"].staying
        opened = replace(opened, words={**opened.words, "idle": staying})
    return record_response(
        await released(opened, template, frame, sections, **words), reader=reader
    )


async def _sent_in_parts(
    opened: Opened, template: str, frame: Frame, sections: Sequence[str], **words: Any
) -> Response:
    """The page as it is drawn now, and what comes later after it."""
    view, records, shown = opened.view, opened.app.records, tuple(dict.fromkeys(sections))
    page = render(
        template,
        frame=frame,
        view=view,
        cut=CUT,
        waited_for=formats.several([one.name for one in view.waiting]),
        **opened.words,
        **words,
    )
    page, sent = _after_head(opened, page)
    drawn = page.partition(CUT)[0].encode()
    first = await records.release(view, drawn, shown, content_type=HTML, sent=sent)
    rest = announced(records, view, frame.slug, page)
    return parts_response(first, rest, instead=stopped(page))


async def released(
    opened: Opened, template: str, frame: Frame, sections: Sequence[str], **words: Any
) -> Released:
    """Render, and write down that it is shown; only then may it be answered (I1)."""
    view, records = opened.view, opened.app.records
    body = render(template, frame=frame, view=view, **opened.words, **words)
    shown = tuple(dict.fromkeys(sections))
    if opened.words["printing"].now:
        await records.printing(view, shown)
        body = all_open(body)
    body, sent = _after_head(opened, body)
    return await records.release(view, body.encode(), shown, content_type=HTML, sent=sent)


def _after_head(opened: Opened, page: str) -> tuple[str, int]:
    """The whole page, and how many of its bytes are on their way already."""
    if opened.shell is None:
        return page, 0
    whole = opened.shell.after(page)
    return whole, len(opened.shell.sent.encode())


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
