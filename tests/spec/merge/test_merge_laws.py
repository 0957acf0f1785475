"""The laws of merging, on random sets of items: nothing lost, nothing blended, order never matters."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from merge_items import BASES, answer, changed, item
from merge_sets import answers_of, items_of, shape

from carerecord.contract import Answer, Item, Resource
from carerecord.merge.account import DoesNotAddUp, account, must_add_up
from carerecord.merge.contract import Line
from carerecord.merge.headings import grouped
from carerecord.merge.merge import Merged, merge
from carerecord.merge.statement import LEFT_OUT
from carerecord.sections import SECTIONS
from quality.merging.mutating import leaves, mutated


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_record(seed: int, order: random.Random) -> None:
    items = items_of(seed)
    expected = shape(merge(answers_of(items)))
    order.shuffle(items)
    shuffled = answers_of(items)
    order.shuffle(shuffled)
    assert shape(merge(shuffled)) == expected


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_every_item_is_in_exactly_one_entry_and_the_account_adds_up(seed: int) -> None:
    items = items_of(seed)
    hidden, kept = items[::5], [one for n, one in enumerate(items) if n % 5]
    answers = answers_of(kept)
    withheld: dict[str, list[Item]] = {}
    for one in hidden:
        withheld.setdefault(one.source_id, []).append(one)
    merged = merge(answers)
    lines = account(answers, withheld, merged)
    must_add_up(lines)
    shown = [i for r in merged.records.values() for e in r.every_entry for i in (e.head, *e.folded)]
    assert sorted(map(id, shown)) == sorted(map(id, kept))
    assert sum(line.received for line in lines) == len(items)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_names_of_entries_are_never_shared(seed: int) -> None:
    merged = merge(answers_of(items_of(seed)))
    for record in merged.records.values():
        names = [entry.id for entry in record.every_entry]
        assert len(names) == len(set(names))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(BASES)), st.integers(0, 10**6))
def test_one_changed_leaf_is_never_folded(name: str, seed: int) -> None:
    chance = random.Random(seed)
    base = BASES[name]
    path = chance.choice([leaf for leaf in leaves(base) if leaf[0] not in LEFT_OUT])
    other = mutated(base, path, chance)
    merged = merge([answer("gp", base), answer("acute", other)])
    assert sum(len(record.every_entry) for record in merged.records.values()) == 2, path


def test_an_item_that_vanished_stops_the_page() -> None:
    answers = [answer("gp", BASES["results"], BASES["problems"])]
    whole = merge(answers)
    without = Merged({name: r for name, r in whole.records.items() if name != "results"})
    with pytest.raises(DoesNotAddUp, match="gp results"):
        must_add_up(account(answers, {}, without))


def test_patients_held_back_and_unreadable_entries_have_their_lines() -> None:
    patient = item("gp", {"resourceType": "Patient", "id": "p"})
    held = Answer(
        "gp",
        "answered",
        patients=(patient,),
        held_back=(("Observation", "another person"), ("Condition", "another person")),
        unreadable=("not an object",),
    )
    lines = account([held], {}, merge([held]))
    must_add_up(lines)
    assert {(line.section, line.received, line.held_back) for line in lines} == {
        ("demographics", 1, 0),
        ("observations", 1, 1),
        ("problems", 1, 1),
        ("unreadable", 1, 1),
    }
    assert sum(line.received for line in lines) == held.received


def test_every_section_is_there_even_with_no_answers() -> None:
    records = merge([]).records
    assert list(records) == [section.name for section in SECTIONS]
    assert all(record.every_entry == () for record in records.values())
    must_add_up(account([], {}, merge([])))


def test_a_line_that_does_not_add_up_names_no_person() -> None:
    with pytest.raises(DoesNotAddUp, match=r"^lab results$"):
        must_add_up([Line("lab", "results", received=2, shown=1)])


def test_newest_stands_first_and_undated_last() -> None:
    dates = ("2019", "2026-06-03T10:11:00+01:00", None, "2026-06-04")
    made = [changed(BASES["results"], "effectiveDateTime", date) for date in dates]
    entries = merge([answer("gp", *(one | {"id": str(n)} for n, one in enumerate(made)))])
    order = [e.head.resource["id"] for e in entries.records["results"].entries]
    assert order == ["3", "1", "0", "2"]


def test_headings_put_the_same_thing_side_by_side_and_hide_nothing() -> None:
    weaker = changed(BASES["medicines"], "dosage.0.text", "two daily") | {"id": "m2"}
    free: Resource = BASES["medicines"] | {"id": "m3"}
    free["medicationCodeableConcept"] = {"text": "herbal tea"}
    nameless: Resource = {"resourceType": "MedicationStatement", "id": "m4", "status": "active"}
    answers = [answer("gp", BASES["medicines"], free), answer("acute", weaker, nameless)]
    record = merge(answers).records["medicines"]
    groups = grouped(record)
    assert sorted(len(entries) for _, entries in groups) == [1, 1, 2]
    assert {label for label, entries in groups if len(entries) == 2} == {"Ramipril 5mg capsules"}
    assert [e for _, entries in groups for e in entries] != []
    assert {e.id for _, entries in groups for e in entries} == {e.id for e in record.entries}


def test_entries_stand_newest_first_whatever_zone_they_were_sent_in() -> None:
    sent = {"a": "2026-07-01T10:30:00+01:00", "b": "2026-07-01T10:10:00Z", "c": "2026-07-01"}
    items = [{**BASES["results"], "id": own, "effectiveDateTime": at} for own, at in sent.items()]
    record = merge([answer("lab", *items)]).records["results"]
    assert [entry.head.resource["id"] for entry in record.entries] == ["b", "a", "c"]
