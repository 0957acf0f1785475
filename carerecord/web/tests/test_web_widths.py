"""Names of any length: a page scrolls downwards only, from a phone to a ward computer."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from carerecord.viewing.contract import Matches
from carerecord.web.tests import gibson
from carerecord.web.tests.chromium import started_chromium
from carerecord.web.tests.harness import MARGERY, WebRegion, answer, view_of

WEB = Path(__file__).parents[1]
LONG = 5000
PATHS = (
    "",
    "/medicines",
    "/results",
    "/documents",
    "/changes",
    "/timeline",
    "/people",
    "/social",
    "/find",
    "/item",
)


@pytest.fixture(scope="module")
def style() -> str:
    subprocess.run([str(WEB / "style" / "build.sh")], check=True, timeout=300)
    return next((WEB / "static").glob("record-*.css")).read_text("utf-8")


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """Every page, of a person whose names go on and on, before a browser keeps the loop running."""
    person = replace(MARGERY, family="W" * LONG, given="m" * LONG, next_of_kin="k" * LONG)
    patient = {
        "resourceType": "Patient",
        "id": "p",
        "name": [{"family": person.family, "given": [person.given]}],
    }
    letter = gibson.document("d", "T" * LONG, "2026-03-03", "w" * LONG)
    table = f"<table><tr>{'<td>Wonderwonderword</td>' * 9}</tr></table>"
    wide = gibson.document("t", "Table", "2026-03-02", table, "text/html")
    sent = (*gibson.NORTHGATE, patient, letter, wide)
    view = view_of(answer("northgate-acute", sent), person=person)
    region = WebRegion().holds(view)
    region.door.found = Matches((person, replace(person, id="p-2", given="n" * LONG)))
    region.door.today = [(person, "in your team " + "t" * LONG)]
    browser, base = region.browser(), f"/p/h-{person.id[::-1]}"
    entries = {
        name: record.entries[-1].id for name, record in view.records.items() if record.entries
    }
    pages = {path: browser.get(base + path).text for path in PATHS if path != "/item"}
    pages["/item"] = browser.get(f"{base}/item/{entries['demographics']}").text
    for entry in view.records["documents"].entries:
        pages[f"/documents/{entry.id}"] = browser.get(f"{base}/documents/{entry.id}").text
    pages["/find"] = browser.post("/find", {"family": "W"}).text
    return pages


@pytest.fixture(scope="module")
def window() -> Iterator[Page]:
    with started_chromium() as browser:
        yield browser.new_page()


@pytest.mark.parametrize("width", [320, 390, 1440])
def test_a_very_long_name_never_scrolls_a_page_sideways_and_no_date_is_broken_over_lines(
    drawn, style, window: Page, width
):
    window.set_viewport_size({"width": width, "height": 900})
    too_wide, broken = {}, []
    for path, html in drawn.items():
        window.set_content(
            re.sub(r"<link[^>]*>", "", html).replace("</head>", f"<style>{style}</style></head>")
        )
        wide = window.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            too_wide[path] = wide, window.evaluate(OVER, width)
        broken += window.evaluate(BROKEN)
    assert too_wide == {}
    assert broken == []


OVER = """width => [...document.querySelectorAll('body *')].filter(
    one => one.getBoundingClientRect().right > width && !one.closest('.wide > *')
).slice(0, 6).map(one => one.outerHTML.slice(0, 60))"""
BROKEN = """() => [...document.querySelectorAll('time')].filter(
    one => one.getClientRects().length > 1).map(one => one.outerHTML)"""
