"""The only maker of responses, so that no page leaves without its headers, and no record without a receipt."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from carerecord.viewing.contract import Released

HTML = "text/html; charset=utf-8"

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# A page that carries a source's own words may do even less: no script, no plug-in, no pop-up.
READER_CSP = f"{CSP}; sandbox allow-forms allow-same-origin allow-top-navigation"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def record_response(released: Released, *, reader: bool = False) -> Response:
    """A record page. Only `Released` can make one: its audit entry is durable (I1)."""
    headers = {**HEADERS, "Content-Security-Policy": READER_CSP} if reader else HEADERS
    return Response(released.body, media_type=HTML, headers=headers)


def page_response(body: str, status: int = 200) -> Response:
    """A page without clinical content."""
    return Response(body, status_code=status, media_type=HTML, headers=HEADERS)


def go_to(address: str) -> Response:
    return RedirectResponse(address, status_code=303, headers=HEADERS)
