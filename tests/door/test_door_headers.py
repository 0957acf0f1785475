"""What every answer says of itself, on every route of the router: who may frame it, and that nobody keeps it (T18, T19)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import httpx
import pytest
from door_people import MARKED, PLAIN, launch_token
from door_routes import Address, addresses
from door_site import Site
from door_walk import ENDS_THE_SESSION, NO_SUCH, Got, Walk

from carerecord.contract import Person

Walks = Callable[[str, Person], Walk]
EPR = "https://epr.northgate.example"
NOBODY = "frame-ancestors 'none'"
STYLE = ("/static/", "/locked/")
"""Named by all that is in it, and about no person: kept for a year. What is not there is kept by nobody."""
OF_MACHINES = ("/health/", "/metrics")  # about the process, for programs alone
OWN_WINDOW = (
    "GET /p/{v}/emergency", "GET /role", "GET /account/passkey", "GET /account/passkey/{invitation}",
    "GET /review", "GET /explain", "GET /sign-in", "GET /sign-in/passkey", "GET /",
)  # fmt: skip
"""Whoever framed these could have somebody press their buttons."""


def answers(walks: Walks) -> Iterator[Got]:
    """Every route, with right ids and with wrong ones, as forms and as links."""
    for got in walks("doctor", MARKED).got.values():
        if not got.address.startswith(OF_MACHINES):
            yield got


def is_style(got: Got) -> bool:
    return got.address.startswith(STYLE) and got.status == 200


def is_hash(got: Got) -> bool:
    """Sizes, hashes and signatures of the audit log, which are for anybody to keep."""
    return got.address.startswith("/audit/log")


def test_nobody_keeps_an_answer(walks: Walks):
    kept = [
        one.address
        for one in answers(walks)
        if one.headers.get("cache-control") != "no-store" and not is_style(one) and not is_hash(one)
    ]
    assert kept == []


def test_only_a_style_sheet_is_kept(site: Site):
    with closing(site.browser("doctor")) as browser:
        sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', browser.get("/find").text)
        assert sheets
        for one in sheets:
            assert "immutable" in browser.get(one).headers["cache-control"]


def test_without_a_launch_nobody_frames_an_answer(walks: Walks):
    for one in answers(walks):
        assert NOBODY in one.headers.get("content-security-policy", ""), one.address
        if "/fhir/" not in one.address and "/audit/log" not in one.address:
            assert one.headers.get("x-frame-options") == "DENY", one.address


def test_no_answer_is_guessed_to_be_something_else(walks: Walks):
    for one in answers(walks):
        assert one.headers["x-content-type-options"] == "nosniff", one.address


@dataclass(frozen=True)
class Framed:
    """A session that Northgate's record system began, in a frame of its own page."""

    browser: httpx.Client
    v: str

    def get(self, path: str, where: str) -> httpx.Response:
        return self.browser.get(path, headers={"Sec-Fetch-Dest": where})


@pytest.fixture(scope="module")
def framed(site: Site) -> Iterator[Framed]:
    with closing(site.nobody()) as browser:
        where = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site", "Origin": EPR}
        token = launch_token("doctor", PLAIN, site.base_url)
        begun = browser.post("/launch", data={"token": token}, headers=where)
        opened = browser.get(begun.headers["location"], headers={"Sec-Fetch-Dest": "iframe"})
        where_to = opened.headers["location"]
        assert where_to.startswith("/p/"), opened.text
        yield Framed(browser, where_to.split("/")[2])


def ancestors(reply: httpx.Response) -> str:
    policy = reply.headers.get("content-security-policy", "")
    return next(
        (part.strip() for part in policy.split(";") if "frame-ancestors" in part), "nothing"
    )


def pages(site: Site, framed: Framed) -> Iterator[tuple[Address, str]]:
    ids = {**NO_SUCH, "v": [framed.v]}
    for address in addresses(site.settings):
        other = address.path.startswith(("/fhir", "/audit/log", *OF_MACHINES))
        if address.method == "GET" and not other and str(address) not in ENDS_THE_SESSION:
            yield address, next(address.filled(ids))


def test_after_a_launch_its_record_system_frames_and_nobody_else(site: Site, framed: Framed):
    allowed = set()
    for address, path in pages(site, framed):
        reply = framed.get(path, "iframe")
        assert ancestors(reply) in (NOBODY, f"frame-ancestors {EPR}"), str(address)
        assert ("x-frame-options" in reply.headers) == (ancestors(reply) == NOBODY), str(address)
        if ancestors(reply) != NOBODY:
            allowed.add(str(address))
    assert {"GET /p/{v}", "GET /p/{v}/medicines", "GET /p/{v}/documents", "GET /find"} <= allowed


def test_what_is_for_a_window_of_its_own_is_in_no_frame(site: Site, framed: Framed):
    """In a frame there is one button that leaves it; and by its address nobody frames the page itself."""
    filled = {str(address): path for address, path in pages(site, framed)}
    for name in OWN_WINDOW:
        in_frame = framed.get(filled[name], "iframe")
        assert 'action="/launch/window"' in in_frame.text, name
        assert in_frame.text.count("<form") == 1, name
        assert ancestors(framed.get(filled[name], "document")) == NOBODY, name


def test_a_form_sent_in_a_frame_to_a_window_of_its_own_does_nothing(site: Site, framed: Framed):
    before = len(site.log_of_audit())
    reply = framed.browser.post(
        f"/p/{framed.v}/emergency",
        data={"reason": "life-at-risk"},
        headers={"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"},
    )
    assert "Go on in a window of its own" in reply.text
    assert [one.kind for one in site.log_of_audit()[before:]] == []
