"""A doctor looks for a word in one record, from any of its pages, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from steps import go_to, heading, open_record, sees, sign_in

from running import Region


def search(page: Page, words: str) -> None:
    box = page.get_by_role("searchbox")
    box.fill(words)
    box.press("Enter")
    heading(page, "Find in this record")


def test_words_are_found_across_sections_and_in_documents(
    page: Page, region: Region, see: Callable[[str], None]
):
    sign_in(page)
    open_record(page, region.number_of("medicines-conflict"))
    go_to(page, "Medicines")
    # From the box on any page, by one word: sections in order, the words marked, focus on what came of it
    search(page, "metformin")
    result = page.get_by_role("heading", name=re.compile("found for “metformin”"))
    expect(result).to_be_focused()
    expect(page.get_by_role("link", name="Medicines", exact=True).last).to_be_visible()
    expect(page.locator("mark").first).to_have_text(re.compile("metformin", re.I))
    see("found")
    # The word is in no address, nor in what the browser says where it came from
    assert "metformin" not in page.url.lower()
    assert re.search(r"/p/[\w-]+/find$", page.url)
    # On from there by another name of the same thing, and to the entry
    search(page, "heart attack")
    sees(page, "Also searched for: myocardial infarction, MI")
    search(page, "diabetes")
    page.locator("ul.within li a").first.click()
    expect(page.locator("main")).to_contain_text("its source sent it")


def test_what_was_not_searched_is_named_and_nothing_is_never_none(
    page: Page, region: Region, see: Callable[[str], None]
):
    sign_in(page)
    with region.fault("lowland-mental-health", "http_500"):
        open_record(page, region.number_of("medicines-conflict"))
        search(page, "zebrafish")
    expect(page.locator("#found")).to_have_text(
        "No entries found for “zebrafish” in what was searched"
    )
    sees(page, "Not searched: Lowland Mental Health – Not available")
    see("nothing")
    search(page, "z")
    expect(page.get_by_role("alert")).to_contain_text("Type at least 2 letters")
    see("problem")
