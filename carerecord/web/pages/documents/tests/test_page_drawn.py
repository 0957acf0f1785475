"""PDFs and scans in the reader: pictures of their pages and the words they hold, and nothing else of the file (ux S11)."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image

from carerecord.contract import Resource
from carerecord.drawing.printed import PDF, SCAN, as_pdf, as_scan
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import Page, WebRegion, answer, view_of

LONG = "\n".join(f"Line {number}" for number in range(400))  # nine sheets


def sent(kind: str, file: bytes) -> Resource:
    document = gibson.document("d", "Clinic letter", "2026-03-03", "x", kind)
    document["content"][0]["attachment"]["data"] = base64.b64encode(file).decode()
    return document


def read(region: WebRegion, *documents: Resource, asked: str = "", **changed: object) -> Page:
    view = replace(view_of(answer("northgate-acute", documents)), **changed)
    found: Sequence[str] = [
        entry.id
        for name in ("discharge_summaries", "letters", "documents")
        for entry in view.records[name].entries
    ]
    return region.holds(view).page(f"documents/{found[0]}{asked}")


def test_a_pdf_is_shown_as_its_pages_and_their_words(region: WebRegion) -> None:
    page = read(region, sent(PDF, as_pdf("Warfarin 3 mg\n<b>Next INR</b>")))
    assert page.text.count('<img src="data:image/png;base64,') == 1
    assert 'alt="Page 1 of 1, as a picture."' in page.text
    assert "Words of page 1" in page.words
    assert "Warfarin 3 mg\n&lt;b&gt;Next INR&lt;/b&gt;" in page.text.replace("\r", "")
    assert "Shown in full; nothing is cut." in page.words
    assert "Earlier pages" not in page.words
    assert "sandbox" in page.headers["content-security-policy"]


def test_of_a_long_one_some_pages_are_shown_and_it_says_which(region: WebRegion) -> None:
    long = sent(PDF, as_pdf(LONG))
    first = read(region, long)
    assert "Pages 1 to 5 of 9" in first.words
    assert "in full" not in first.words
    assert ("Later pages" in first.words, "Earlier pages" in first.words) == (True, False)
    last = read(region, long, asked="?page=6")
    assert "Pages 6 to 9 of 9" in last.words
    assert ("Later pages" in last.words, "Earlier pages" in last.words) == (False, True)
    assert "Line 399" in last.words


@pytest.mark.parametrize(
    "asked", ["?page=0", "?page=-3", "?page=x", "?page=99999", "?page=123456789"]
)
def test_a_page_there_is_none_of_shows_the_first(region: WebRegion, asked: str) -> None:
    assert "Pages 1 to 5 of 9" in read(region, sent(PDF, as_pdf(LONG)), asked=asked).words


def test_a_scan_has_no_words_and_says_so(region: WebRegion) -> None:
    page = read(region, sent(SCAN, as_scan("Warfarin 3 mg")))
    assert page.text.count("<img ") == 1
    assert "No words could be read from page 1." in page.words
    assert "Ask Northgate University Hospital: 01632 960100." in page.words
    assert "in full" not in page.words


def test_a_picture_carries_nothing_but_what_it_looks_like(region: WebRegion) -> None:
    file = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Taken at 12 Secret Street"
    Image.new("RGB", (40, 30), "red").save(file, "JPEG", exif=exif)
    file.write(b"<script>trailing</script>")
    page = read(region, sent("image/jpeg", file.getvalue()))
    (picture,) = page.text.split('src="data:')[1:]
    kind, _, data = picture.partition('"')[0].partition(";base64,")
    shown = base64.b64decode(data)
    assert kind == "image/png"
    assert b"Secret" not in shown
    assert b"script" not in shown


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        (PDF, b"%PDF-1.7\nnot one"),
        (PDF, as_pdf(LONG)[:200]),
        (SCAN, b"II*\0"),
        ("image/jpeg", as_pdf("x")),
        ("image/png", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_is_damaged_says_so_and_whom_to_ask(region: WebRegion, kind: str, file: bytes) -> None:
    page = read(region, sent(kind, file))
    assert "This document is damaged and cannot be shown here." in page.words
    assert "Ask Northgate University Hospital" in page.words
    assert "in full" not in page.words


def test_where_a_rule_has_to_read_what_is_shown_no_picture_is(region: WebRegion) -> None:
    page = read(region, sent(PDF, as_pdf("12 Secret Street")), pictures=False)
    assert "<img" not in page.text
    assert "Secret" not in page.text
    assert "A PDF. This document cannot be shown here." in page.words


def test_the_words_of_an_rtf_are_shown(region: WebRegion) -> None:
    page = read(region, sent("application/rtf", rb"{\rtf1\ansi Warfarin {\b 3 mg}\par}"))
    assert "Warfarin 3 mg" in page.words
    assert "how they stood in the original was left out" in page.words
