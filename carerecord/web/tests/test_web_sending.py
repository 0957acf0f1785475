"""Each response the pages can make: exactly what leaves, with exactly these headers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.responses import Response

from carerecord.contract import Receipt
from carerecord.viewing.contract import Released
from carerecord.web.respond import (
    CSP,
    HEADERS,
    framed_by,
    go_to,
    keep_cookie,
    leaving,
    nothing,
    page_response,
    record_response,
    style_response,
    with_script,
)

RELEASED = Released(b"<p>a page</p>", Receipt(1, "e1"))
ALWAYS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "permissions-policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "screen-wake-lock=(), browsing-topics=()"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
STRICT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


def said(response: Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name != "content-length"}


def test_a_record_page_is_the_bytes_that_were_released_and_nothing_else() -> None:
    response = record_response(RELEASED)
    assert (response.body, response.status_code) == (b"<p>a page</p>", 200)
    html = {"content-type": "text/html; charset=utf-8", "content-security-policy": STRICT}
    assert said(response) == ALWAYS | html


def test_a_page_with_a_sources_own_words_may_do_even_less() -> None:
    response = record_response(RELEASED, reader=True)
    assert response.body == b"<p>a page</p>"
    sandboxed = f"{STRICT}; sandbox allow-forms allow-same-origin allow-top-navigation"
    assert said(response)["content-security-policy"] == sandboxed
    assert HEADERS["Content-Security-Policy"] == CSP == STRICT


HTML = {"content-type": "text/html; charset=utf-8"}
MADE: dict[str, tuple[Callable[[], Response], int, dict[str, str]]] = {
    "page": (lambda: page_response("words"), 200, HTML),
    "lost": (lambda: page_response("words", 404), 404, HTML),
    "onward": (lambda: go_to("/find"), 303, {"location": "/find"}),
    "nothing": (lambda: nothing(204), 204, {}),
    "style": (
        lambda: style_response("p {}"),
        200,
        {
            "content-type": "text/css; charset=utf-8",
            "cache-control": "public, max-age=31536000, immutable",
        },
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_whatever_leaves_has_every_header(name: str) -> None:
    make, status, more = MADE[name]
    response = make()
    assert response.status_code == status
    assert said(response) == {**ALWAYS, "content-security-policy": STRICT, **more}


def test_what_is_sent_is_what_was_said() -> None:
    assert page_response("words").body == b"words"
    assert style_response("p {}").body == b"p {}"
    assert nothing(204).body == go_to("/find").body == b""


def test_one_page_may_run_one_script_of_ours() -> None:
    assert said(with_script(page_response("words"))) == {
        **ALWAYS,
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": f"{STRICT}; script-src 'self'",
    }


def test_only_the_origins_named_may_hold_a_page_in_a_frame() -> None:
    held = said(framed_by(page_response("words"), ("https://epr.example", "https://gp.example")))
    assert held["content-security-policy"] == STRICT.replace(
        "frame-ancestors 'none'", "frame-ancestors https://epr.example https://gp.example"
    )
    assert "x-frame-options" not in held
    assert said(framed_by(page_response("words"), ())) == said(page_response("words"))


@pytest.mark.parametrize(
    ("how", "cookie"),
    [
        pytest.param({"https": False}, "c=v; HttpOnly; Path=/; SameSite=lax", id="plain"),
        pytest.param({"https": True}, "c=v; HttpOnly; Path=/; SameSite=lax; Secure", id="tls"),
        pytest.param(
            {"https": True, "framed": True},
            "c=v; HttpOnly; Path=/; SameSite=none; Secure; Partitioned",
            id="in-a-frame",
        ),
        pytest.param(
            {"https": False, "framed": True}, "c=v; HttpOnly; Path=/; SameSite=lax", id="frame-here"
        ),
        pytest.param(
            {"https": True, "seconds": 0},
            "c=v; HttpOnly; Path=/; Max-Age=0; SameSite=lax; Secure",
            id="for-a-while",
        ),
    ],
)
def test_a_cookie_is_for_this_host_and_for_no_script(how: dict[str, bool], cookie: str) -> None:
    response = keep_cookie(page_response("words"), "c", "v", **how)
    assert response.headers["set-cookie"] == cookie


@pytest.mark.parametrize("https", [False, True])
def test_after_sign_out_nothing_stays_in_or_out_of_a_frame(https: bool) -> None:
    response = leaving(go_to("/sign-in"), "c", https=https)
    gone = "c=; HttpOnly; Path=/; Max-Age=0"
    assert response.headers.getlist("set-cookie") == (
        [f"{gone}; SameSite=lax; Secure", f"{gone}; SameSite=none; Secure; Partitioned"]
        if https
        else [f"{gone}; SameSite=lax"]
    )
    assert response.headers["clear-site-data"] == '"cache", "storage"'
    assert response.headers["location"] == "/sign-in"
