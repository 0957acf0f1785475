"""The letter is tagged as PDF/UA-1 asks, says so by a checker we did not write, and fetches nothing."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import page
import pytest
import weasyprint
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from carerecord.config import PersonReports
from carerecord.insight.report.letter import VERSIONS, as_html, as_pdf
from carerecord.insight.report.tests.test_report_words import made


def html(version: str) -> str:
    return as_html(made(), version, PersonReports(), "01632 960 999")


@cache
def pdf(version: str) -> bytes:
    return as_pdf(html(version))


@cache
def tags(version: str) -> list[tuple[str, dict]]:
    """Every structure element of the document, in its order."""
    root = PdfReader(io.BytesIO(pdf(version))).trailer["/Root"]["/StructTreeRoot"]
    found: list[tuple[str, dict]] = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append((str(node["/S"]), node))
            walk(node.get("/K", []))

    walk(root["/K"])
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_a_checker_finds_nothing_against_it(version: str):
    report = page.validate_pdf_bytes(pdf(version), profile="ua1")
    assert [str(one) for one in report.failures] == []


def test_the_checker_tells_what_is_not_tagged():
    untagged = bytes(weasyprint.HTML(string=html("letter")).write_pdf())
    assert page.validate_pdf_bytes(untagged, profile="ua1").failures


@pytest.mark.parametrize("version", VERSIONS)
def test_it_says_its_title_its_language_and_that_it_is_tagged(version: str):
    reader = PdfReader(io.BytesIO(pdf(version)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Who has looked at your record" or version == "easy-read"
    assert "pdfuaid:part" in str(root["/Metadata"].get_data())


@pytest.mark.parametrize("version", VERSIONS)
def test_headings_go_down_by_one_step_at_most(version: str):
    levels = [int(name[2]) for name, _ in tags(version) if re.fullmatch(r"/H\d", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("version", ["letter", "large-print"])
def test_every_row_has_its_heading(version: str):
    names = [name for name, _ in tags(version)]
    assert names.count("/TH") == names.count("/TR") > 0
    headings = {str(node["/ID"]) for name, node in tags(version) if name == "/TH"}
    cells = [node["/A"]["/Headers"] for name, node in tags(version) if name == "/TD"]
    assert all({str(one) for one in headers} <= headings and headers for headers in cells)


def test_every_symbol_of_easy_read_says_what_it_is():
    figures = [node for name, node in tags("easy-read") if name == "/Figure"]
    assert figures
    assert {str(node["/Alt"]) for node in figures} <= {"Who", "Why", "What they saw", "You can ask us about a look. Tell us its number."}  # fmt: skip


@pytest.mark.parametrize("version", ["large-print", "easy-read"])
def test_large_print_has_nothing_below_eighteen_points(version: str):
    sizes: set[int] = set()

    def note(text, _, matrix, font, size) -> None:
        if text.strip():
            sizes.add(round(abs(size * matrix[3])))

    for one in PdfReader(io.BytesIO(pdf(version))).pages:
        one.extract_text(visitor_text=note)
    assert min(sizes) >= 18


def test_the_words_of_the_page_are_the_words_on_paper():
    text = " ".join(
        " ".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf("letter"))).pages).split()
    )
    for said in ("Who has looked at your record", "Mrs Margery Gibson, NHS number 999 417 3626",
                 "We will tell you when the check is done", "01632 960 999", "within 14 days",
                 "You can write it here too.", "What you want to ask:"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "https://elsewhere.example/x.svg"],
)
def test_nothing_is_fetched(address: str):
    with pytest.raises(FatalURLFetchingError):
        as_pdf(html("letter").replace("</h1>", f'</h1><img src="{address}" alt="x">'))


def test_a_name_is_never_markup():
    report = made()
    person = replace(report.person, family="<script>", given="&")
    assert "&lt;script&gt;" in as_html(
        replace(report, person=person), "letter", PersonReports(), ""
    )
