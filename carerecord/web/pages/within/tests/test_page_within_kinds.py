"""A word inside a PDF, an RTF, a CDA document and the comment of a result is found, and withheld with it (N3, I4)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from carerecord.contract import Resource
from carerecord.drawing.printed import PDF, as_pdf
from carerecord.fhir.cda.tests.cda_written import document as cda
from carerecord.fhir.cda.tests.cda_written import section
from carerecord.viewing.contract import View
from carerecord.web.pages.within.tests.test_page_within import searched
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, WebRegion, answer, permit, view_of

WORD = "Needlework"


def letter(kind: str, data: bytes) -> Resource:
    made = gibson.document("d", "Clinic letter", "2026-06-16", "x", kind)
    made["content"][0]["attachment"]["data"] = base64.b64encode(data).decode()
    return made


def commented() -> Resource:
    made = gibson.result("k", "Potassium", "2823-3", 4.7, "mmol/L", "2026-11-13")
    return {**made, "note": [{"text": f"{WORD} of the sample: repeat"}]}


HELD = [
    pytest.param("letters", letter(PDF, as_pdf(f"Seen for {WORD} today")), id="pdf"),
    pytest.param("letters", letter("application/rtf", rb"{\rtf1\ansi Seen for {\i Needle}work}"), id="rtf"),
    pytest.param(
        "letters", letter("application/hl7-v3+xml", cda(section("18776-5", "", f"Seen for {WORD}"))), id="cda"
    ),
    pytest.param("results", commented(), id="comment-of-a-result"),
]  # fmt: skip


def seen(name: str, *held: Resource) -> View:
    """By a role to which this section is not shown; as the door does, what it held is gone."""
    closed = permit({**dict.fromkeys(EVERY, "full"), name: "none"})
    whole = view_of(answer("northgate-acute", held), decision=closed)
    return replace(whole, answers={**whole.answers, "northgate-acute": answer("northgate-acute")})


@pytest.mark.parametrize(("name", "held"), HELD)
def test_the_word_is_found(name: str, held: Resource):
    view = view_of(answer("northgate-acute", [held]))
    page = searched(WebRegion().holds(view), WORD)
    assert f"1 entry found for “{WORD}”" in page.words
    assert f"<mark>{WORD}</mark>" in page.text
    assert "no searchable text" not in page.words


@pytest.mark.parametrize(("name", "held"), HELD)
def test_where_it_is_withheld_there_is_no_hit_and_no_count(name: str, held: Resource):
    pages = (
        searched(WebRegion().holds(view), WORD)
        for view in (seen(name, held), seen(name), seen(name, gibson.RIVERSIDE[-1], held))
    )
    with_it, without, beside = pages
    assert with_it.body == without.body
    for page in (with_it, beside):
        assert f"No entries found for “{WORD}”" in page.words
        assert "<mark>" not in page.text
