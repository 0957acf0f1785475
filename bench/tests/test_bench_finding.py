"""What is measured of finding in a record is what the page does."""

from __future__ import annotations

from bench.finding import SEARCHES, TARGET_MS, Search, run


def test_every_search_finds_what_was_put_there() -> None:
    found = {one.what: one.found for one in run(1, documents=30)}
    assert list(found) == list(SEARCHES)
    assert found["a word in every document"] == found["a phrase"] == 30
    assert found["one word, in every tenth document"] == found["two words"] == 3
    assert found["a word that is nowhere"] == found["a term with other names"] == 0


def test_each_is_held_to_the_target() -> None:
    assert Search("x", 1, 1.0, TARGET_MS, 0.1).met
    assert not Search("x", 1, 1.0, TARGET_MS + 1, 0.1).met
