"""What somebody sees of signing in, of the lock and of leaving, in a real Chromium without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from carerecord.web.frame.idle import style
from provider.place import Place


@pytest.fixture(params=["no-preference", "reduce"], ids=["moving", "less-movement"])
def page(request: pytest.FixtureRequest, chromium: Browser, here: Place) -> Iterator[Page]:
    """Script off on our pages and on the provider's."""
    context = chromium.new_context(
        java_script_enabled=False, base_url=here.url, reduced_motion=request.param
    )
    yield context.new_page()
    context.close()


def sign_in(page: Page, username: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in with Test provider").click()
    page.get_by_label("Name").fill(username)
    page.get_by_role("button", name="Sign in").click()


def idle_at_once(page: Page, warn: int, hide: int) -> None:
    """The style sheet of the lock, with its times brought forward."""

    def answer(route: Route) -> None:
        made = style(f"{warn}-{hide}.css")
        route.fulfill(body=made, content_type="text/css")

    page.route("**/locked/*.css", answer)


def test_from_the_button_through_the_provider_to_a_role_and_out(page: Page, here: Place) -> None:
    sign_in(page, "a.ward")
    expect(page.get_by_role("heading", level=1)).to_have_text("Which role are you working in now?")
    page.get_by_role("button", name="Nurse Access Role").click()
    expect(page).to_have_url(f"{here.url}/find")
    expect(page.get_by_role("banner")).to_contain_text("Amy Ward")
    expect(page.get_by_role("banner")).to_contain_text("Riverside Surgery")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out here.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Amy Ward")).to_have_count(0)


def test_a_shared_account_reads_what_to_do_and_is_not_in(page: Page) -> None:
    sign_in(page, "ward4")
    expect(page.get_by_role("alert")).to_have_text(
        "Use your own account. A shared account cannot open records."
    )
    page.goto("/find")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in to the shared care record")


def test_before_the_time_nothing_is_seen_of_the_lock(page: Page) -> None:
    sign_in(page, "amin")
    expect(page.get_by_role("heading", name="Find a person")).to_be_visible()
    expect(page.locator(".idle-warning")).to_be_hidden()
    expect(page.locator(".idle-cover")).to_be_hidden()


def test_the_warning_stands_on_the_page_and_one_press_stays(page: Page, here: Place) -> None:
    idle_at_once(page, 0, 5000)
    sign_in(page, "amin")
    expect(page.locator(".idle-warning")).to_be_visible()
    expect(page.get_by_role("heading", name="Find a person")).to_be_visible()
    page.get_by_role("link", name="I am still here").click()
    expect(page).to_have_url(f"{here.url}/find")


def test_then_the_page_hides_itself(page: Page) -> None:
    idle_at_once(page, 0, 0)
    sign_in(page, "amin")
    expect(page.locator(".idle-cover")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    expect(page.locator("body > header")).to_be_hidden()
    expect(page.locator(".idle-warning")).to_be_hidden()
    page.unroute_all()
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page was hidden")
