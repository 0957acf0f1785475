"""The reader: words in full, nothing active, and a plain sentence for what cannot be shown (ux S11)."""

from __future__ import annotations

import base64

import pytest

from carerecord.web.pages.documents.page import safe, text_in
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import WebRegion, answer, view_of


def read(region: WebRegion, *documents, place: int = 0):
    view = view_of(answer("northgate-acute", documents))
    entries = [
        entry
        for name in ("discharge_summaries", "letters", "documents")
        for entry in view.records[name].entries
    ]
    return region.holds(view).page(f"documents/{entries[place].id}")


def test_plain_words_are_shown_in_full(region: WebRegion):
    page = read(region, gibson.document("d", "Discharge summary", "2026-11-06", "One\n\n<Two>"))
    assert "One\n\n&lt;Two&gt;" in page.text
    assert "Shown in full; nothing is cut." in page.words
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_page_from_a_source_runs_nothing_and_asks_for_nothing(region: WebRegion):
    page = read(region, gibson.NORTHGATE[-2])
    assert "No retinopathy." in page.words
    for active in ("<script", "onclick", "<img", "example.invalid"):
        assert active not in page.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/pdf", "A PDF."),
        ("image/png", "An image."),
        ("application/rtf", "An RTF."),
        ("image/svg+xml", "An image."),
        ("application/x-made-up", "A file of type application/x-made-up."),
    ],
)
def test_what_cannot_be_shown_says_whom_to_ask(region: WebRegion, kind, words):
    page = read(region, gibson.document("d", "Clinic letter", "2026-03-03", "%PDF", kind))
    assert words in page.words
    assert "Ask Northgate University Hospital: 01632 960100." in page.words


def test_a_document_without_words_says_so(region: WebRegion):
    page = read(region, {**gibson.document("d", "Clinic letter", "2026-03-03", "x"), "content": []})
    assert "No words were sent with this entry." in page.words


def test_words_behind_a_binary_of_the_same_source_are_shown(region: WebRegion):
    data = base64.b64encode(b"From the Binary").decode()
    binary = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": data}
    document = gibson.document("d", "Clinic letter", "2026-03-03", "x")
    document["content"] = [{"attachment": {"contentType": "text/plain", "url": "Binary/b"}}]
    assert "From the Binary" in read(region, document, binary).words


@pytest.mark.parametrize(
    "html",
    [
        "<a href='javascript:x()'>t</a>",
        "<p style='position:fixed'>t</p>",
        "<form action='/sign-out' method='post'><button>t</button></form>",
        "<svg onload='x()'>t</svg>",
        "<iframe src='//x'>t</iframe>",
        "<p id='main' class='banner'>t</p>",
        "<meta http-equiv='refresh' content='0;url=//x'>t",
        "<base href='//x'>t",
    ],
)
def test_only_the_shape_of_the_words_is_kept(html):
    clean = safe(html)
    for active in (
        "href",
        "style=",
        "<form",
        "onload",
        "<iframe",
        "id=",
        "class=",
        "<meta",
        "<base",
    ):
        assert active not in clean


@pytest.mark.parametrize(
    ("body", "parameters", "words"),
    [
        ("café".encode(), "", "café"),
        ("café".encode("cp1252"), "", "café"),
        ("café".encode("utf-16"), "charset=utf-16", "café"),
        ("café".encode(), "charset=unheard-of", "café"),
        (b"\x81", "", "\x81"),
    ],
)
def test_letters_are_read_in_the_character_set_they_were_written_in(body, parameters, words):
    assert text_in(body, parameters) == words
