"""Words under their own headings: “If unwell: call the ward” as the heading and what stands under it."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST_TERM = 32  # characters before a colon that read as a heading
UNHEADED = "Says"
"""Heads the first words that have no heading of their own."""


def under_headings(notes: Iterable[str], longest: int = LONGEST_TERM) -> list[tuple[str, str]]:
    """Words without a heading follow in order, under none; no words stand twice under one heading."""
    found: list[tuple[str, str]] = []
    for note in notes:
        term, _, words = note.partition(": ")
        if not words or len(term) > longest:
            term, _, words = note.partition(" – ")
        if not words or len(term) > longest:
            found.append(("" if found else UNHEADED, note))
        elif not any(words.startswith(known) for t, known in found if t == term):
            found.append((term, words))
    return found
