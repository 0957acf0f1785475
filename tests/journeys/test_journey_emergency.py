"""A ward doctor without a link to a person, and a privacy officer, who may not look at all."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from steps import open_record, sign_in

from running import Region


def test_a_doctor_without_a_link_opens_in_an_emergency_in_two_actions(page: Page, region: Region):
    # Given a ward doctor with no recorded link to the person
    sign_in(page, "s.amin")
    open_record(page, region.number_of("huge" if page.viewport_size["width"] > 400 else "large"))
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
        re.compile(
            r"Emergency access until \d\d:\d\d. It is recorded for the privacy officer to review."
        )
    )


def test_a_role_that_sees_no_record_is_refused_with_the_reason(page: Page, region: Region):
    sign_in(page, "q.fairbairn")
    open_record(page, region.number_of("typical"))
    expect(page.locator("h1")).to_have_text("You cannot open this record.")
    expect(page.locator("main")).to_contain_text("This attempt has been recorded.")
    expect(page.locator("body")).not_to_contain_text("FAIRLEY")
