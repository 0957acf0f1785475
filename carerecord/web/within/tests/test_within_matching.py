"""What matches what: words and how they begin, phrases, numbers, codes, other names; in any alphabet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carerecord.web.within.folding import folded, way_back
from carerecord.web.within.needles import tokens
from carerecord.web.within.passages import marked, passages, spans
from carerecord.web.within.synonyms import LONGEST_TERM, groups, synonyms_of
from carerecord.web.within.typed import LONGEST, TOO_LONG, TOO_SHORT, Typed


def matches(typed: str, text: str) -> bool:
    read = Typed.read(typed)
    assert not read.problem, read.problem
    return read.is_in(folded(text))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("stroke", "Stroke, left side"),
        ("STROKE", "stroke"),
        ("strok", "Strokes"),
        ("cafe", "Café"),
        ("café", "CAFE\u0301"),
        ("strasse", "Straße"),
        ("left stroke", "Stroke, left side"),
        ('"left side"', "Stroke, left side"),
        ("“left side”", "left\nside"),
        ("44054006", "Type 2 diabetes 44054006"),
        ("E11.9", "Code E11.9, type 2"),
        ("14682-9", "LOINC 14682-9."),
        ("500mg", "Metformin 500 mg"),
        ("500 mg", "Metformin 500mg"),
        ("0.5", "digoxin 0.5 mg"),
        ("co-codamol", "Co-codamol 30/500"),
        ("soft", "so\u00adft"),
        ("\u202eשלום", "שלום"),
        ("القلب", "فشل القلب"),
        ("心臓", "心臓 病"),
        ("it", "It is"),
        ("o'brien", "Dr O\u2019Brien"),
    ],
)
def test_it_is_found(typed: str, text: str):
    assert matches(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("roke", "stroke"),
        ("it", "item"),
        ("left gout", "Stroke, left side"),
        ('"side left"', "left side"),
        ('"left sid"', "left side"),
        ("4405", "44054006"),
        ("054006", "44054006"),
        ("10", "10.5 mg"),
        ("50", "0.50 mg"),
        ("0.5", "10.5"),
        ("0.5", "0.55"),
        ("left side", "left"),
        (".*", "x" * 0 + "anything 12"),
        ("a.c+", "abc"),
        ("(?:x", "y"),
    ],
)
def test_it_is_not_found(typed: str, text: str):
    read = Typed.read(typed)
    assert read.problem == TOO_SHORT or not read.is_in(folded(text))


@pytest.mark.parametrize("typed", ["", " ", "a", '"', "- .", "a b", "\u0301", "7"])
def test_less_than_two_letters_says_so(typed: str):
    assert Typed.read(typed).problem == TOO_SHORT


def test_a_text_instead_of_words_says_so():
    assert Typed.read("x" * 10_000).problem == TOO_LONG
    assert Typed.read("x" * LONGEST).problem == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("paracetamol", "Panadol 500mg"),
        ("panadol", "paracetamol"),
        ("Ventolin", "salbutamol inhaler"),
        ("MI", "Myocardial infarction"),
        ("heart attack", "MI 2019"),
        ("heart attack", "attack on the heart"),  # as two words still
        ("previous heart attack", "previous MI"),
        ("epinephrine", "Adrenaline 1 in 1,000"),
    ],
)
def test_other_names_of_the_same_thing_are_found(typed: str, text: str):
    assert matches(typed, text)


def test_a_short_name_matches_whole_and_nothing_wider_is_searched():
    assert not matches("heart attack", "migraine")
    assert not matches("warfarin", "apixaban")
    assert Typed.read("heart attack").also == ("myocardial infarction", "MI")
    assert Typed.read("gout").also == ()


def test_names_lead_to_each_other_and_each_stands_in_one_group():
    names = [tokens(name) for group in groups() for name in group]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) == LONGEST_TERM
    for group in groups():
        for name in group:
            assert set(synonyms_of(tokens(name))) == set(group) - {name}


@given(st.text())
def test_a_text_is_folded_as_its_letters_are(text: str):
    assert folded(text) == "".join(map(folded, text))
    back = way_back(text)
    assert back is None or (len(back) == len(folded(text)) + 1 and back == sorted(back))


@given(st.text(), st.text(min_size=2, max_size=40), st.text())
def test_what_is_marked_is_the_text_and_nothing_is_lost(before: str, typed: str, after: str):
    read = Typed.read(typed)
    text = f"{before} {typed} {after}"
    found = spans(text, read.needles)
    assert marked(text, found).replace("<mark>", "").replace("</mark>", "") == marked(text, [])
    if not read.problem and not any(quote in typed for quote in '"“”'):
        assert read.is_in(folded(text))
        assert found


def test_what_stands_around_is_cut_between_words_and_close_places_are_one():
    text = f"{'before ' * 40}needle and needle{' after' * 40} needle"
    made = passages("Letter", text, spans(text, Typed.read("needle").needles), 3)
    assert len(made) == 2
    assert made[0].words.count("<mark>needle</mark>") == 2
    assert made[0].words.startswith("… before ")
    assert made[0].words.endswith(" after …")


def test_markup_in_a_text_stays_text():
    text = "<b>needle</b> & <script>"
    assert marked(text, spans(text, Typed.read("needle").needles)) == (
        "&lt;b&gt;<mark>needle</mark>&lt;/b&gt; &amp; &lt;script&gt;"
    )
