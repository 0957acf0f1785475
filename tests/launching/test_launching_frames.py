"""In a real browser: one press from the record system to the record, in its frame and in nobody else's (T18)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from epr import Epr, banner_number
from holding import elsewhere
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

SLUGS = (
    *("", "/changes", "/timeline", "/find", "/medicines", "/allergies", "/problems", "/results"),
    *("/documents", "/immunisations", "/contacts", "/care-plans", "/social", "/people", "/other"),
)


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    made = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    with elsewhere() as site:
        yield site


def press(page: Page, epr: Epr, where: str = "Open here", person: int = 0) -> Frame:
    page.goto(epr.url)
    page.get_by_role("button", name=where).nth(person).click()
    page.wait_for_url(epr.url + "/")
    frame = page.frame(name="record")
    assert frame
    frame.wait_for_url(re.compile("/p/"))
    return frame


def held(page: Page, site: str, address: str) -> Frame:
    """A page of this site that holds this address in a frame, once it is loaded or refused."""
    page.goto(site)
    frame = page.frame(name="record")
    assert frame
    with page.expect_event("framenavigated", lambda one: one.name == "record"):
        page.evaluate("to => { document.querySelector('iframe').src = to }", address)
    frame.wait_for_load_state()
    return frame


def shown(frame: Frame) -> bool:
    return frame.url.startswith("http") and frame.locator("h1").count() == 1


def test_one_press_shows_the_record_in_the_frame(region, epr, context, record_property):
    page = context.new_page()
    page.goto(epr.url)
    began = time.perf_counter()
    page.get_by_role("button", name="Open here").first.click()
    record = page.frame_locator("iframe")
    expect(record.locator(".banner .person")).to_be_visible()
    record_property("seconds_from_press_to_banner", round(time.perf_counter() - began, 2))
    expect(record.locator("h1")).to_be_visible()


def test_the_frame_has_no_application_bar_and_no_name_in_its_title(region, epr, context, other):
    frame = press(context.new_page(), epr)
    name = frame.locator(".banner .person").inner_text().split(",")[0]
    assert name.isupper()
    assert name not in frame.title()
    assert frame.get_by_role("link", name="Find another person").count() == 0
    assert frame.get_by_role("button", name="Sign out").count() == 0
    expect(frame.locator(".bar")).to_contain_text("Dr A Okafor, Emergency doctor")  # AUT-4


def test_a_window_of_its_own_keeps_its_bar_and_title(region, epr, context, other):
    page = context.new_page()
    page.goto(epr.url)
    with context.expect_page() as opened:
        page.get_by_role("button", name="Open in a window").first.click()
    window = opened.value
    window.wait_for_url(re.compile("/p/"))
    expect(window.get_by_role("button", name="Sign out")).to_be_visible()
    assert window.locator(".banner .person").inner_text().split(",")[0] in window.title()


@pytest.mark.parametrize("slug", SLUGS)
def test_its_own_record_system_may_hold_every_page_and_nobody_else_any(
    region, epr, context, slug, other
):
    page = context.new_page()
    address = press(page, epr).url + slug
    assert shown(held(page, epr.url, address))
    assert not shown(held(page, other, address))


def test_a_session_that_no_record_system_began_stands_in_no_frame(region, epr, context, other):
    page = context.new_page()
    page.goto(f"{region.base_url}/sign-in")
    page.locator("button[value='a.okafor']").click()
    page.wait_for_url(re.compile("/find"))
    for origin in (epr.url, other):
        assert not shown(held(page, origin, f"{region.base_url}/find"))


@pytest.mark.parametrize("path", ["/emergency", "/sign-in", "/"])
def test_what_is_for_a_window_of_its_own_is_not_shown_in_a_frame(region, epr, context, path, other):
    page = context.new_page()
    record = press(page, epr).url
    address = record + path if path == "/emergency" else region.base_url + path
    frame = held(page, epr.url, address)
    expect(frame.locator("h1")).to_have_text("Go on in a window of its own")
    assert frame.locator("form").count() == 1
    with context.expect_page() as opened:
        frame.get_by_role("button", name="Open in a new window").click()
    opened.value.wait_for_load_state()
    assert opened.value.locator("h1").inner_text() != "Go on in a window of its own"
    assert not shown(held(page, other, address))


def test_a_frame_without_a_session_says_to_open_the_record_again(region, epr, context, other):
    frame = held(context.new_page(), epr.url, f"{region.base_url}/p/nobody")
    expect(frame.locator("h1")).to_have_text("Open this record again")


def test_two_windows_with_two_people_stay_right(region, epr, context, other):
    page = context.new_page()
    first = press(page, epr, person=0)
    mine = banner_number(first.content())
    address = first.url
    second = press(page, epr, person=1)
    assert banner_number(second.content()) not in ("", mine)
    tab = context.new_page()
    tab.goto(address)
    assert banner_number(tab.content()) == mine


def test_a_launch_from_a_page_that_is_not_the_record_systems_shows_nothing_there(
    region, epr, context, other
):
    """A token that leaked: what it opens does not stand in a stranger's page."""
    token = epr.token(region.number_of("medicines-conflict"))
    page = context.new_page()
    page.goto(other)
    with page.expect_event("requestfailed", lambda one: "/p/" in one.url):
        page.evaluate(
            """([to, token]) => {
                const form = document.createElement("form");
                Object.assign(form, {method: "post", action: to, target: "record"});
                form.append(Object.assign(document.createElement("input"), {name: "token", value: token}));
                document.body.append(form);
                form.submit();
            }""",
            [f"{region.base_url}/launch", token],
        )
    frame = page.frame(name="record")
    assert frame
    assert not shown(frame)
