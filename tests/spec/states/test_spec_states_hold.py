"""Whatever sources say and however they fail, the page claims no more than was said (ux 14.2)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from carerecord.contract import Answer, Failure
from carerecord.viewing.contract import View
from carerecord.web.states import notices
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import EVERY, MARGERY, WebRegion, answer, source, view_of

SOURCES = [source(id, id.upper(), id.upper(), "gp", EVERY) for id in ("aa", "bb", "cc")]
PENICILLIN = gibson.allergy("a", "Penicillin", "91936005", "severe", "Anaphylaxis", "1987-03-14")
REFUTED = {**PENICILLIN, "id": "r", "verificationStatus": {"coding": [{"code": "refuted"}]}}
NARROW = {**gibson.NO_KNOWN_ALLERGY, "id": "n", "code": {"text": "No known drug allergies"}}
SHORT = {**gibson.NO_KNOWN_ALLERGY, "id": "s", "code": {"text": "NKDA"}}
HELD = [PENICILLIN, REFUTED, gibson.NO_KNOWN_ALLERGY, NARROW, SHORT, gibson.RIVERSIDE[1]]
DOWN = Failure("timeout", "no answer in 8 s")
SEVERITY = ("calm", "warn", "fail")
BARE = re.compile(r"<(td|dd|li|b|h2)\b[^>]*>\s*(None|Nil|NKA|–)\s*</\1>")
GENERAL = re.compile(r"No known allergies(?!”)")

answered = st.lists(st.sampled_from(HELD), unique_by=id, max_size=3)
ways = st.one_of(
    answered.map(lambda held: ("", held)),
    answered.map(lambda held: ("partial", held)),
    st.sampled_from([("failed", []), ("withheld", []), ("not-found", [])]),
)


def said(id: str, how: str, held: Sequence[dict[str, object]]) -> Answer:
    if how in ("failed", "partial"):
        return answer(id, held, DOWN, state=how)
    return answer(id, held, **({"state": how} if how else {}))


def view(made: Sequence[tuple[str, list[dict[str, object]]]]) -> View:
    answers = [said(one.id, *way) for one, way in zip(SOURCES, made, strict=True)]
    return view_of(*answers, sources=SOURCES)


def severity(found: View, name: str) -> int:
    """Of the last notice: that records disagree is known only while both statements are there."""
    names = {one.id: one.name for one in SOURCES}
    *_, last = notices(found.states[name], found.records[name], MARGERY, names)
    return SEVERITY.index(last.tone)


@settings(max_examples=8, deadline=None)
@given(made=st.tuples(ways, ways, ways))
def test_no_page_says_no_known_allergies_unless_a_source_did(made):
    found = view(made)
    said_so = found.states["allergies"].heading in ("3", "3b")
    for slug in ("", "allergies"):
        page = WebRegion().holds(found).page(slug)
        assert said_so or not GENERAL.search(page.words)
        assert not BARE.search(page.text)


@settings(max_examples=30, deadline=None)
@given(made=st.tuples(ways, ways, ways))
def test_the_counts_of_the_pages_are_their_entries(made):
    found = view(made)
    for name, record in found.records.items():
        state = found.states[name]
        assert state.positive == len(record.entries)
        heads_and_folded = sum(1 + len(one.folded) for one in record.every_entry)
        assert sum(state.counts.values()) == heads_and_folded


@settings(max_examples=30, deadline=None)
@given(made=st.tuples(ways, ways, ways), gone=st.integers(0, 2))
def test_an_answer_that_is_missing_never_makes_a_notice_calmer(made, gone):
    before = view(made)
    after = view([("failed", []) if n == gone else way for n, way in enumerate(made)])
    for name in ("allergies", "medicines", "problems"):
        assert severity(after, name) >= severity(before, name), name
