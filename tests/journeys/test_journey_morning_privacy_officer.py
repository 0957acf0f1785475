"""A morning of a privacy officer: what was told to their hospital, why a record opens, and no record."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from steps import heading, open_record, sees, sees_nothing_of, sign_in

from running import Region


@pytest.fixture(scope="module")
def region(morning: Region) -> Region:
    return morning


@pytest.fixture(scope="module")
def yesterday(chromium: Browser, region: Region) -> None:
    """A doctor opened somebody in an emergency, and tried her own record."""
    context = chromium.new_context(base_url=region.base_url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "s.amin")
    open_record(page, region.number_of("huge"))
    page.get_by_text("None of these fit").click()
    page.get_by_role("link", name="Emergency access").click()
    page.get_by_label("Serious risk").check()
    page.get_by_label("In a few words").fill("Brought in confused, no papers")
    page.get_by_role("button", name="Open in an emergency").click()
    heading(page, "Summary")
    open_record(page, region.number_of("colleague"))
    heading(page, "You cannot open this record.")
    context.close()


def test_the_alerts_are_the_first_thing_they_read(page: Page, region: Region, yesterday: None, see):
    sign_in(page, "q.fairbairn", first="Access review")
    sees(page, "Q Fairbairn, Privacy officer, Northgate University Hospital")
    sees(page, "A picked access is a question, not an accusation.")
    lines = page.locator("tbody tr")
    emergency = lines.filter(has_text="Opened in a declared emergency.").filter(has_text="BEVAN")
    expect(emergency).to_contain_text("Alert")
    expect(emergency).to_contain_text("Dr S Amin")
    expect(emergency).to_contain_text("Reason given: Serious risk to the person or to someone else")
    expect(emergency).to_contain_text("In their words: “Brought in confused, no papers”")
    own = lines.filter(has_text="Tried to open their own record.").filter(has_text="AMIN, Samira")
    expect(own).to_contain_text("Notification")
    see("review")


def test_a_breach_is_carried_to_its_letters(page: Page, region: Region, yesterday: None, see):
    sign_in(page, "q.fairbairn", first="Access review")
    page.locator("tbody tr").filter(has_text="BEVAN").get_by_role("link").first.click()
    see("case")
    page.get_by_role("link", name="The breach, or record one").click()
    if page.get_by_role("button", name="Record a breach").count():  # once, of both widths
        see("breach-not-yet")
        page.get_by_role("button", name="Record a breach").click()
        expect(page.get_by_role("alert")).to_contain_text("Say what happened")
        page.get_by_label("What happened").fill("There was no emergency. A neighbour’s record.")
        page.get_by_label("What it may mean").fill("Somebody they know has read their letters.")
        page.get_by_role("button", name="Record a breach").click()
        sees(page, "Tell the ICO by", "71 hours left", "Write first what people are told")
        see("breach")
        page.get_by_role("radio", name="What people are told").check()
        page.get_by_label("In your words").fill("A doctor looked at your record. We stopped it.")
        page.get_by_label("What it may mean for them").fill("They may know of your hospital stays.")
        page.get_by_role("button", name="Save").click()
    sees(page, "Everybody it touched 1", "BEVAN")
    see("breach-with-letters")
    file = page.locator("a[href$='/letter.html']").get_attribute("href")
    letter = page.request.get(f"{region.base_url}{file}")
    assert "A doctor looked at your record. We stopped it." in letter.text()
    drawn = page.request.get(f"{region.base_url}{file}".replace(".html", ".pdf"))
    assert drawn.body().startswith(b"%PDF-1.7")
    page.goto("/review")
    sees(page, "Breaches 1", "Tell the ICO by")
    see("review-with-a-breach")
    page.get_by_role("link", name="Times kept").click()
    sees(page, "Reviews looked at in time", "People answered in time")
    see("times")


def test_an_organisation_is_told_of_its_own_matters_only(
    page: Page, region: Region, yesterday: None, see
):
    sign_in(page, "z.halloway", first="Access review")
    sees(page, "Access review Eastfield Council")
    sees_nothing_of(page, "Tried to open their own record.")
    see("review-council")


def test_a_decision_is_explained_without_the_record(page: Page, region: Region, see):
    sign_in(page, "q.fairbairn", first="Access review")
    page.get_by_role("link", name="Who may see what").click()
    heading(page, "Who may see what")
    see("explain")
    # Somebody who may
    _ask(page, "a.okafor", region.number_of("medicines-conflict"))
    sees(page, "The record opens", "LR-3", "in your emergency department since")
    sees(page, "Dr A Okafor, Emergency doctor, Northgate University Hospital", "GIBSON, Margery")
    sees(page, "This question has been recorded.")
    sees_nothing_of(page, "ramipril", "metformin")
    see("explained")
    # Somebody who has to say why first; and somebody whom nothing helps
    _ask(page, "a.okafor", region.number_of("family"))
    sees(page, "The record opens only after the member of staff has said why", "OWN-3")
    _ask(page, "a.okafor", region.number_of("own-record"))
    sees(page, "The record stays closed", "OWN-1", "The privacy officer is told")
    see("explained-own")
    # Somebody of another organisation is theirs to ask about, not ours
    _ask(page, "p.ellery", region.number_of("medicines-conflict"))
    expect(page.get_by_role("alert")).to_contain_text("No such member of staff")
    see("explain-problem")


def _ask(page: Page, staff: str, number: str) -> None:
    page.get_by_role("textbox", name="Member of staff").fill(staff)
    page.get_by_role("textbox", name="NHS number of the person").fill(number)
    page.get_by_role("button", name="Explain").click()


def test_no_record_opens_for_them(page: Page, region: Region, see):
    sign_in(page, "q.fairbairn", first="Access review")
    page.get_by_role("link", name="Find a person").click()
    sees(page, "their record does not open in your role")
    see("find")
    open_record(page, region.number_of("typical"))
    heading(page, "You cannot open this record.")
    sees(page, "Your role does not open records. It lets you see who has looked at them.")
    sees(page, "This attempt has been recorded.")
    sees_nothing_of(page, "FAIRLEY", "Emergency access")
    see("refused")


def test_nobody_else_is_led_to_it_or_let_in(page: Page, region: Region, see):
    sign_in(page, "a.okafor")
    expect(page.get_by_role("link", name="Access review")).to_have_count(0)
    for address in ("/review", "/explain"):
        page.goto(address)
        heading(page, "Not for this role")
        sees(page, "This page is for the privacy officer of an organisation, in that role.")
    see("not-for-this-role")
