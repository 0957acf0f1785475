"""The only maker of responses, so that no page leaves without its headers, and no record without a receipt."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import RedirectResponse, Response

from carerecord.viewing.contract import Released

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
