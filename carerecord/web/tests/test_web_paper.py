"""What stands on the paper of a page that was printed (ux 10)."""

from __future__ import annotations

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from carerecord.contract import Failure
from carerecord.viewing.contract import View
from carerecord.web.tests import gibson
from carerecord.web.tests.chromium import started_chromium
from carerecord.web.tests.harness import WebRegion, answer, view_of

WEB = Path(__file__).parents[1]
BASE = "/p/h-yregram-p"
PAGES = ("", "/timeline", "/medicines", "/results")
"""Of every kind: cards, lists, a comparison, tables with charts. The others are drawn as these are."""
GONE = answer("lowland-mental-health", failure=Failure("timeout", "no answer in 8 seconds"))


def gibsons() -> View:
    return view_of(
        answer("riverside-gp", gibson.RIVERSIDE),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("regional-laboratory", gibson.LABORATORY),
        GONE,
    )


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """Every page to print, and one that is only read, before a browser keeps the loop running."""
    style = _style()
    browser = WebRegion().holds(gibsons()).browser()
    pages = {path: browser.get(f"{BASE}{path}?print=yes").text for path in PAGES}
    pages["read"] = browser.get(f"{BASE}/medicines").text
    return {
        path: re.sub(r"<link[^>]*>|<meta http[^>]*>", "", html).replace("</head>", style)
        for path, html in pages.items()
    }


def _style() -> str:
    subprocess.run([str(WEB / "style" / "build.sh")], check=True, timeout=300)
    built = next((WEB / "static").glob("record-*.css")).read_text("utf-8")
    return f"<style>{built}</style></head>"


@pytest.fixture(scope="module")
def printed(drawn: dict[str, str]) -> dict[str, list[str]]:
    """The words of each sheet of each page, as Chromium prints it."""
    with started_chromium() as chromium:
        return {page: _sheets(chromium, html) for page, html in drawn.items()}


def _sheets(chromium: Browser, html: str) -> list[str]:
    page = chromium.new_page()
    page.set_content(html)
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    page.close()
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


@pytest.mark.parametrize("path", PAGES)
def test_every_sheet_says_whose_it_is_and_which_of_how_many(printed, path):
    sheets = printed[path]
    for number, words in enumerate(sheets, 1):
        assert f"Page {number} of {len(sheets)}" in words
        for said in ("GIBSON, Margery (Mrs)", "Born 08-Nov-1948 (78y)", "NHS No. 999 417 3626"):
            assert said in words


@pytest.mark.parametrize("path", PAGES)
def test_the_first_sheet_says_who_printed_when_and_what_is_missing(printed, path):
    first = printed[path][0]
    assert "Dr A Okafor, Northgate University Hospital, 21-Nov-2026 10:02." in first
    missing = "Not complete: Lowland Mental Health is not available." in first
    assert missing == (path != "/results")  # of which it holds none
    assert "Out of date as soon as printed: destroy after use." in first
    assert "Training copy" not in first


@pytest.mark.parametrize("path", PAGES)
def test_no_control_and_no_target_of_a_link_is_printed(printed, path):
    words = " ".join(printed[path])
    for control in ("Try again", "Sign out", "Hide record", "Find in this record", "Ctrl and P"):
        assert control not in words
    assert not re.search(r"/p/h-|https?:|\(/", words)
    assert ("Lowland Mental Health is not available" in words) == (path != "/results")


def test_every_column_of_a_table_stands_on_the_paper(printed):
    medicines = " ".join(printed["/medicines"])
    for column in ("Medicine", "GP record, Riverside", "Hospital, Northgate", "Supply"):
        assert column in medicines
    sources = " ".join(printed["/timeline"])
    for column in ("Source", "State", "Information as at", "Shares", "Does not share"):
        assert column in sources


def test_the_first_sheet_is_not_left_empty_by_a_long_table(printed):
    for path in PAGES:
        assert len(printed[path][0]) > 600, path


def test_what_was_not_written_down_is_not_printed(printed):
    [words] = printed["read"]
    assert "Not printed. Choose Print on the page" in words
    assert "GIBSON" not in words
    assert "ramipril" not in words
