"""What is copied from a page: an NHS number, read in three parts, as ten digits; a date as it is read (ux 5)."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page
from steps import open_record, sign_in

from running import Region


def test_the_number_of_the_banner_is_copied_without_its_spaces(
    chromium: Browser, region: Region
) -> None:
    number = region.number_of("medicines-conflict")
    context = chromium.new_context(base_url=region.base_url)
    page = context.new_page()
    sign_in(page)
    open_record(page, number)
    shown = page.locator("header .banner dd, .banner dd").filter(has_text=number[:3])
    assert shown.text_content() == f"{number[:3]} {number[3:6]} {number[6:]}"
    assert pasted(page, shown) == number
    date = page.locator("main time").first
    assert pasted(page, date) == date.text_content()
    context.close()


def test_the_numbers_of_those_found_are_copied_without_their_spaces(
    chromium: Browser, region: Region
) -> None:
    number = region.number_of("medicines-conflict")
    context = chromium.new_context(base_url=region.base_url)
    page = context.new_page()
    sign_in(page)
    page.goto("/find")
    assert pasted(page, page.get_by_text(f"{number[:3]} {number[3:6]}").last) == number
    page.get_by_label("NHS number").fill(number)
    page.get_by_role("button", name="Find").click()
    assert pasted(page, page.locator("main td[data-label='NHS No.']")) == number
    context.close()


def pasted(page: Page, shown: Locator) -> str:
    """What comes of copying it into the page's first field."""
    shown.evaluate("one => getSelection().selectAllChildren(one)")
    page.keyboard.press("Control+C")
    field = page.locator("input[type=search], #nhs_number").first
    field.fill("")
    page.keyboard.press("Control+V")
    return field.input_value()
