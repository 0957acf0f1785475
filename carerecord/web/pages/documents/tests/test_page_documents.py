"""The reader: words in full, nothing active, and a plain sentence for what cannot be shown (ux S11)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from carerecord.fhir.cda.tests.cda_written import document as cda
from carerecord.fhir.cda.tests.cda_written import section
from carerecord.texts.letters import text_in
from carerecord.web.pages.documents.markup import safe
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


def html(body: str):
    return gibson.document("d", "Clinic letter", "2026-03-03", body, "text/html")


def test_plain_words_are_shown_in_full(region: WebRegion):
    page = read(region, gibson.document("d", "Discharge summary", "2026-11-06", "One\n\n<Two>"))
    assert "One\n\n&lt;Two&gt;" in page.text
    assert "Shown in full; nothing is cut." in page.words
    assert "sandbox" in page.headers["content-security-policy"]


def test_a_page_in_a_sandbox_hides_when_idle_and_is_not_told_to_leave_which_it_may_not(
    region: WebRegion,
):
    page = read(region, gibson.document("d", "Discharge summary", "2026-11-06", "One"))
    assert 'http-equiv="refresh"' not in page.text
    assert 'href="/locked/' in page.text
    assert 'class="idle-cover"' in page.text
    assert 'http-equiv="refresh"' in region.page("medicines").text


def test_a_page_from_a_source_runs_nothing_and_asks_for_nothing(region: WebRegion):
    page = read(region, gibson.NORTHGATE[-2])
    assert "No retinopathy." in page.words
    for active in ("<script", "onclick", "<img", "example.invalid"):
        assert active not in page.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/pdf", "This document is damaged"),
        ("image/png", "This document is damaged"),
        ("application/rtf", "An RTF."),
        ("image/svg+xml", "An image."),
        ("application/x-made-up", "A file of type application/x-made-up."),
    ],
)
def test_what_cannot_be_shown_says_whom_to_ask(region: WebRegion, kind, words):
    page = read(region, gibson.document("d", "Clinic letter", "2026-03-03", "%PDF", kind))
    assert words in page.words
    assert "1 part cannot be shown here." in page.words
    assert "in full" not in page.words
    assert "Ask Northgate University Hospital: 01632 960100." in page.words


def test_a_document_without_words_says_so(region: WebRegion):
    page = read(region, {**gibson.document("d", "Clinic letter", "2026-03-03", "x"), "content": []})
    assert "No words were sent with this entry." in page.words
    assert "in full" not in page.words


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


@pytest.mark.parametrize(
    "attachment",
    [
        {"contentType": "text/plain", "data": "not base64!"},
        {"data": base64.b64encode(b"words").decode()},
        {"contentType": "image/tiff", "data": base64.b64encode(b"II*").decode()},
        {"contentType": "text/plain", "url": "Binary/elsewhere"},
    ],
)
def test_one_part_that_cannot_be_shown_is_counted(region: WebRegion, attachment):
    document = gibson.document("d", "Clinic letter", "2026-03-03", "These can be read.")
    document["content"].append({"attachment": attachment})
    page = read(region, document)
    assert "These can be read." in page.words
    assert "1 part cannot be shown here." in page.words
    assert "in full" not in page.words


@pytest.mark.parametrize(
    ("html", "left_out"),
    [
        ("<html><body><p>Words <b>and</b> <a href='x'>more</a></p></body></html>", False),
        ("<p>Stop <del>aspirin</del></p><style>p {}</style>", False),
        ("<p>Words</p><img src='x.png'>", True),
        ("<p>Words</p><iframe src='x'></iframe>", True),
        ("<form><input name='x'></form>", True),
        ("<p>Words</p><script>x()</script>", True),
        ("<svg><text>Words</text></svg>", True),
        ("<p>Words</p><unheard-of>x</unheard-of>", True),
    ],
)
def test_html_says_what_was_left_out(region: WebRegion, html, left_out):
    page = read(region, gibson.document("d", "Letter", "2026-03-03", html, "text/html"))
    said = "Pictures and forms in the original were left out." in page.words
    assert said is left_out
    assert ("Shown in full; nothing is cut." in page.words) is not left_out


@pytest.mark.parametrize("opened", ["<div>", "<DIV/>", "<ul><li>", "<x-y a='1'>"])
def test_a_page_that_nests_without_end_is_shown_as_its_words(region: WebRegion, opened: str):
    """Cleaned, half a megabyte of it would take most of a minute."""
    page = read(region, html("<p>One.</p>" + opened * 50_000 + "Two<script>no()</script>"))
    assert "One." in page.words
    assert "Two" in page.words
    assert "no()" not in page.text
    assert "Its words alone are shown" in page.words


def test_an_ordinary_page_without_ends_keeps_its_shape(region: WebRegion):
    page = read(region, html("<p>One<br>" * 5000 + "<table><tr><td>Two" + "<tr><td>Three" * 2000))
    assert "<td>Three" in page.text
    assert "Its words alone are shown" not in page.words


def test_crossed_out_words_stay_crossed_out():
    assert safe("<p>Stop <del>aspirin</del></p>") == "<p>Stop <del>aspirin</del></p>"


@pytest.mark.parametrize(
    ("body", "parameters", "words"),
    [
        ("\ufeffcafé".encode("utf-16-le"), "", "café"),
        ("\ufeffcafé".encode("utf-16-be"), "", "café"),
        ("\ufeffcafé".encode("utf-16-le"), "charset=utf-8", "café"),
        ("\ufeffcafé".encode("utf-32-le"), "", "café"),
        ("\ufeffcafé".encode(), "", "café"),
        ("café".encode("utf-16-le"), "", "café"),
        ("café".encode("utf-16-be"), "", "café"),
        ("żółw".encode("iso-8859-2"), ' format=flowed; Charset="ISO-8859-2"; x=y', "żółw"),
        (b"caf\xe9", "charset=undefined", "café"),
        (b"one\0two three", "", "one\ufffdtwo three"),
    ],
)
def test_a_mark_at_the_start_and_a_named_set_are_honoured(body, parameters, words):
    assert text_in(body, parameters) == words


def test_letters_that_could_not_be_read_are_owned_up_to(region: WebRegion):
    page = read(region, gibson.document("d", "Letter", "2026-03-03", "one\0two"))
    assert "\0" not in page.text
    assert "Some letters could not be read" in page.words
    assert "in full" not in page.words


def test_a_document_that_could_not_be_fetched_says_why_and_whom_to_ask(region: WebRegion):
    document = gibson.document("d", "Clinic letter", "2026-03-03", "x")
    document["content"] = [{"attachment": {"contentType": "text/plain", "url": "Letters/1"}}]
    view = view_of(answer("northgate-acute", [document]))
    view = replace(view, unread={"Letters/1": "no answer in 8 s"})
    [entry] = view.records["letters"].entries
    page = region.holds(view).page(f"documents/{entry.id}")
    assert "Northgate University Hospital: no answer in 8 s." in page.words
    assert "Ask Northgate University Hospital: 01632 960100." in page.words


def test_a_cda_document_is_read_under_its_headings_and_nothing_of_it_acts(region: WebRegion):
    said = '<paragraph styleCode="xHidden">Rest <linkHtml href="javascript:x()">here</linkHtml></paragraph>'
    sent = cda(section("18776-5", "", said)).decode()
    page = read(region, gibson.document("d", "Going home", "2026-11-06", sent, "text/xml"))
    assert "<h2>Part</h2>" in page.text
    assert "Rest here" in page.words
    assert "javascript" not in page.text
    assert "12 Mill Lane" not in page.words  # of its head, which the record's own heading says


def test_an_item_says_which_document_it_came_in(region: WebRegion):
    letter = gibson.document("d", "Clinic letter", "2026-11-06", "Words")
    item = gibson.problem("p", "Gout", "90560007", "2026-11-06")
    item["meta"] = {"source": "DocumentReference/d"}
    page = region.holds(view_of(answer("northgate-acute", [letter, item]))).page("problems")
    assert "from the document “Clinic letter”" in page.words
    alone = region.holds(view_of(answer("northgate-acute", [item]))).page("problems")
    assert "from a document" in alone.words


def test_a_heading_of_a_document_stands_under_the_one_title_of_its_page(region: WebRegion):
    page = read(region, html("<h1>Crisis plan</h1><h2>Signs</h2><p>&lt;h1&gt;</p><h6>End</h6>"))
    assert page.text.count("<h1") == 1
    assert "<h2>Crisis plan</h2><h3>Signs</h3><p>&lt;h1&gt;</p><h6>End</h6>" in page.text
