"""What is read on a page in a real browser: each section's state, every display rule, plain words (ux 14, tests 1, 4, 15)."""

from __future__ import annotations

import html
import json
import re

import pytest
from accessible_pages import drawn, style, whole
from playwright.sync_api import Page

from carerecord.sections import SECTIONS
from carerecord.web.tests.harness import WebRegion
from carerecord.web.tests.test_web_displayed import SHOWN, rows
from carerecord.web.tests.test_web_words import hits
from spec.states.states_given import NAMES, heading_of, made, rows_of

PAGE_OF = {section.name: section.page for section in SECTIONS} | {
    "prescriptions": "medicines?show=all",
    "reports": "results?show=reports",
}
ROWS = ("1", "2", "4", "4b", "6", "10", "11")
SOON = {("allergies", row) for row in rows_of("allergies")}
SOON |= {(name, ROWS[place % len(ROWS)]) for place, name in enumerate(NAMES)}
CASES = [
    pytest.param(name, row, marks=() if (name, row) in SOON else pytest.mark.slow)
    for name in NAMES
    for row in rows_of(name)
]
COUNTED = ("1", "2")  # rows whose heading some pages say as a number beside the title
OF_ANY = {"Not shared by any source", "Not shown", "Records disagree"}  # names no section
PLAIN = ("/design/5", "/design/6", "/design/11", "/design/2/medicines", "/design/2/timeline")


@pytest.fixture(scope="module")
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    """By address in the gallery, or by section and row."""
    here = (getattr(one, "callspec", None) for one in request.session.items if one.path == request.path)  # fmt: skip
    asked = {(one.params["name"], one.params["row"]) for one in here if one and "row" in one.params}
    looks = style()
    return drawn(PLAIN) | {
        f"{name} {row}": whole(WebRegion().holds(made(name, row).view).page(PAGE_OF[name]).text, looks)
        for name, row in asked
    }  # fmt: skip


EACH_SOURCE = """() => [...document.querySelectorAll('main section')]
    .filter(one => one.querySelector('h2')?.innerText === 'What each source says').forEach(one => one.remove())"""


def lines(page: Page) -> set[str]:
    """And cells of tables; without what each source says by itself."""
    page.evaluate(EACH_SOURCE)
    return {line.strip() for line in re.split(r"[\n\t]", page.inner_text("main"))}


@pytest.mark.parametrize(("name", "row"), CASES)
def test_a_section_says_the_state_it_is_in_and_no_other(page: Page, pages, name, row):
    page.set_content(pages[f"{name} {row}"])
    read, mine = lines(page), heading_of(name, row)
    assert mine in read or row in COUNTED
    of_others = {heading_of(name, other) for other in rows_of(name)} - {mine} - OF_ANY
    of_others -= {heading_of(name, "1")} if row == "5" else set()
    assert read & of_others == set()


def test_what_was_sent_reads_as_the_table_says(page: Page, pages):
    """In a browser spaces fold, and marks are drawn."""
    shown = [
        (text, SHOWN[kind](json.loads(sent) if sent[:1] in ("{", "[") else sent))
        for kind, sent, text in rows()
    ]
    page.set_content("".join(f"<p>{html.escape(one)}</p>" for _, one in shown))
    read = page.evaluate("[...document.querySelectorAll('p')].map(one => one.innerText)")
    folded = [re.sub(r"[ \n]+", " ", text) for text, _ in shown]
    assert [said.strip() for said in read] == folded


@pytest.mark.parametrize("path", PLAIN)
def test_no_word_of_makers_is_read(page: Page, pages, path):
    page.set_content(pages[path])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert hits(page.inner_text("body")) == []
