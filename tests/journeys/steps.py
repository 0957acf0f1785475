"""What every journey does on its way."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


def sign_in(page: Page, username: str = "a.okafor") -> None:
    page.goto("/sign-in")
    page.locator(f"button[value='{username}']").click()
    expect(page).to_have_title(re.compile("Find a person"))


def open_record(page: Page, number: str) -> None:
    page.goto("/find")
    page.get_by_label("NHS number").fill(number)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=re.compile("^Open record of")).click()


def go_to(page: Page, section: str) -> None:
    """By the list at the side, or on a phone by the disclosure that stands in for it."""
    if not page.locator("nav.sections").is_visible():
        page.locator("details.sections-narrow > summary").click()
        page.locator("details.sections-narrow").get_by_role("link", name=section).first.click()
    else:
        page.locator("nav.sections").get_by_role("link", name=section).first.click()
