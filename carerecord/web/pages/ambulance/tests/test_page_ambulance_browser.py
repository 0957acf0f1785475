"""Ambulance view in a browser: broken off, put away, without a signal, and over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from carerecord.web.pages.ambulance.tests.ambulance_server import serving
from carerecord.web.pages.ambulance.tests.test_page_ambulance import GONE, gibsons
from carerecord.web.tests import client
from carerecord.web.tests.chromium import started_chromium
from carerecord.web.tests.harness import WebRegion

PUT_AWAY = """away => {
    Object.defineProperty(document, 'hidden', {get: () => away, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
}"""


@pytest.fixture(scope="module")
def sent() -> client.Page:
    """Drawn before a browser keeps the loop running."""
    view = replace(gibsons(GONE), at=datetime.now(UTC))
    browser = WebRegion().holds(view).browser()
    return browser.get("/p/h-yregram-p/ambulance", accept_encoding="gzip")


@pytest.fixture(scope="module")
def chromium(sent: client.Page) -> Iterator[Browser]:
    with started_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


@pytest.fixture
def scriptless(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def hurry(page: Page) -> None:
    """As if what waits in the style were over."""
    page.evaluate(
        "document.querySelectorAll('.cut > *').forEach(one => one.getAnimations().forEach(a => a.finish()))"
    )


def test_whole_it_asks_for_nothing_else_and_says_nothing_is_missing(scriptless: Page, sent):
    with serving(sent) as (address, asked, _):
        scriptless.goto(address)
        expect(scriptless.locator("#end")).to_be_visible()
        expect(scriptless.locator(".cut")).to_be_hidden()
    assert asked == ["/p/v/ambulance"]


def test_broken_off_it_keeps_what_arrived_and_names_what_did_not(scriptless: Page, sent):
    with serving(sent, arrives=0.7) as (address, _, broken):
        scriptless.goto(address, wait_until="commit")
        expect(scriptless.locator(".banner")).to_contain_text("GIBSON, Margery")
        expect(scriptless.locator(".cut .still")).to_be_visible()
        broken.set()
        hurry(scriptless)
        expect(scriptless.locator(".cut .lost")).to_be_visible()
        expect(scriptless.locator(".cut .lost .m-usual")).to_be_visible()
        expect(scriptless.locator(".cut .still")).to_be_hidden()
        arrived = scriptless.locator("h2").all_inner_texts()
        assert arrived[0] == "Resuscitation"
        expect(scriptless.locator(".cut .lost .m-cpr")).to_be_hidden()
        expect(scriptless.locator("#end")).to_have_count(0)


def test_put_away_for_a_minute_it_is_blank_until_somebody_taps(page: Page, sent):
    page.clock.install(time=datetime.now(UTC))
    with serving(sent) as (address, *_):
        page.goto(address)
        page.evaluate(PUT_AWAY, True)
        page.clock.fast_forward(59_000)
        expect(page.locator("main")).to_be_visible()
        page.clock.fast_forward(2_000)
        expect(page.locator("main")).to_be_hidden()
        expect(page.locator(".banner")).to_be_hidden()
        page.evaluate(PUT_AWAY, False)
        page.get_by_role("button", name="Show it").click()
        expect(page.locator("main")).to_be_visible()


def test_without_a_signal_it_stays_and_says_so(page: Page, sent):
    with serving(sent) as (address, asked, _):
        page.goto(address)
        expect(page.locator(".left")).to_contain_text("Closes in ")
        expect(page.locator(".off")).to_be_hidden()
        page.context.set_offline(True)
        expect(page.locator(".off")).to_have_text("No signal.")
        expect(page.locator("#al")).to_contain_text("Known allergies")
    assert asked == ["/p/v/ambulance"]
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_at_its_end_nothing_of_the_person_stays(page: Page, sent):
    page.clock.install(time=datetime.now(UTC))
    with serving(sent) as (address, *_):
        page.goto(address)
        page.clock.fast_forward(4 * 3600 * 1000 + 30_000)
        expect(page.locator("body")).to_have_text("This view is closed. Open it again")
    assert "GIBSON" not in page.content()


def test_without_script_it_closes_by_its_style(scriptless: Page, sent):
    with serving(sent) as (address, *_):
        scriptless.goto(address)
        expect(scriptless.locator(".shut")).to_be_hidden()
        scriptless.evaluate(
            "document.querySelectorAll('.open, .shut').forEach(one => one.getAnimations().forEach(a => a.finish()))"
        )
        expect(scriptless.locator(".shut")).to_be_visible()
        expect(scriptless.locator("main")).to_be_hidden()
        expect(scriptless.locator(".banner")).to_be_hidden()


def test_buttons_to_call_are_large_enough_for_a_glove(page: Page, sent):
    with serving(sent) as (address, *_):
        page.goto(address)
        for button in page.locator("a.call").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 48


def test_it_never_scrolls_sideways(page: Page, sent):
    widths = [320, 390, 768, 1024, 1440]
    with serving(sent) as (address, *_):
        page.goto(address)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
