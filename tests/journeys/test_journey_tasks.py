"""What somebody in a hurry comes for, counted in presses from the list of people found."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect
from steps import find, sign_in

from running import Region


@dataclass
class Hurry:
    """Presses what is on the way, and counts."""

    page: Page
    presses: int = 0
    began: float = field(default_factory=time.monotonic)

    def press(self, one: Locator) -> None:
        self.presses += 1
        one.click()


SUPPLIED = re.compile("Dispensed|At pharmacy|Collected")


def test_four_things_are_a_few_presses_away(page: Page, region: Region):
    sign_in(page)
    number = region.number_of("medicines-conflict")
    for task, most in TASKS.items():
        find(page, number)
        hurry = Hurry(page)
        hurry.press(page.get_by_role("link", name=re.compile("^Open record of")))
        task(hurry)
        print(f"{task.__name__}: {hurry.presses} presses, {time.monotonic() - hurry.began:.1f} s")
        assert hurry.presses <= most, task.__name__


def allergies(hurry: Hurry) -> None:
    expect(hurry.page.locator(".allergy-line")).to_contain_text("Known allergies")


def last_discharge_summary(hurry: Hurry) -> None:
    hurry.press(hurry.page.get_by_role("link", name="Last discharge summary"))
    expect(hurry.page.locator("h1")).to_contain_text("Discharge summary")
    expect(hurry.page.locator("main")).to_contain_text("Shown in full; nothing is cut.")


def reached_the_pharmacy(hurry: Hurry) -> None:
    hurry.press(hurry.page.get_by_role("link", name="Compare sources"))
    supply = hurry.page.locator("td[data-label=Supply]", has_text=SUPPLIED)
    expect(supply.first).to_be_visible()


def changed_since_the_last_stay(hurry: Hurry) -> None:
    hurry.press(hurry.page.get_by_role("link", name=re.compile("last hospital stay", re.I)))
    expect(hurry.page.locator("section[aria-labelledby=ch]")).to_contain_text("Since")


TASKS: dict[Callable[[Hurry], None], int] = {
    allergies: 2,
    last_discharge_summary: 3,
    reached_the_pharmacy: 3,
    changed_since_the_last_stay: 2,
}
"""Each with the presses that it may take, the one that opens the record among them."""
