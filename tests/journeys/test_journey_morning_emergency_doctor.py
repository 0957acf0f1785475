"""A morning in an emergency department: from the hospital's own system, and every question on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from steps import (
    end_evidence,
    find,
    go_to,
    heading,
    open_record,
    sees,
    sees_nothing_of,
    sign_in,
)

from running import Region

FIRST = "GIBSON, Margery"


@pytest.fixture(scope="module")
def region(morning: Region) -> Region:
    return morning


def own_system(region: Region) -> str:
    """The invented hospital's own record system, which staff work in all day."""
    return next(str(one["url"]) for one in region.demo["launchers"] if one["kind"] == "token")


def pressed(page: Page, region: Region, button: str) -> None:
    page.goto(own_system(region))
    page.get_by_role("row", name=FIRST).get_by_role("button", name=button).click()


def test_one_press_opens_the_record_in_a_frame(page: Page, region: Region, see):
    # Given a doctor in her own system; without script its last step is a press of its own
    pressed(page, region, "Open here")
    record: FrameLocator = page.frame_locator("iframe[name=record]")
    record.get_by_role("button", name="Open the shared record").click()
    # Then the record stands beside her list, without a second sign-in and without a second bar
    expect(record.locator("h1")).to_have_text("Summary")
    expect(record.locator(".banner .person")).to_contain_text(FIRST)
    expect(record.locator(".bar")).to_contain_text("Dr A Okafor, Emergency doctor, Northgate")
    expect(record.get_by_role("link", name="Find another person")).to_have_count(0)
    expect(record.get_by_role("button", name="Sign out")).to_have_count(0)
    see("frame")
    # When somebody walks by: hidden in one press, and shown again in one
    record.get_by_role("link", name="Hide record").click()
    expect(record.locator("h1")).to_have_text("Record hidden")
    expect(record.locator("body")).not_to_contain_text("Known allergies")
    see("frame-hidden")
    record.get_by_role("button", name="Show the record again").click()
    expect(record.locator("h1")).to_have_text("Summary")


def test_one_press_opens_the_record_in_a_tab(page: Page, region: Region, see):
    with page.context.expect_page() as opened:
        pressed(page, region, "Open in a window")
    tab = opened.value
    tab.get_by_role("button", name="Open the shared record").click()
    heading(tab, "Summary")
    expect(tab.locator(".banner .person")).to_contain_text(FIRST)
    sees(tab, "Find another person", "Dr A Okafor, Emergency doctor, Northgate University Hospital")


def test_without_a_link_she_says_how_she_is_involved_and_it_opens(page: Page, region: Region, see):
    # Given somebody who is not in the department's system yet
    small = (page.viewport_size or {"width": 0})["width"] < 500
    number = region.number_of("resident-in-hospital" if small else "superseded")
    sign_in(page)
    open_record(page, number)
    # Then she is asked why, with four reasons and none of them chosen
    heading(page, "Why do you need this record?")
    sees(page, "We found no appointment, referral or stay with you for Mr ")
    for reason, hint in (
        ("I am treating or caring for this person now", "Seen by my team today, or expected today"),
        ("This person has been referred to my team", "Triage, referral review or planning a visit"),
        ("I am following up care", "Results, letters or a call after care I gave"),
        ("This person asked me to look", "With me or on the phone"),
    ):
        expect(page.get_by_role("radio", name=f"{reason} {hint}")).not_to_be_checked()
    see("why")
    page.get_by_role("button", name="Open record").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose why you need this record")
    see("why-problem")
    # When she says that she is treating the person
    page.get_by_label("I am treating or caring for this person now").check()
    page.get_by_role("button", name="Open record").click()
    # Then it is open, and says in her own words why
    heading(page, "Summary")
    sees(page, "you said: “I am treating or caring for this person now”")
    see("claimed")
    # And the same person is not asked about again
    open_record(page, number)
    heading(page, "Summary")


def test_a_member_of_the_family_is_asked_about_first(page: Page, region: Region, see):
    number = region.number_of("family")
    sign_in(page)
    open_record(page, number)
    heading(page, "You may know this person outside work")
    sees(page, "Open the record only if you are caring for Mr Okafor as part of your work.")
    sees(page, "the privacy officer at Northgate University Hospital is told of it")
    main = page.locator("main")
    for linking in ("address", "postcode", "next of kin", "Emergency access"):
        expect(main).not_to_contain_text(linking)
    see("family")
    page.get_by_label("I am not related to this person").check()
    page.get_by_role("button", name="Open record").click()
    heading(page, "Summary")
    sees(page, "in your emergency department since")
    end_evidence(region, number, "OWN-3")


def test_her_own_record_is_refused_with_the_way_to_it(page: Page, region: Region, see):
    sign_in(page)
    open_record(page, region.number_of("own-record"))
    heading(page, "You cannot open this record.")
    sees(
        page, "You cannot open your own record here. Ask for a copy through the NHS App or your GP."
    )
    sees(page, "The privacy officer at Northgate University Hospital is told that this was tried.")
    sees_nothing_of(page, "You may be related", "Emergency access", "Known allergies")
    see("own")


def test_a_protected_persons_documents_ask_before_they_open(page: Page, region: Region, see):
    number = region.number_of("protected")
    sign_in(page)
    open_record(page, number)
    sees(page, "Address not shown")
    sees_nothing_of(page, "Riverside Medical Practice, 01632")
    see("protected")
    go_to(page, "Documents")
    sees(page, "Documents stay closed until you say why you need them")
    expect(page.get_by_role("link", name=re.compile("^Read "))).to_have_count(0)
    see("documents-closed")
    page.get_by_role("link", name="Say why you need them").click()
    heading(page, "Open this person’s documents?")
    see("documents-why")
    page.get_by_label("I need this document to care for the person").check()
    page.get_by_role("button", name="Open documents").click()
    heading(page, "Documents")
    page.get_by_role("link", name=re.compile("^Read ")).first.click()
    expect(page.locator("article.document")).to_be_visible()
    see("document")
    end_evidence(region, number, "SFL-3")


def test_what_somebody_restricted_opens_only_in_an_emergency(page: Page, region: Region, see):
    sign_in(page)
    open_record(page, region.number_of("opted-out"))
    heading(page, "Emergency access")
    sees(page, "This record is restricted. Mr Okonkwo asked for it not to be shared.")
    see("restricted")
    find(page, region.number_of("opted-out-blocked"))
    page.get_by_role("link", name=re.compile("^Open record of")).click()
    heading(page, "You cannot open this record.")
    sees(page, "This record is not shared with anyone, in an emergency either.")
    see("blocked")


def test_a_record_is_hidden_from_a_shared_screen_and_shown_again(page: Page, region: Region, see):
    sign_in(page)
    open_record(page, region.number_of("medicines-conflict"))
    go_to(page, "Medicines")
    page.get_by_role("link", name="Hide record").click()
    heading(page, "Record hidden")
    sees(page, "GIBSON, Margery (Mrs)", "Nothing was changed.")
    sees_nothing_of(page, "Known allergies", "ramipril")
    see("hidden")
    page.get_by_role("button", name="Show the record again").click()
    heading(page, "Medicines")
    sees(page, "ramipril")
