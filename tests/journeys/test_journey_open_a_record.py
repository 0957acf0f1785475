"""An emergency doctor signs in, finds a person, reads each section, and signs out."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from steps import go_to, open_record, sign_in

from running import Region

SECTIONS = (
    *("Timeline", "Medicines", "Allergies", "Problems", "Results", "Documents"),
    *("Immunisations", "Contacts and visits", "Care plans", "Social and mental health"),
    *("People and contacts", "Everything else"),
)


def no_wider_than_the_window(page: Page) -> None:
    """What sticks out to the right of the window; measured without script, by a full-page picture."""
    width = (page.viewport_size or {"width": 0})["width"]
    picture = page.screenshot(full_page=True)
    assert int.from_bytes(picture[16:20], "big") == width  # the width in the PNG's header


def test_a_record_from_sign_in_to_sign_out(page: Page, region: Region):
    # Given a doctor with the person in the department
    sign_in(page)
    # When she finds the person by NHS number and opens the record
    open_record(page, region.number_of("medicines-conflict"))
    # Then the summary says who, why, from which sources, and what disagrees
    expect(page.locator("h1")).to_have_text("Summary")
    expect(page.locator(".banner .person")).to_have_text("GIBSON, Margery (Mrs)")
    expect(page.locator(".reason")).to_contain_text("You may see this record because")
    expect(page.locator("details.sources > summary")).to_contain_text("12 of 12 shown")
    expect(page.get_by_role("heading", name="What has changed")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Sources disagree")
    no_wider_than_the_window(page)
    # And each section opens, names the person, and keeps the person out of the address
    for section in SECTIONS:
        go_to(page, section)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(".banner .person")).to_have_text("GIBSON, Margery (Mrs)")
        assert not re.search(r"gibson|margery|\d{10}|1948", page.url, re.I)
        no_wider_than_the_window(page)
    # And when she signs out, the record is closed to the browser's back button
    address = page.url
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title(re.compile("Sign in"))
    page.goto(address)
    expect(page).to_have_title(re.compile("Sign in"))
    expect(page.locator("body")).not_to_contain_text("GIBSON")


def test_one_entry_and_one_document_can_be_read_whole(page: Page, region: Region):
    sign_in(page)
    open_record(page, region.number_of("medicines-conflict"))
    go_to(page, "Problems")
    page.get_by_role("link", name=re.compile("^See (each )?entr")).first.click()
    expect(page.locator("main")).to_contain_text("as its source sent it")
    go_to(page, "Documents")
    page.get_by_role("link", name=re.compile("^Read ")).first.click()
    expect(page.locator("article.document")).to_contain_text("Shown in full; nothing is cut.")


def test_a_source_that_is_down_is_named_with_its_reason(page: Page, region: Region):
    sign_in(page)
    with region.fault("lowland-mental-health", "http_500"):
        open_record(page, region.number_of("medicines-conflict"))
        expect(page.locator("main .notice").first).to_contain_text(
            "Lowland Mental Health is not available. What it holds is missing from this page."
        )
        expect(page.locator("details.sources > summary")).to_contain_text("11 of 12 shown")
        expect(page.locator(".allergy-line")).to_contain_text("at least")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("999 417 362", "digits"),
        ("9994173627", "check"),
        ("", "Type the NHS number"),
    ],
)
def test_a_wrong_nhs_number_says_why(page: Page, number: str, words: str):
    sign_in(page)
    page.get_by_label("NHS number").fill(number)
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("alert")).to_contain_text(words)


def test_a_person_who_died_has_a_banner_of_their_own(page: Page, region: Region):
    sign_in(page)
    open_record(page, region.number_of("deceased"))
    expect(page.locator(".banner.died")).to_contain_text("Age at Death")


def test_a_protected_address_is_nowhere_on_the_page(page: Page, region: Region):
    sign_in(page)
    open_record(page, region.number_of("protected"))
    expect(page.locator(".about")).to_contain_text("Address not shown")
