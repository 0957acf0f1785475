"""A shift on an ambulance: the incident, somebody nobody sent them to, and the day after."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from steps import end_evidence, find, go_to, heading, open_record, sees, sees_nothing_of, sign_in

from running import Region


@pytest.fixture(scope="module")
def region(morning: Region) -> Region:
    return morning


@dataclass(frozen=True)
class Crew:
    """One for each width, so that what the one ends is still open to the other."""

    username: str
    incident: str  # case of the person they were sent to
    met: str  # case of somebody they meet on the way


@pytest.fixture
def crew(page: Page) -> Crew:
    if (page.viewport_size or {"width": 0})["width"] < 500:
        return Crew("r.boyd", "medicines-conflict", "typical")
    return Crew("k.solberg", "resident-in-hospital", "large")


def name_of(region: Region, case: str) -> str:
    return next(str(one["name"]) for one in region.demo["people"] if one["case"] == case)


def test_the_person_of_todays_incident_is_one_press_away(
    page: Page, region: Region, crew: Crew, see
):
    sign_in(page, crew.username)
    sees(page, "Paramedic, Capital Ambulance Service", "on your ambulance incident today")
    see("today")
    page.get_by_role("link", name=name_of(region, crew.incident)).click()
    heading(page, "Ambulance view")
    sees(page, "You may see this record because: on your ambulance incident today")
    sees(page, "Resuscitation", "People to call", "End of the ambulance view.")
    see("incident")
    # And the whole record is one press away, and the way back
    page.get_by_role("link", name="The whole record").click()
    heading(page, "Summary")
    go_to(page, "Ambulance view")
    heading(page, "Ambulance view")


def test_an_emergency_takes_two_actions_and_no_typing(page: Page, region: Region, crew: Crew, see):
    # Given somebody nobody sent this crew to, known by the NHS number on a card
    number, name = region.number_of(crew.met), name_of(region, crew.met)
    sign_in(page, crew.username)
    find(page, number)
    sees(page, "1 person found", name)
    see("found")
    page.get_by_role("link", name="Open record of").click()
    # Then the record stays closed, and says who it would be and what opening it means
    heading(page, "Emergency access")
    sees(page, name, "You have no recorded link to this person.")
    for consequence in (
        "it opens now, for 4 hours only: until ",
        "your name, the time and what you see are recorded",
        "the privacy officer at Capital Ambulance Service is told",
        "can find out that you looked and why",
    ):
        sees(page, consequence)
    see("emergency")
    # When they open without having chosen, nothing opens, and it says what is missing
    page.get_by_role("button", name="Open in an emergency").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Choose what is happening")
    expect(alert).to_be_focused()
    see("emergency-problem")
    # When they choose, and open
    page.get_by_label("Life at risk").check()
    page.get_by_role("button", name="Open in an emergency").click()
    # Then it is open, and says until when and that somebody is told
    heading(page, "Ambulance view")
    sees(page, "Emergency access until ", "The privacy officer has been told.")
    expect(page.locator(".banner .name")).to_contain_text(name.split(",")[0])
    see("emergency-open")


def test_the_day_after_it_is_closed_again(page: Page, region: Region, crew: Crew, see):
    # Given the incident is over and the emergency ran out
    met, sent_to = region.number_of(crew.met), region.number_of(crew.incident)
    assert end_evidence(region, met, "LR-16") == 1
    assert end_evidence(region, sent_to, "LR-8") == 1
    # Then nobody is in the list, and both records are closed
    sign_in(page, crew.username)
    sees(page, "No appointment, stay, referral or caseload names you or your team today.")
    see("day-after")
    for number in (met, sent_to):
        open_record(page, number)
        heading(page, "Emergency access")
        sees_nothing_of(page, "Known allergies")
