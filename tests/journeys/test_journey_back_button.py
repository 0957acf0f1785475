"""The back button: what was on the screen of one person is not there for whoever comes next (T19)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from steps import open_record, sees_nothing_of, sign_in, sign_out

from running import Region

CASE, OTHER = "medicines-conflict", "allergies-disagree"
SOURCE = "northgate-acute"  # has something of both


@pytest.fixture
def window(chromium: Browser, region: Region) -> Iterator[Page]:
    """With script on, as a ward computer has it: the browser may keep whole pages."""
    context = chromium.new_context(base_url=region.base_url)
    yield context.new_page()
    context.close()


def opened(page: Page, region: Region, case: str) -> str:
    """The family name on the record that was opened."""
    open_record(page, region.number_of(case))
    expect(page.locator(".banner .person")).to_be_visible()
    return page.locator(".banner .person").inner_text().split(",")[0]


def back(page: Page) -> bool:
    """Whether a page of ours came: to what was found by a form the browser asks whether to send it again."""
    try:
        page.go_back(wait_until="load")
    except Error as error:
        if "ERR_CACHE_MISS" not in error.message:
            raise
        return False
    return True


def test_after_sign_out_it_shows_nothing(window: Page, region: Region):
    sign_in(window)
    name = opened(window, region, CASE)
    sign_out(window)
    assert back(window), "the record's own address"
    for _ in range(3):  # the record, what was found, the search
        sees_nothing_of(window, name)
        if back(window):
            expect(window).to_have_title(re.compile("Sign in"))


def test_after_somebody_else_signed_in_it_shows_nothing_of_what_was_open(
    window: Page, region: Region
):
    sign_in(window)
    name = opened(window, region, CASE)
    address = window.url
    sign_out(window)
    sign_in(window, "s.amin")
    for _ in range(4):
        back(window)
        sees_nothing_of(window, name)
    window.goto(address)
    sees_nothing_of(window, name)


def test_back_to_another_person_is_opened_anew(window: Page, region: Region):
    """Kept by the browser it would be a view that nobody decided and nobody wrote down."""
    sign_in(window)
    first = opened(window, region, CASE)
    address = window.url
    second = opened(window, region, OTHER)
    assert first != second
    before = len(region.served(SOURCE))
    window.evaluate("history.go(-3)")  # past the search and what it found
    window.wait_for_url(address)
    expect(window.locator(".banner .person")).to_contain_text(first)
    sees_nothing_of(window, second)
    assert len(region.served(SOURCE)) > before
