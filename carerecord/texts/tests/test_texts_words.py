"""The words of a document by its kind; and what is hostile gives none, at once."""

from __future__ import annotations

import pytest

from carerecord.texts import LONGEST, words_of

CDA = """<?xml version="1.0" encoding="iso-8859-1"?><ClinicalDocument xmlns="urn:hl7-org:v3"><section>
<title>Café visit</title><code code="1" displayName="Asthma clinic"/><text><paragraph>Seen<br/>again</paragraph>
</text></section></ClinicalDocument>""".encode("iso-8859-1")

RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Word;}{\info{\title hidden}}"
    rb"\f0 Caf\'e9: co-{\b amo}xi\i clav\i0  5 \u8364? \endash  \ldblquote stop\rdblquote  {\uc0\u955} x\par "
    b"ne\r\nxt{\\pict ffd8ffe0}\\cell a\\cell b \\\\ \\{c\\}}"
)


def read(kind: str, body: bytes) -> list[str]:
    return words_of(kind, body).split()


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/plain; charset=iso-8859-1", "café au".encode("latin-1"), "café au"),
        ("Text/HTML", b"<p>One<b>self</b> &amp; t&eacute;st</p><td>a</td><td>b</td>", "Oneself & tést a b"),
        ("text/html", b"<style>p{}</style>in<script>x<b>y</script>side<!-- <p>no -->", "in side"),
        ("text/html", b"<head><title>t</title></head><p title='a'>w", "t w"),
        ("text/html", b"<html><head><meta charset=utf-8><body><svg>never closed <p>w", "never closed w"),
        ("text/html", b"5 < 6 and a<b", "5 < 6 and a<b"),
        ("application/xml", CDA, "Café visit Asthma clinic Seen again"),
        ("application/xml", b"<a>not closed", ""),
        ("text/rtf", RTF, "Café: co-amoxiclav 5 € – “stop” λ x next a b \\ {c}"),
        ("application/rtf", b"{\\rtf1\\ansicpg1251 \\'e4\\'e0}", "да"),
        ("application/rtf", b"{\\rtf1\\ansicpg99999 caf\\'e9", "café"),
        ("application/rtf", b"{\\rtf1 \\u-10179?\\u-8704? \\u-10179?x}", "\U0001f600 \ufffdx"),
        ("text/plain; charset=unicode_escape", rb"\ud800x", "\ufffdx"),
        ("application/rtf", b"no rtf", ""),
        ("image/png", b"words", ""),
        ("", b"words", ""),
    ],
)  # fmt: skip
def test_the_words_of_each_kind(kind: str, body: bytes, words: str):
    assert read(kind, body) == words.split()


@pytest.mark.parametrize(
    "declared",
    [
        "<!DOCTYPE a>",
        '<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE a [<!ENTITY x "yyyyyyyy"><!ENTITY z "&x;&x;&x;">]>',
    ],
)
def test_xml_with_a_document_type_is_refused(declared: str):
    assert words_of("text/xml", f"{declared}<a>words</a>".encode()) == ""
    assert words_of("text/xml", b"<a>words</a>") == "words"


@pytest.mark.parametrize(
    "piece", ["<div>", "<", "<a ", "<!--", "<![CDATA[", "<script>", "&", "&#x", "<b><i>", "</p>"]
)
def test_html_of_any_nesting_is_read_in_one_pass(piece: str):
    """A parser that builds a tree takes minutes over the first of these."""
    assert len(words_of("text/html", (piece * LONGEST)[:LONGEST].encode())) <= LONGEST


def test_more_than_is_read_gives_no_words():
    assert words_of("text/plain", b"w" * LONGEST)
    assert words_of("text/plain", b"w" * (LONGEST + 1)) == ""


@pytest.mark.parametrize(
    "piece", ["{", "}", "\\", "\\'e9", "\\u-999999999 ", "{\\fonttbl{\\f0 ", "{\\field{\\*\\fldinst ", "\\uc9 a"]
)  # fmt: skip
def test_rtf_of_any_nesting_is_read_in_one_pass(piece: str):
    """A library that was tried takes ten seconds over 128 kB of some of these."""
    body = b"{\\rtf1 " + (piece * LONGEST)[: LONGEST // 4].encode()
    assert len(words_of("text/rtf", body)) <= LONGEST
