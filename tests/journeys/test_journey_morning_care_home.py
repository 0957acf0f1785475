"""A morning at a care home: its manager sees the residents of the home, and nobody else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
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


@pytest.fixture(scope="module")
def region(morning: Region) -> Region:
    return morning


def number_of(region: Region, name: str) -> str:
    return next(str(one["nhs_number"]) for one in region.demo["people"] if one["name"] == name)


def test_a_resident_who_is_in_hospital_opens(page: Page, region: Region, see):
    # Given the manager of Willow Court
    sign_in(page, "v.trentham")
    # Then the first thing she reads is who lives there, and who she is herself
    sees(page, "Your residents", "GIBSON, Margery", "BAILEY, Winston", "PEMBERTON, Dorothy")
    sees(page, "V Trentham, Care home manager, Willow Court Care Home")
    expect(page.locator("section", has_text="Your residents").locator("li")).to_have_count(3)
    see("residents")
    # When she opens the one who went to hospital this morning
    page.get_by_role("link", name="BAILEY, Winston (Mr)").click()
    # Then his record is open, and says why, and what the hospital sent
    heading(page, "Summary")
    sees(page, "You may see this record because: resident at Willow Court Care Home")
    sees(page, "Emergency admission", "Care plan")
    # And what her role does not include is named, and not counted as nothing
    sees(page, "Your role does not include results.")
    see("resident")
    go_to(page, "Results")
    sees(page, "This message is the same whether or not there is any information.")
    sees_nothing_of(page, "Reports and imaging 0", "Every result 0")
    see("results")
    go_to(page, "Documents")
    sees(page, "Your role does not include letters.")
    see("documents")


def test_somebody_who_does_not_live_there_cannot_be_found(page: Page, region: Region, see):
    sign_in(page, "v.trentham")
    # When she looks for somebody of the region who lives elsewhere, by their NHS number
    find(page, region.number_of("typical"))
    # Then nothing says whether there is such a person
    sees(page, "Nobody found", "recorded as living at your home")
    sees_nothing_of(page, "FAIRLEY")
    nobody = page.locator("section", has=page.locator("#found")).inner_text()
    see("nobody")
    # And a number that is nobody's reads the same
    find(page, "999 000 0018")
    assert page.locator("section", has=page.locator("#found")).inner_text() == nobody


def test_whoever_moves_out_is_closed_at_the_next_page(page: Page, region: Region, see):
    # Given the record of a resident, open
    moving = "PEMBERTON, Dorothy" if page.viewport_size["width"] < 500 else "GIBSON, Margery"
    number = number_of(region, moving)
    sign_in(page, "v.trentham")
    open_record(page, number)
    sees(page, moving)
    # When she moves out, and the manager turns the page
    assert end_evidence(region, number, "LR-7") == 1
    go_to(page, "Medicines")
    # Then it is closed, and says why and whom to call, and nothing else
    heading(page, "You cannot open this record.")
    sees(page, "This person is not recorded as living at Willow Court Care Home.")
    sees(page, "call the privacy officer of Willow Court Care Home")
    sees(page, "This attempt has been recorded.")
    sees_nothing_of(page, moving.split(",")[0])
    see("moved-out")
    # And she is no longer in the list, nor found
    page.get_by_role("link", name="Back to search").click()
    sees(page, "Your residents")
    sees_nothing_of(page, moving)
    find(page, number)
    sees(page, "recorded as living at your home")
    sees_nothing_of(page, moving.split(",")[0])
