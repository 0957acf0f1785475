"""The words that were found, marked, with what stands around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from carerecord.web.within.folding import folded, way_back
from carerecord.web.within.needles import Needle

AROUND = 90  # characters before and after
_LINES = re.compile(r"\s*\n\s*")
MOST = 3  # passages of one entry
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    label: str
    words: Markup


def spans(text: str, needles: Sequence[Needle]) -> list[Span]:
    """Where the needles are in the text as it is written, none overlapping, in order."""
    plain = folded(text)
    found = sorted(span for one in needles for span in one.places(plain))
    back = way_back(text) if found else None
    merged: list[Span] = []
    for start, end in found:
        if back is not None:
            start, end = back[start], back[end - 1] + 1
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def marked(text: str, found: Sequence[Span], start: int = 0, end: int | None = None) -> Markup:
    """The text from `start` to `end`, with what was found of it in `mark`."""
    end = len(text) if end is None else end
    made, place = Markup(""), start
    for first, last in found:
        if start <= first and last <= end:
            made += escape(text[place:first]) + Markup("<mark>%s</mark>") % text[first:last]
            place = last
    return made + escape(text[place:end])


def passages(label: str, text: str, found: Sequence[Span], most: int) -> list[Passage]:
    """The first `most` places; those that stand close together are one."""
    made: list[Passage] = []
    ended = -1
    for first, last in found:
        if first <= ended:
            continue
        if len(made) == most:
            break
        start, end = _word_start(text, first - AROUND), _word_end(text, last + AROUND)
        words = marked(text, found, start, end)
        made.append(Passage(label, _cut(words, start > 0, end < len(text))))
        ended = end
    return made


def _cut(words: Markup, before: bool, after: bool) -> Markup:
    """That the text goes on is said: this is a place in it, not the whole."""
    close = Markup(_LINES.sub("\n", words.strip()))  # noqa: S704  # only spaces were left out
    return Markup("%s%s%s") % ("… " if before else "", close, " …" if after else "")


def _word_start(text: str, place: int) -> int:
    """No word is cut; but one that never ends is."""
    if place <= 0:
        return 0
    space = text.find(" ", place, place + AROUND // 2)
    return place if space < 0 else space + 1


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - AROUND // 2, place)
    return place if space < 0 else space
