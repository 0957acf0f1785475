"""What must hold whatever came: with a source more or less, or with items that this viewer may not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from merge_items import BASES, answer, changed, concept, item
from merge_sets import SOURCES, answers_of, items_of, shape

from carerecord.access.contract import Terms
from carerecord.contract import Answer, Failure, Item, Level, Person, Resource, SourceSettings
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.merge import merge
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import SectionState
from carerecord.viewing.headings import HEADINGS, heading
from carerecord.viewing.ledger import states
from carerecord.viewing.withheld import without_withheld

EVERY: dict[str, Level] = {section.name: "full" for section in SECTIONS}
ALLERGY = BASES["allergies"]
NONE = changed(ALLERGY | {"id": "none"}, "code", concept("716186003", "No known allergy"))
HELD: Mapping[str, Resource] = {
    "penicillin": ALLERGY,
    "the same without its reaction": changed(ALLERGY, "reaction", None),
    "refuted": changed(ALLERGY, "verificationStatus.coding.0.code", "refuted"),
    "in error": changed(ALLERGY, "verificationStatus.coding.0.code", "entered-in-error"),
    "resolved": changed(ALLERGY, "clinicalStatus.coding.0.code", "resolved"),
    "latex": changed(ALLERGY | {"id": "latex"}, "code", {"text": "Latex"}),
    "none": NONE,
    "none in words": NONE | {"id": "words", "code": {"text": "No known allergies"}},
    "no drug": NONE | {"id": "drug", "code": {"text": "No known drug allergies"}},
    "letters": NONE | {"id": "letters", "code": {"text": "NKDA"}},
}
PERSON = Person("p", "9990000001", "Gibson", "Margery")
DOWN = Failure("timeout", "no answer in 8 s")
DOWNRIGHT = ("1", "3", "4")  # a count, none, or nothing recorded, said of all who share it

held = st.lists(st.sampled_from(sorted(HELD)), unique=True, max_size=3)
replies = st.dictionaries(st.sampled_from(SOURCES), held, min_size=1)


def sources(names: Sequence[str]) -> list[SourceSettings]:
    shares = tuple(EVERY)
    return [SourceSettings(one, one, one, "gp", "fhir_r4", sections=shares) for one in names]


def told(answers: Sequence[Answer]) -> tuple[SectionState, SectionRecord]:
    """Of allergies."""
    records, asked = merge(answers).records, sources([one.source_id for one in answers])
    by_source = {one.source_id: one for one in answers}
    found = states(asked, by_source, records, EVERY, Terms())["allergies"]
    return found, records["allergies"]


def shown(answers: Sequence[Answer], levels: Mapping[str, Level]) -> object:
    merged = merge(answers)
    asked = sources([one.source_id for one in answers])
    by_source = {one.source_id: one for one in answers}
    return shape(merged), repr(states(asked, by_source, merged.records, levels, Terms()))


def said(source: str, names: Sequence[str]) -> Answer:
    made = answer(source, *(HELD[name] for name in names))
    return made if names else replace(made, state="empty")


def items_in(entries: Sequence[Entry]) -> set[Item]:
    return {one for entry in entries for one in entry.items}


@settings(max_examples=100, deadline=None)
@given(replies, st.data())
def test_a_source_that_fails_makes_no_statement_stronger(replied, data):
    whole = [said(source, names) for source, names in replied.items()]
    gone = data.draw(st.sampled_from(sorted(replied)))
    left = [Answer(gone, "failed", failure=DOWN) if one.source_id == gone else one for one in whole]
    (_, before), (state, after) = told(whole), told(left)
    assert state.at_least
    assert state.heading not in DOWNRIGHT
    assert items_in(after.negatives) <= items_in(before.negatives)
    words = heading(state, after)
    general = {HEADINGS["state.3.allergies"], HEADINGS["state.3b.allergies"]}
    if words in general:
        assert words == HEADINGS["state.3b.allergies"]
        assert {"none", "none in words"} & {
            name for source, names in replied.items() if source != gone for name in names
        }


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_a_source_more_takes_nothing_away(seed):
    items = [*items_of(seed), *(item(s, HELD[n]) for n, s in zip(HELD, SOURCES * 3, strict=False))]
    for few, more in pairwise(range(len(SOURCES) + 1)):
        before, after = (
            merge(answers_of([one for one in items if one.source_id in SOURCES[:number]])).records
            for number in (few, more)
        )
        for name, record in before.items():
            assert items_in(record.every_entry) <= items_in(after[name].every_entry)
            older = {one for entry in after[name].every_entry for one in entry.earlier}
            assert items_in(record.entries) - older <= items_in(after[name].entries)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sets(st.sampled_from(["medicines", "allergies", "problems", "results", "reports"])),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_what_is_withheld_changes_nothing_of_what_is_left(seed, hidden, restricted):
    label = {"security": [{"code": "R"}]}
    items = [
        item(one.source_id, one.resource | {"meta": label}) if restricted[n % 8] else one
        for n, one in enumerate(items_of(seed))
    ]
    levels = EVERY | dict.fromkeys(hidden, "none")
    answers = answers_of(items)
    seen = without_withheld(answers, PERSON, levels, Terms())
    gone = {one for held in seen.withheld.values() for one in held}
    assume(gone)
    never = [
        replace(one, items=kept, state="answered" if kept else "empty")
        for one in answers
        for kept in [tuple(each for each in one.items if each not in gone)]
    ]
    assert shown(seen.answers, levels) == shown(never, levels)
    again = without_withheld(never, PERSON, levels, Terms())
    assert shown(again.answers, levels) == shown(never, levels)
