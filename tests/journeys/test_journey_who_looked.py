"""A person asks who looked at their record; a privacy officer tells them, on screen and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from steps import heading, open_record, sees, sees_nothing_of, sign_in

from running import Region


@pytest.fixture(scope="module")
def region(morning: Region) -> Region:
    return morning


@pytest.fixture
def looked(chromium: Browser, region: Region) -> None:
    """A doctor read the medicines of a person of hers."""
    context = chromium.new_context(base_url=region.base_url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "a.okafor")
    open_record(page, region.number_of("medicines-conflict"))
    page.get_by_role("link", name="Medicines").first.click()
    context.close()


def _receive(page: Page, region: Region) -> None:
    sign_in(page, "q.fairbairn", first="Access review")
    page.get_by_role("link", name="Tell a person").click()
    page.get_by_label("NHS number of the person").fill(region.number_of("medicines-conflict"))
    page.get_by_label("Who asked").fill("The person, at the desk")
    page.get_by_role("button", name="Make the report").click()


def test_who_looked_is_told_in_plain_words_and_as_a_letter(
    page: Page, region: Region, looked: None, see
):
    _receive(page, region)
    heading(page, "Who has looked at your record")
    sees(page, "This page is about Mrs Margery Gibson", "An emergency doctor at Northgate")
    sees(page, "You were in the emergency department", "This place tells you the job, not the name")
    assert region.number_of("medicines-conflict") not in page.url
    see("who-looked")
    for name in ("letter", "large-print", "easy-read"):
        letter = page.request.get(f"{page.url}/{name}.html")
        assert letter.headers["content-disposition"].startswith("attachment")
        assert "An emergency doctor at" in letter.text()
    letter = page.request.get(f"{page.url}/letter.pdf")
    assert letter.headers["content-type"] == "application/pdf"
    assert letter.body().startswith(b"%PDF-1.7")
    page.get_by_role("button", name="Answered: they have it").click()
    sees(page, "Answered on")
    page.get_by_role("link", name="All requests").click()
    sees(page, "The person, at the desk")
    see("who-looked-desk")


def test_a_question_about_a_look_is_answered(page: Page, region: Region, looked: None, see):
    _receive(page, region)
    doctors = page.locator(".look").filter(has_text="emergency doctor")
    look = doctors.filter(has_not_text="You asked").first
    look.get_by_text("Ask about this look").click()
    look.get_by_label("What they ask").fill("Who was this?")
    see("ask-about-a-look")
    look.get_by_role("button", name="Ask for them").click()
    sees(page, "You asked about this look on", "We will tell you when the check is done")
    report = page.url
    page.get_by_role("link", name="Tell a person").click()
    page.get_by_role("link", name="Asked by people").click()
    row = page.locator("tbody tr").filter(has_text="“Who was this?”").last
    expect(row).to_contain_text("They have an answer by")
    see("asked-by-people")
    row.get_by_role("link").first.click()
    sees(page, "“Who was this?”")
    page.get_by_label("Close: care explained").check()
    page.get_by_label("Note").fill("On duty that day.")
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what the person is told")
    see("asked-by-a-person")
    page.get_by_label("What the person is told").fill("The doctor on duty that day.")
    page.get_by_role("button", name="Save decision").click()
    sees(page, "The person is told: “The doctor on duty that day.”")
    page.goto(report)
    sees(page, "There was a good reason for it. The doctor on duty that day.")
    page.get_by_text("They ask about a look on paper").click()
    ask = page.locator("details").filter(has_text="They ask about a look on paper")
    ask.get_by_label("Number to tell us").fill("0000-0000-00")
    ask.get_by_label("What they ask").fill("And this?")
    ask.get_by_role("button", name="Ask for them").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no look with this number")


def test_what_is_wrong_is_asked_of_its_source_and_a_note_stands_beside_it(
    page: Page, region: Region, chromium: Browser, looked: None, see
):
    _receive(page, region)
    report = page.url
    page.get_by_text("They want a copy of what is held").click()
    copy = page.locator("details").filter(has_text="They want a copy of what is held")
    expect(copy).to_contain_text("Northgate University Hospital: held something on")
    copy.get_by_role("button", name="Forward it").click()
    page.get_by_text("Something in the record is wrong").click()
    wrong = page.locator("details").filter(has_text="Something in the record is wrong")
    wrong.get_by_role("combobox").select_option("northgate-acute medicines")
    wrong.get_by_label("What is wrong").fill("I never took this.")
    wrong.get_by_role("button", name="Ask them to put it right").click()
    sees(page, "Asked of organisations", "A copy of what is held", "“I never took this.”")
    see("asked-of-organisations")
    page.get_by_role("link", name="Tell a person").click()
    mine = page.locator("#matters").locator("xpath=ancestor::section")
    asked = mine.locator(".inside").filter(has_text="“I never took this.”").last
    see("asked-of-us")
    asked.get_by_label("Not done").check()
    asked.get_by_label("What the person is told").fill("It was given in 2024.")
    asked.get_by_role("button", name="Answer").click()
    page.goto(report)
    sees(page, "What you asked for", "They said no on", "It was given in 2024.")
    page.get_by_label("What the person wants to stand beside it").fill("I never had these.")
    page.get_by_role("button", name="Put the note beside it").click()
    sees(page, "Beside it stands: “I never had these.”")
    see("noted")
    context = chromium.new_context(base_url=region.base_url, java_script_enabled=False)
    doctor = context.new_page()
    sign_in(doctor, "a.okafor")
    open_record(doctor, region.number_of("medicines-conflict"))
    doctor.get_by_role("link", name="Medicines").first.click()
    sees(doctor, "The person disagrees with something", "“I never had these.”")
    context.close()
    page.get_by_label("Another note in its place").fill("")
    page.get_by_role("button", name="Change the note").click()
    sees_nothing_of(page, "Beside it stands")


def test_a_refusal_says_why_and_tells_nothing(page: Page, region: Region, looked: None, see):
    sign_in(page, "q.fairbairn", first="Access review")
    page.goto("/my-access")
    page.get_by_label("NHS number of the person").fill(region.number_of("typical"))
    page.get_by_label("Who asked").fill("Somebody on the telephone")
    page.get_by_text("Refuse the request").click()
    page.get_by_label("They did not prove who they are").check()
    page.get_by_role("button", name="Make the report").click()
    expect(page.get_by_role("alert")).to_contain_text("A refusal needs a reason, and why")
    page.get_by_label("NHS number of the person").fill(region.number_of("typical"))
    page.get_by_label("In a few words").fill("Gave another date of birth")
    page.get_by_role("button", name="Make the report").click()
    heading(page, "Refused")
    sees_nothing_of(page, "looked at your record")
    see("who-looked-refused")


def test_nobody_else_makes_one(page: Page, region: Region):
    sign_in(page, "a.okafor")
    expect(page.get_by_role("link", name="Tell a person")).to_have_count(0)
    page.goto("/my-access")
    heading(page, "Not for this role")


def test_what_is_shared_is_for_anybody_to_read(page: Page, region: Region, see):
    page.goto("/register")
    heading(page, "What is shared, and by whom")
    sees(page, "Northgate University Hospital", "Allergies and intolerances")
    sees_nothing_of(page, "GIBSON", region.number_of("medicines-conflict"))
    see("register")
