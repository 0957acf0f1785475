"""No form of another site or of another session does anything: every route that takes one (T17)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import httpx
import pytest
from door_people import PLAIN
from door_routes import Address, addresses, forms
from door_site import Site
from door_walk import HANDLE, NO_SUCH

from carerecord.web.forms import FIELD, token_of

EVIL = "https://elsewhere.example"
FROM_ELSEWHERE = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": EVIL},
    "another site that hides its name": {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
    "another server of ours": {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:1"},
    "another port, in an older browser": {"Origin": "http://localhost:1"},
    "another site, in an older browser": {"Origin": EVIL},
    "a page with no name, in an older browser": {"Origin": "null"},
    "a frame without an origin": {"Sec-Fetch-Site": "cross-site"},
    "two that disagree": {"Sec-Fetch-Site": "same-origin", "Origin": EVIL},
    "nonsense": {"Sec-Fetch-Site": "none-of-these"},
}
SAID = "This form was sent from another site"
NOT_CURRENT = "This page is no longer current"
MEANT_FOR_OTHERS = {
    "POST /launch": "a record system sends it from its own page: what it may do is in its signed token",
    "POST /sign-in/{provider}/logout": "a provider's server sends it, signed; a cookie counts for nothing",
    "POST /fhir/R4/Patient/_search": "a program with a token; a cookie counts for nothing",
    "POST /fhir/R4/Patient/{id}/$document": "a program with a token; a cookie counts for nothing",
}
BY_ITS_OWN_SECRET = "POST /launch/window"  # of one use, and its frame's cookie is not the window's


@dataclass(frozen=True)
class Open:
    """A doctor with a record open, so that every form has something it could do."""

    browser: httpx.Client
    v: str


@pytest.fixture(scope="module")
def open_(site: Site) -> Iterator[Open]:
    with closing(site.browser("two-roles")) as browser:
        assert browser.post("/role", data={"role": "two-roles-1"}).status_code == 303
        found = browser.post("/find", data={"nhs_number": PLAIN.nhs_number})
        match = HANDLE.search(found.text.split("Your people today")[0])
        assert match
        yield Open(browser, match.group(1))


def posts(site: Site) -> list[Address]:
    return [one for one in addresses(site.settings) if one.method != "GET"]


def filled(address: Address, v: str) -> str:
    return next(address.filled({**NO_SUCH, "v": [v]}))


@pytest.mark.parametrize("said", FROM_ELSEWHERE.values(), ids=FROM_ELSEWHERE)
def test_a_form_from_elsewhere_does_nothing(site: Site, open_: Open, said: dict[str, str]):
    """Not with a cookie, not without one; and nothing is written down that would say it was done."""
    before = len(site.log_of_audit())
    for address in posts(site):
        if str(address) in MEANT_FOR_OTHERS:
            continue
        for form in forms(address, PLAIN.nhs_number):
            reply = open_.browser.post(filled(address, open_.v), data=form, headers=said)
            assert (reply.status_code, SAID in reply.text) == (403, True), f"{address} {form}"
            assert "set-cookie" not in reply.headers, str(address)
    assert [one.kind for one in site.log_of_audit()[before:]] == []
    assert open_.browser.get(f"/p/{open_.v}/problems").status_code == 200, "still signed in"


def test_a_form_that_was_not_drawn_for_this_session_does_nothing(site: Site, open_: Open):
    """Without the token of our pages, with another session's, and with it altered; from this very origin."""
    with closing(site.browser("doctor")) as other:
        foreign = token_of(other.cookies["carerecord"])
    own = token_of(open_.browser.cookies["carerecord"])
    before = len(site.log_of_audit())
    for address in posts(site):
        if str(address) in {*MEANT_FOR_OTHERS, BY_ITS_OWN_SECRET}:
            continue
        for form in forms(address, PLAIN.nhs_number):
            for token in ("", foreign, own[:-1], own.swapcase(), own + "A"):
                reply = open_.browser.post(
                    filled(address, open_.v),
                    data={**form, FIELD: token},
                    headers={"Sec-Fetch-Site": "same-origin", "Origin": site.base_url},
                )
                assert (reply.status_code, NOT_CURRENT in reply.text) == (403, True), str(address)
                assert "set-cookie" not in reply.headers, str(address)
    assert [one.kind for one in site.log_of_audit()[before:]] == []
    assert open_.browser.get(f"/p/{open_.v}/problems").status_code == 200, "still signed in"


def test_our_own_pages_are_not_taken_for_another_site(site: Site, open_: Open):
    """Otherwise a server that refuses every form would pass."""
    ours = {"Sec-Fetch-Site": "same-origin", "Origin": site.base_url}
    for address in posts(site):
        if str(address) not in MEANT_FOR_OTHERS and address.of_a_record:
            reply = open_.browser.post(filled(address, open_.v), data={}, headers=ours)
            assert SAID not in reply.text, str(address)
            assert NOT_CURRENT not in reply.text, str(address)
    found = open_.browser.post("/find", data={"nhs_number": PLAIN.nhs_number}, headers=ours)
    assert PLAIN.family.upper() in found.text.upper()


def test_what_others_may_send_does_nothing_with_the_cookie_of_somebody_signed_in(
    site: Site, open_: Open
):
    others = [one for one in posts(site) if str(one) in MEANT_FOR_OTHERS]
    assert len(others) == len(MEANT_FOR_OTHERS)
    for address in others:
        for form in forms(address, PLAIN.nhs_number):
            reply = open_.browser.post(
                filled(address, open_.v), data=form, headers=FROM_ELSEWHERE["another site"]
            )
            assert reply.status_code >= 400, f"{address} {form}"
            assert PLAIN.family not in reply.text
    assert open_.browser.get(f"/p/{open_.v}/problems").status_code == 200, "still signed in"


def test_nothing_is_changed_by_a_link(site: Site, open_: Open):
    """What a page of another site can have a browser ask for declares nothing and signs nobody out."""
    cross = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}
    before = len(site.log_of_audit())
    for address in addresses(site.settings):
        if address.method == "GET":
            open_.browser.get(next(address.filled({**NO_SUCH, "v": [open_.v]})), headers=cross)
    written = {one.kind for one in site.log_of_audit()[before:]}
    assert written.isdisjoint({"declared", "emergency", "alert", "sign-in", "sign-out", "locked"})
    assert open_.browser.get(f"/p/{open_.v}/problems").status_code == 200, "still signed in"
