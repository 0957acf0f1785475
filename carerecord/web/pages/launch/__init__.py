"""From somebody's own record system to one person's record: no second sign-in, one action."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from carerecord.contract import Viewer
from carerecord.signin.contract import OfferedRole, SignedIn, SignInRefused
from carerecord.signin.launch import Begun, LaunchContext, LaunchRefused
from carerecord.viewing.contract import IdentityUnknown
from carerecord.web.asking import (
    agent_of,
    app_of,
    cookie_name,
    cookie_of,
    send_page,
    set_session_cookie,
    typed,
)
from carerecord.web.device import device_of
from carerecord.web.frame.places import first_page
from carerecord.web.framing import is_framed
from carerecord.web.named import viewer_in
from carerecord.web.pages.launch import window
from carerecord.web.respond import framed_by, go_to, keep_cookie

BROWSER_SECONDS = 600  # how long a browser may take over a launch

Step = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Joined:
    """The session a launch led to, and whose it ended."""

    cookie: str  # always another than before
    viewer: Viewer
    new: bool
    ended: str = ""  # name of the other member of staff who was signed in here


def _or_refused(step: Step) -> Step:
    """A launch that opens nothing is written down with its reason, and answered without it."""

    async def answer(request: Request) -> Response:
        try:
            return await step(request)
        except LaunchRefused as refused:
            return await _refused(request, refused)

    return answer


async def _refused(request: Request, refused: LaunchRefused) -> Response:
    app = app_of(request)
    await app.records.launch_refused(refused.launcher, refused.reason)
    page = send_page(request, "launch/refused.html", None, status=403)
    return framed_by(page, app.launches.frame_ancestors(refused.launcher))


@_or_refused
async def begin(request: Request) -> Response:
    """An EHR launches by SMART: on to its authorisation server."""
    said = _said(request)
    begun = await app_of(request).launches.begin_smart(
        said.get("iss", ""), said.get("launch", ""), _browser(request), said
    )
    return _on(request, begun)


@_or_refused
async def back(request: Request) -> Response:
    said = _said(request)
    context = await app_of(request).launches.end_smart(
        said.get("state", ""), said.get("code", ""), _browser(request), said.get("iss", "")
    )
    return await _open(request, context)


@_or_refused
async def receive(request: Request) -> Response:
    """A form from another site: expected here and nowhere else. What it may do is in the signed token."""
    form = await typed(request)
    begun = await app_of(request).launches.begin_token(
        form.get("token", ""), _browser(request), {**form, **_said(request)}
    )
    return _on(request, begun)


@_or_refused
async def open_record(request: Request) -> Response:
    context = await app_of(request).launches.end_token(
        _said(request).get("c", ""), _browser(request)
    )
    return await _open(request, context)


async def _open(request: Request, context: LaunchContext) -> Response:
    app = app_of(request)
    joined = await _join(request, context)
    try:
        person_id = await app.records.launched(
            joined.viewer,
            context.nhs_number,
            context.birth_date,
            launcher=context.launcher,
            encounter=context.encounter,
            launch_id=context.launch_id,
        )
    except IdentityUnknown:
        return await _nobody(request, context, joined)
    address = first_page(joined.viewer, await app.sessions.handle_for(joined.viewer, person_id))
    return _signed_in(request, joined, _arrived(request, context, joined, address))


async def _nobody(request: Request, context: LaunchContext, joined: Joined) -> Response:
    """Signed in as they were before and no more: a session that this launch began ends with it."""
    response = await _refused(request, LaunchRefused("person", context.launcher))
    if joined.new:
        await app_of(request).sessions.sign_out(joined.cookie)
        return response
    return _signed_in(request, joined, response)


async def _join(request: Request, context: LaunchContext) -> Joined:
    """The live session of the same person in the same role, or a new one in place of what was here."""
    app, identity = app_of(request), context.identity
    held, agent = cookie_of(request), agent_of(request)
    before = await app.sessions.look(held, agent)
    if before.identity and not _same_role(before, identity.roles[0]):
        await app.sessions.sign_out(held)
    try:
        cookie = await app.sessions.start(
            identity, cookie=held, launcher=context.launcher, agent=agent
        )
    except SignInRefused:
        raise LaunchRefused("session", context.launcher) from None
    after = await app.sessions.look(cookie, agent)
    if after.viewer is None:
        raise LaunchRefused("session", context.launcher)
    new = after.session != before.session
    if new and before.identity:
        await app.records.signed("sign-out", viewer_in(before), {"why": "a launch here"})
    if new or before.state == "locked":
        await app.records.signed("sign-in" if new else "resumed", after.viewer, device_of(request))
    other = before.identity if before.identity and before.identity.id != identity.id else None
    return Joined(cookie, after.viewer, new, other.name if other else "")


def _same_role(before: SignedIn, role: OfferedRole) -> bool:
    """One selected role per session (AUT-3): another role is another session."""
    offered = before.identity.roles if before.identity else ()
    selected = [one for one in offered if one.id == before.role_id]
    return all((one.role, one.organisation) == (role.role, role.organisation) for one in selected)


def _arrived(request: Request, context: LaunchContext, joined: Joined, address: str) -> Response:
    """The record; but where somebody else was signed in, first a page that says so (login CSRF)."""
    if not joined.ended:
        return go_to(address)
    page = send_page(
        request,
        "launch/changed.html",
        joined.viewer,
        cookie=joined.cookie,
        ended=joined.ended,
        address=address,
    )
    return framed_by(page, app_of(request).launches.frame_ancestors(context.launcher))


def _signed_in(request: Request, joined: Joined, response: Response) -> Response:
    return set_session_cookie(response, app_of(request), joined.cookie, framed=is_framed(request))


def _on(request: Request, begun: Begun) -> Response:
    return keep_cookie(
        go_to(begun.address),
        _browser_cookie(request),
        begun.browser,
        https=app_of(request).settings.server.https,
        framed=is_framed(request),
        seconds=BROWSER_SECONDS,
    )


def _browser(request: Request) -> str:
    return request.cookies.get(_browser_cookie(request), "")


def _browser_cookie(request: Request) -> str:
    return f"{cookie_name(app_of(request).settings)}-launch"


def _said(request: Request) -> dict[str, str]:
    """The parameters of the address; one that is there twice says nothing that can be relied on."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True)[:50]
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise LaunchRefused("mismatch")
    return dict(pairs)


ROUTES = [
    Route("/launch", begin, methods=["GET"]),
    Route("/launch", receive, methods=["POST"]),
    Route("/launch/back", back, methods=["GET"]),
    Route("/launch/open", open_record, methods=["GET"]),
    Route("/launch/window", window.leave, methods=["POST"]),
]
