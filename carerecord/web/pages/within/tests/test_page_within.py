"""Find in this record: what was found in words, what was not searched, and nothing typed in an address (ux S17)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from carerecord.access.contract import Terms
from carerecord.contract import Answer, Failure, Resource
from carerecord.drawing.printed import PDF, as_pdf
from carerecord.web.tests import gibson
from carerecord.web.tests.client import Page
from carerecord.web.tests.harness import EVERY, MARGERY, SOURCES, WebRegion, answer, permit, view_of

PATH = f"/p/h-{MARGERY.id[::-1]}/find"
NONE = "in what was searched"


def searched(region: WebRegion, words: str) -> Page:
    return region.browser().post(PATH, {"words": words})


@pytest.fixture
def region() -> WebRegion:
    view = view_of(
        answer("riverside-gp", gibson.RIVERSIDE),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("regional-laboratory", failure=Failure("timeout", "no answer")),
    )
    return WebRegion().holds(view)


def test_every_page_of_the_record_leads_there(region: WebRegion):
    for slug in ("", "medicines", "documents", "timeline"):
        page = region.page(slug)
        assert f'<form method="post" action="{PATH}" role="search"' in page.text
        assert "Find in this record" in page.words
    page = region.page("find")
    assert page.text.count('role="search"') == 1
    assert 'aria-current="page"><span>Find in this record' in page.text


def test_what_was_found_stands_under_its_section_with_its_words_marked(region: WebRegion):
    page = searched(region, "ramipril")
    assert "3 entries found for “ramipril” in what was searched" in page.words
    assert page.text.index(">Medicines</a>") < page.text.index(">Discharge summaries</a>")
    assert "<mark>ramipril</mark>: stopped 28-Oct-2026." in page.text
    assert '<h2 id="found" tabindex="-1" autofocus>' in page.text
    for words in ("Northgate", "Riverside", "06-Nov-2026", "Also searched for: Tritace"):
        assert words in page.words


def test_a_document_leads_to_the_reader_and_an_entry_to_itself(region: WebRegion):
    base = PATH.removesuffix("/find")
    assert f'<a href="{base}/documents/' in searched(region, "pneumonia acquired").text
    assert f'<a href="{base}/item/' in searched(region, "stroke").text


def test_nothing_found_never_says_none_exist(region: WebRegion):
    page = searched(region, "zebra")
    assert "No entries found for “zebra” in what was searched" in page.words
    assert "That is not the same as none" in page.words


def test_each_source_that_did_not_fully_answer_is_named_with_why(region: WebRegion):
    words = searched(region, "stroke").words
    assert "Not searched: Regional Laboratory – Not available: no answer in 8 seconds" in words
    assert "Regional Laboratory is not available." in words
    assert "1 document has no searchable text." in words


def test_a_source_asked_not_to_share_and_one_not_asked_are_named():
    view = view_of(
        Answer("riverside-gp", "withheld", words="the patient has asked the practice not to share"),
        Answer("northgate-acute", "not-asked", words="no agreement covers it"),
    )
    words = searched(WebRegion().holds(view), "stroke").words
    assert (
        "Not searched: Riverside Medical Practice – Not shown: the patient has asked the practice "
        "not to share"
    ) in words
    assert "Not searched: Northgate University Hospital – Not asked: no agreement" in words


def test_a_source_that_answered_in_part_or_sends_a_copy_is_not_fully_searched():
    cut = answer("riverside-gp", gibson.RIVERSIDE, Failure("timeout", "no answer"), state="partial")
    page = searched(WebRegion().holds(view_of(cut)), "stroke")
    assert "Not fully searched: Riverside Medical Practice – Shows part" in page.words
    assert "1 entry found for “stroke”" in page.words


def test_a_source_that_is_asked_only_when_chosen_is_asked_with_the_same_words():
    unasked = replace(SOURCES[0], notifies="the person’s key worker is told")
    held = Answer(unasked.id, "not-asked", words="it tells somebody")
    view = replace(view_of(held), unasked=(unasked,))
    page = searched(WebRegion().holds(view), 'stroke "now"')
    asking = page.text.split('<form id="asking"')[1].split("</form>")[0]
    assert '<input type="hidden" name="words" value="stroke &#34;now&#34;">' in asking
    assert "Not searched: Riverside Medical Practice – Not asked: it tells somebody" in page.words
    page = WebRegion().holds(view).browser().post(PATH, {"ask": unasked.id})
    assert "Words or a code" in page.words
    assert 'role="alert"' not in page.text


def test_sections_outside_the_role_are_named_the_same_with_and_without_entries():
    closed = permit({**dict.fromkeys(EVERY, "full"), "problems": "none"})
    one, other = (
        searched(WebRegion().holds(view_of(answer("riverside-gp", held), decision=closed)), "stroke")
        for held in (gibson.RIVERSIDE, [r for r in gibson.RIVERSIDE if r["resourceType"] != "Condition"])
    )  # fmt: skip
    assert "Not searched: Problems and diagnoses – not shown in your role." in one.words
    assert one.body == other.body


def test_where_everything_was_searched_it_says_so():
    page = searched(WebRegion().holds(view_of(answer("riverside-gp", gibson.RIVERSIDE))), "stroke")
    assert "every section was searched" in page.words
    assert "Not searched:" not in page.words


def test_documents_that_stay_closed_say_so():
    view = replace(view_of(answer("riverside-gp", gibson.RIVERSIDE)), terms=Terms(documents=False))
    page = searched(WebRegion().holds(view), "stroke")
    assert "Documents stay closed until you say why you need them" in page.words


def test_above_the_words_of_a_protected_persons_documents_stands_a_warning(region: WebRegion):
    assert "still say where this person lives" not in searched(region, "pneumonia").words
    (view,) = region.door.views.values()
    page = searched(region.holds(replace(view, protected=True)), "pneumonia")
    assert "still say where this person lives" in page.words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Type at least 2 letters or numbers"),
        ("a", "Type at least 2 letters or numbers"),
        ("x" * 10_000, "Type fewer words"),
    ],
)
def test_what_cannot_be_searched_says_why_and_searches_nothing(region: WebRegion, words, says):
    page = searched(region, words)
    assert page.status == 200
    assert says in page.words
    assert 'role="alert"' in page.text
    assert NONE not in page.words
    assert region.door.released[-1][0] == ()


def test_more_than_a_form_holds_is_refused(region: WebRegion):
    assert searched(region, "x" * 20_000).status == 400


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "(a+)+$ [z-a] \\b{9999}",
        "\u202etxet \u05e9\u05dc\u05d5\u05dd",
        "{{ 77*7 }} {% x %}",
        "%s {0} {words}",
        "\x00ab\x00",
        "' OR 1=1 --",
    ],
)
def test_hostile_words_are_words(region: WebRegion, words: str):
    page = searched(region, words)
    assert page.status == 200
    assert NONE in page.words
    assert "<script" not in page.text
    assert "<img" not in page.text


def test_the_words_are_in_no_address_and_the_page_is_not_kept(region: WebRegion):
    page = searched(region, "ramipril")
    assert "ramipril" not in str(page.headers).lower()
    assert page.headers["cache-control"] == "no-store"
    assert not any("ramipril" in part for part in page.text.lower().split('href="')[1:] for part in [part.split('"')[0]])  # fmt: skip


def test_what_is_written_down_is_the_sections_of_what_was_found(region: WebRegion):
    searched(region, "ramipril")
    assert region.door.released[-1][0] == ("medicines", "discharge_summaries")
    region.page("find")
    assert region.door.released[-1][0] == ()


def test_a_page_that_could_not_be_written_down_is_not_sent(region: WebRegion):
    region.door.writes_down = False
    page = searched(region, "ramipril")
    assert page.status == 503
    assert "Northgate" not in page.text.split("<main")[-1]


def test_a_refused_record_is_searched_by_nobody(region: WebRegion):
    region.door.refused[MARGERY.id] = replace(permit(), outcome="deny")
    page = searched(region, "ramipril")
    assert page.status == 303
    assert page.headers["location"].endswith("/refused")


def test_many_are_cut_and_it_says_how_many_there_are():
    many: list[Resource] = [
        gibson.problem(f"p{n}", f"Gout {n + 1000}", "90560007", "2020-01-01") for n in range(203)
    ]
    page = searched(WebRegion().holds(view_of(answer("riverside-gp", many))), "gout")
    assert "203 entries found" in page.words
    assert "100 of 203 shown. Add a word to find fewer." in page.words


def a_pdf(words: str, own: str = "d") -> Resource:
    document = gibson.document(own, "Clinic letter", "2026-03-03", "x", PDF)
    document["content"][0]["attachment"]["data"] = base64.b64encode(as_pdf(words)).decode()
    return document


def test_words_inside_a_pdf_are_found_in_its_document():
    letters = [a_pdf("Warfarin 3 mg"), a_pdf("Nothing else", "e")]
    page = searched(WebRegion().holds(view_of(answer("northgate-acute", letters))), "warfarin")
    assert "1 entry found for “warfarin”" in page.words
    assert "<mark>Warfarin</mark> 3 mg" in page.text
    assert "no searchable text" not in page.words


def test_a_pdf_that_cannot_be_read_is_counted_as_not_searched():
    broken = gibson.document("d", "Clinic letter", "2026-03-03", "%PDF-1.7", PDF)
    page = searched(WebRegion().holds(view_of(answer("northgate-acute", [broken]))), "warfarin")
    assert "1 document has no searchable text" in page.words


def test_where_a_rule_has_to_read_it_first_no_pdf_is_searched():
    view = replace(view_of(answer("northgate-acute", [a_pdf("Warfarin")])), pictures=False)
    page = searched(WebRegion().holds(view), "warfarin")
    assert "<mark>" not in page.text
    assert "1 document has no searchable text" in page.words
