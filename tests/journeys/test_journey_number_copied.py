"""The NHS number is read in three parts, and pasted elsewhere as ten digits (ux 5)."""

from __future__ import annotations

from playwright.sync_api import Browser
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
    shown.evaluate("one => getSelection().selectAllChildren(one)")
    page.keyboard.press("Control+C")
    page.get_by_label("Find in this record").click()
    page.keyboard.press("Control+V")
    assert page.get_by_label("Find in this record").input_value() == number
    context.close()
