"""The words of a document by its kind; and what is hostile gives none, at once."""

from __future__ import annotations

import pytest

from carerecord.texts import LONGEST, words_of

CDA = """<?xml version="1.0" encoding="iso-8859-1"?><ClinicalDocument xmlns="urn:hl7-org:v3"><section>
<title>Café visit</title><code code="1" displayName="Asthma clinic"/><text><paragraph>Seen<br/>again</paragraph>
</text></section></ClinicalDocument>""".encode("iso-8859-1")


def read(kind: str, body: bytes) -> list[str]:
    return words_of(kind, body).split()


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("text/plain; charset=iso-8859-1", "café au".encode("latin-1"), "café au"),
        ("Text/HTML", b"<p>One<b>self</b> &amp; t&eacute;st</p><td>a</td><td>b</td>", "Oneself & tést a b"),
        ("text/html", b"<style>p{}</style>in<script>x<b>y</script>side<!-- <p>no -->", "in side"),
        ("text/html", b"<head><title>t</title></head><p title='a'>w", "w"),
        ("text/html", b"5 < 6 and a<b", "5 < 6 and a<b"),
        ("application/xml", CDA, "Café visit Asthma clinic Seen again"),
        ("application/xml", b"<a>not closed", ""),
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
