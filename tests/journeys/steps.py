"""What every journey does on its way."""

from __future__ import annotations

import json
import re

from playwright.sync_api import Page, expect

from running import Region, carerecord


def sign_in(page: Page, username: str = "a.okafor", first: str = "Find a person") -> None:
    """`first`: the page this member of staff begins on."""
    page.goto("/sign-in")
    page.locator(f"button[value='{username}']").click()
    expect(page).to_have_title(re.compile(first))


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title(re.compile("Sign in"))


def find(page: Page, number: str) -> None:
    page.goto("/find")
    page.get_by_label("NHS number").fill(number)
    page.get_by_role("button", name="Find").click()


def open_record(page: Page, number: str) -> None:
    find(page, number)
    page.get_by_role("link", name=re.compile("^Open record of")).click()


def go_to(page: Page, section: str) -> None:
    """By the list at the side, or on a phone by the disclosure that stands in for it."""
    if not page.locator("nav.sections").is_visible():
        page.locator("details.sections-narrow > summary").click()
        page.locator("details.sections-narrow").get_by_role("link", name=section).first.click()
    else:
        page.locator("nav.sections").get_by_role("link", name=section).first.click()


def sees(page: Page, *words: str) -> None:
    """What the person in front of the page reads on it."""
    for said in words:
        expect(page.locator("body")).to_contain_text(said)


def sees_nothing_of(page: Page, *words: str) -> None:
    for said in words:
        expect(page.locator("body")).not_to_contain_text(said)


def heading(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_have_text(words)


def end_evidence(region: Region, number: str, kind: str) -> int:
    """By command, as if its time were over: all of one kind about one person. How much there was."""
    about = ("--person", number, "--dir", str(region.folder))
    listed = [
        json.loads(line) for line in carerecord("evidence", "list", "--json", *about).splitlines()
    ]
    ending = [one["id"] for one in listed if one["kind"] == kind and one["ended"] is None]
    for evidence in ending:
        carerecord("evidence", "end", evidence, "--by", "Test", *about)
    return len(ending)
