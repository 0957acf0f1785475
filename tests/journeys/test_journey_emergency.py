"""A ward doctor without a link to a person, whom none of the ordinary reasons fits."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from steps import open_record, sign_in

from running import Region


def test_where_no_reason_fits_an_emergency_takes_two_actions(page: Page, region: Region):
    # Given a ward doctor with no recorded link to the person
    sign_in(page, "s.amin")
    open_record(page, region.number_of("huge" if page.viewport_size["width"] > 400 else "large"))
    expect(page.locator("h1")).to_have_text("Why do you need this record?")
    page.get_by_text("None of these fit").click()
    page.get_by_role("link", name="Emergency access").click()
    expect(page.locator("h1")).to_have_text("Emergency access")
    expect(page.locator("main")).to_contain_text("You have no recorded link to this person.")
    # When he chooses nothing, nothing opens
    page.get_by_role("button", name="Open in an emergency").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what is happening")
    # When he says what is happening and opens
    page.get_by_label("Life at risk").check()
    page.get_by_role("button", name="Open in an emergency").click()
    # Then the record opens and says until when
    expect(page.locator("h1")).to_have_text("Summary")
    expect(page.locator(".reason")).to_have_text(
        re.compile(r"Emergency access until \d\d:\d\d. The privacy officer has been told.")
    )
