"""Over a whole view: every word that its pages show is found, in its entry, and nothing else is looked at."""

from __future__ import annotations

import base64
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.contract import Resource
from carerecord.fhir.cda.tests.cda_written import document as cda
from carerecord.fhir.cda.tests.cda_written import section
from carerecord.viewing.contract import View
from carerecord.web.listing import listing
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, answer, permit, view_of
from carerecord.web.within import Finding, Typed, find

GIBSON = view_of(
    answer("riverside-gp", gibson.RIVERSIDE),
    answer("northgate-acute", gibson.NORTHGATE),
    answer("regional-laboratory", gibson.LABORATORY[:3]),
    answer("urgent-care-plans", gibson.CARE_PLAN),
)


def found(view: View, words: str) -> Finding:
    typed = Typed.read(words)
    assert not typed.problem, words
    return find(view, typed)


def ids(finding: Finding) -> set[str]:
    return {entry.row.id for section in finding.sections for entry in section.entries}


def passages(finding: Finding) -> str:
    return " | ".join(
        f"{passage.label}: {passage.words}"
        for section in finding.sections
        for entry in section.entries
        for passage in entry.passages
    )


def note(words: str, own: str = "n") -> Resource:
    return {**gibson.problem(own, "Gout", "90560007", "2020-01-01"), "note": [{"text": words}]}


def letter(data: bytes, kind: str) -> Resource:
    made = gibson.document("d", "Clinic letter", "2026-06-16", "x", kind)
    made["content"][0]["attachment"]["data"] = base64.b64encode(data).decode()
    return made


def test_every_word_of_every_row_is_found_in_its_entry():
    tried = 0
    for state in GIBSON.states.values():
        for rows in listing(GIBSON, state).groups.values():
            for row in rows:
                shown = [row.what.striptags(), row.when.striptags(), row.row.by, *row.row.notes]
                shown += [cell.striptags() for cell in row.cells]
                texts = [unescape(one) for one in shown if one != "Not recorded"]
                for word in {one for text in texts for one in text.split()}:
                    if not Typed.read(word).problem:
                        assert row.id in ids(found(GIBSON, word)), (word, row.what)
                        tried += 1
    assert tried > 150


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=60), st.integers(0, 10))
def test_any_word_a_source_sends_is_found(words: str, which: int):
    view = view_of(answer("riverside-gp", [note(words)]))
    said = words.replace('"', " ").replace("“", " ").replace("”", " ").split()
    typed = said[which % len(said)] if said else ""
    if not Typed.read(typed).problem:
        assert found(view, typed).total == 1


def test_what_the_view_does_not_hold_is_not_looked_at():
    """Answers are there beside the records; a section this role may not see is in no record."""
    closed = permit({**dict.fromkeys(EVERY, "full"), "problems": "none"})
    view = view_of(answer("riverside-gp", gibson.RIVERSIDE), decision=closed)
    assert any("Stroke" in str(item.resource) for item in view.answers["riverside-gp"].items)
    assert found(view, "stroke") == Finding()
    assert found(replace(GIBSON, records={}), "ramipril") == Finding()


def test_entries_stand_under_their_sections_in_reading_order():
    names = [one.section.name for one in found(GIBSON, "ramipril").sections]
    assert names == ["medicines", "discharge_summaries"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Seen for needlework today", "text/plain"),
        (b"<p>Seen for <i>needle</i>work today</p>", "text/html"),
        (b"<ClinicalDocument><text>Seen for needlework today</text></ClinicalDocument>", "text/xml"),
        ("Seen for needlework today".encode("utf-16"), "text/plain"),
        (b"{\\rtf1\\ansi Seen for {\\i needle}work today}", "application/rtf"),
    ],
)  # fmt: skip
def test_words_inside_a_document_are_found_and_marked_where_they_stand(data: bytes, kind: str):
    view = view_of(answer("northgate-acute", [letter(data, kind)]))
    assert passages(found(view, "needle")) == ": Seen for <mark>needle</mark>work today"


def test_of_a_protected_person_only_documents_that_the_reader_shows_are_read():
    """Withholding takes places out of words; in another format it may not know them (SFL-2)."""
    xml = {**letter(b"<a>needle</a>", "text/xml"), "id": "x"}
    view = view_of(answer("northgate-acute", [letter(b"needle", "text/plain"), xml]))
    assert found(view, "needle").total == 2
    for hidden in (
        replace(view, protected=True),
        replace(view, person=replace(view.person, protected=True)),
    ):
        finding = found(hidden, "needle")
        assert (finding.total, finding.unread) == (1, 1)


def test_of_a_cda_document_the_words_that_the_reader_shows_are_found():
    sent = cda(section("18776-5", "", "Seen for needlework"))
    view = view_of(answer("northgate-acute", [letter(sent, "application/hl7-v3+xml")]))
    assert "needlework" in passages(found(view, "needlework"))
    assert not ids(found(view, "Mill Lane"))


def test_words_in_a_binary_of_the_same_answer_are_found():
    data = base64.b64encode(b"From the Binary").decode()
    binary = {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": data}
    document = gibson.document("d", "Clinic letter", "2026-03-03", "x")
    document["content"] = [{"attachment": {"contentType": "text/plain", "url": "Binary/b"}}]
    finding = found(view_of(answer("northgate-acute", [document, binary])), "from binary")
    assert [one.section.name for one in finding.sections] == ["letters"]


def test_a_code_is_found_in_the_entry_as_it_was_sent():
    assert passages(found(GIBSON, "230690007")) == "As sent: <mark>230690007</mark>"
    assert found(GIBSON, "2306900").total == 0


def test_a_narrative_is_searched_for_its_words_and_not_for_its_markup():
    text = {"status": "generated", "div": "<div class='x'>Seen at Caf&#233; <b>nee</b>dle</div>"}
    view = view_of(answer("riverside-gp", [{**note("n"), "text": text}]))
    assert "<mark>needle</mark>" in passages(found(view, "needle"))
    assert found(view, '"seen at cafe"').total == 1
    assert found(view, "class").total == 0


def test_words_of_two_notes_are_one_entry_but_no_phrase():
    problem = note("one")
    problem["note"].append({"text": "two"})
    view = view_of(answer("riverside-gp", [problem]))
    assert found(view, "one two").total == 1
    assert found(view, '"one two"').total == 0


def test_documents_without_words_are_counted_and_those_with_some():
    readable = gibson.document("a", "Clinic letter", "2026-03-03", "words")
    scan = {**letter(b"II*", "image/tiff"), "id": "b"}
    both = {**letter(b"II*", "image/tiff"), "id": "c"}
    both["content"] = [*both["content"], *readable["content"]]
    empty = {**gibson.document("e", "Clinic letter", "2026-03-03", "x"), "content": []}
    finding = found(view_of(answer("northgate-acute", [readable, scan, both, empty])), "nowhere")
    assert (finding.unread, finding.part_read) == (2, 1)


def test_what_no_longer_stands_is_found_and_says_so():
    refuted = gibson.problem("r", "Epilepsy", "84757009", "2020-01-01")
    refuted["verificationStatus"] = {"coding": [{"code": "entered-in-error"}]}
    view = view_of(answer("riverside-gp", [refuted, gibson.NO_KNOWN_ALLERGY]))
    (section,) = found(view, "epilepsy").sections
    assert section.entries[0].standing == "Ruled out, or recorded in error"
    (section,) = found(view, "allergy").sections
    assert section.entries[0].standing == "Statement of none"


def test_an_entry_that_cannot_be_drawn_is_found_by_what_was_sent():
    broken = note("needle")
    record = GIBSON.records["problems"]

    def fails(*_: object) -> None:
        raise ValueError

    view = view_of(answer("riverside-gp", [broken]))
    problems = view.records["problems"]
    undrawn = replace(problems, section=replace(record.section, row=fails))
    finding = found(replace(view, records={"problems": undrawn}), "needle")
    assert passages(finding) == "As sent: <mark>needle</mark>"


def test_nesting_without_end_is_read_without_end():
    deep: Resource = {"text": "needle"}
    for _ in range(5000):
        deep = {"a": deep}
    view = view_of(answer("riverside-gp", [gibson.problem("p", "Gout", "1", "2020-01-01")]))
    problems = view.records["problems"]
    head = replace(problems.entries[0].head, resource={**note(""), "deep": deep}, raw=b"")
    entry = replace(problems.entries[0], head=head)
    undone = replace(problems, entries=(entry,))
    assert found(replace(view, records={"problems": undone}), "needle").total == 1
