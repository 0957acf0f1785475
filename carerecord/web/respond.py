"""The only maker of responses, so that no page leaves without its headers, and no record without a receipt."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import structlog
from starlette.responses import RedirectResponse, Response, StreamingResponse

from carerecord.viewing.contract import Released

LOG = structlog.get_logger("carerecord.web")
HTML = "text/html; charset=utf-8"

NO_FRAMES = "frame-ancestors 'none'"
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    f"{NO_FRAMES}; base-uri 'none'"
)
# A page that carries a source's own words may do even less: no script, no plug-in, no pop-up.
READER_CSP = f"{CSP}; sandbox allow-forms allow-same-origin allow-top-navigation"

REPLAY_CSP = (
    f"default-src 'none'; style-src 'self'; img-src data:; {NO_FRAMES}; sandbox allow-same-origin"
)

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "screen-wake-lock=(), browsing-topics=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def record_response(released: Released, *, reader: bool = False) -> Response:
    """A record page. Only `Released` can make one: its audit entry is durable (I1)."""
    headers = {**HEADERS, "Content-Security-Policy": READER_CSP} if reader else HEADERS
    return Response(released.body, media_type=HTML, headers=headers)


def parts_response(first: Released, rest: AsyncIterator[Released], *, instead: bytes) -> Response:
    """A record page in parts, each of which was released before it is sent.

    `instead`: of what could not be released, about nobody; so no page ends without a word.
    """
    return StreamingResponse(_parts(first, rest, instead), media_type=HTML, headers=HEADERS)


def continued_response(
    head: Released, page: Awaitable[Response], *, instead: Callable[[str], bytes]
) -> Response:
    """The head of a record page, and what follows it once the page is drawn: a response of a record itself.

    `instead`: where there is no such page, with the address that is gone to instead, or none.
    """
    return StreamingResponse(_continued(head, page, instead), media_type=HTML, headers=HEADERS)


async def _continued(
    head: Released, page: Awaitable[Response], instead: Callable[[str], bytes]
) -> AsyncIterator[bytes]:
    yield head.body
    try:
        drawn = await page
    except Exception as error:
        LOG.error("web.cut-short", error=type(error).__name__)
        yield instead("")
        return
    if isinstance(drawn, StreamingResponse):
        async for one in drawn.body_iterator:
            yield one.encode() if isinstance(one, str) else bytes(one)
    elif drawn.status_code == 200:
        yield bytes(drawn.body)
    else:
        yield instead(drawn.headers.get("location", ""))


async def _parts(
    first: Released, rest: AsyncIterator[Released], instead: bytes
) -> AsyncIterator[bytes]:
    yield first.body
    try:
        async for one in rest:
            yield one.body
    except Exception as error:
        LOG.error("web.cut-short", error=type(error).__name__)
        yield instead


def whole_response(released: Released, *, styles: Sequence[str], script: str) -> Response:
    """A record page that needs no other request: its own style and script, known by their hashes, and no more."""
    allowed = " ".join(map(_hash, styles))
    policy = CSP.replace(
        "style-src 'self'; ", f"style-src {allowed}; script-src {_hash(script)}; "
    ).replace("form-action 'self'", "form-action 'none'")
    headers = {**HEADERS, "Content-Security-Policy": policy}
    return Response(released.body, media_type=HTML, headers=headers)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def file_response(body: bytes, media_type: str, name: str) -> Response:
    """A file to keep or print, never drawn in the page: what is in it can do nothing here."""
    sent = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers={**HEADERS, **sent})


def replay_response(body: bytes, content_type: str) -> Response:
    """What was sent once, the same bytes; whatever was in it can do nothing here."""
    return Response(body, headers={**HEADERS, "Content-Security-Policy": REPLAY_CSP,
                                   "Content-Type": content_type})  # fmt: skip


def page_response(body: str, status: int = 200) -> Response:
    """A page without clinical content."""
    return Response(body, status_code=status, media_type=HTML, headers=HEADERS)


def go_to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=HEADERS)


def nothing(status: int) -> Response:
    """For a program that only needs to know whether it was done."""
    return Response(status_code=status, headers=HEADERS)


def style_response(text: str) -> Response:
    """A style sheet named by all that is in it."""
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(text, media_type="text/css", headers={**HEADERS, **kept})


def leaving(response: Response, name: str, *, https: bool) -> Response:
    """After sign-out nothing of ours stays in this browser, in a frame or out of it (T19)."""
    for framed in (False, True) if https else (False,):
        keep_cookie(response, name, "", https=https, framed=framed, seconds=0)
    return forgetting(response)


def forgetting(response: Response) -> Response:
    """What this browser kept of our pages is gone; cookies stay as the response says."""
    response.headers["clear-site-data"] = '"cache", "storage"'
    return response


def with_script(response: Response) -> Response:
    """A page of ours that needs one script file of ours; no other page may run any."""
    policy = response.headers["content-security-policy"]
    response.headers["content-security-policy"] = f"{policy}; script-src 'self'"
    return response


def framed_by(response: Response, origins: Sequence[str]) -> Response:
    """These exact origins, and nobody else, may hold this page in a frame (T18)."""
    if origins:
        allowed = f"frame-ancestors {' '.join(origins)}"
        policy = response.headers["content-security-policy"]
        response.headers["content-security-policy"] = policy.replace(NO_FRAMES, allowed)
        del response.headers["x-frame-options"]
    return response


def keep_cookie(
    response: Response,
    name: str,
    value: str,
    *,
    https: bool,
    framed: bool = False,
    seconds: int | None = None,
) -> Response:
    """Ours to this host alone and to no script; in another site's frame, to that site's frames alone.

    `value` is one of our own secrets. Written out here: Starlette offers `Partitioned` only on a newer
    Python. Without TLS browsers keep no partitioned cookie, and a frame on the same machine needs none.
    """
    across = framed and https
    parts = [f"{name}={value}", "HttpOnly", "Path=/"]
    parts += [f"Max-Age={seconds}"] if seconds is not None else []
    parts += ["SameSite=none" if across else "SameSite=lax"]
    parts += ["Secure"] if https else []
    parts += ["Partitioned"] if across else []
    response.headers.append("set-cookie", "; ".join(parts))
    return response
