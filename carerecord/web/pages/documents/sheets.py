"""What is drawn of a document, a few pages at a time, to look at in the reader: pictures of its pages, and their words."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carerecord.drawing import DRAWN, CannotDraw, Drawing, Leaf
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.contract import Attachment
from carerecord.texts import kind_of
from carerecord.viewing.attached import decoded, resolved

AT_ONCE = 5  # pages of one document on one page of ours
MOST_PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. `source` is the picture itself, so that looking at it asks nobody anything."""

    number: int
    source: str  # data: URL
    width: int
    height: int
    words: str

    @classmethod
    def of(cls, leaf: Leaf, number: int) -> Sheet:
        data = base64.b64encode(leaf.image).decode()
        words = leaf.words.strip()
        return cls(number, f"data:{leaf.kind};base64,{data}", leaf.width, leaf.height, words)


@dataclass(frozen=True, slots=True)
class Sheets:
    sheets: tuple[Sheet, ...]
    total: int

    @property
    def earlier(self) -> int:
        """The page to begin with to see those before; 0: there are none."""
        first = self.sheets[0].number if self.sheets else 1
        return max(1, first - AT_ONCE) if first > 1 else 0

    @property
    def later(self) -> int:
        last = self.sheets[-1].number if self.sheets else self.total
        return last + 1 if last < self.total else 0

    @property
    def which(self) -> str:
        first, last = self.sheets[0].number, self.sheets[-1].number
        shown = f"Page {first}" if first == last else f"Pages {first} to {last}"
        return f"{shown} of {self.total}"


Drawn = Mapping[int, Sheets | CannotDraw]
"""By the place of the attachment in its entry."""


def first_page(asked: str) -> int:
    """What the address asks to begin with; 1 for what is no number."""
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    return min(max(number, 1), MOST_PAGE)


async def drawn(
    drawing: Drawing,
    record: SectionRecord,
    entry: Entry,
    attachments: Sequence[Attachment],
    first: int,
) -> Drawn:
    """Only what came with its bytes and is of a kind that is drawn."""
    found: dict[int, Sheets | CannotDraw] = {}
    for at, attachment in enumerate(attachments):
        whole = resolved(record, entry, attachment)
        kind = kind_of(whole.content_type)[0]
        body = decoded(whole.data) if kind in DRAWN and not whole.text else None
        if body:
            found[at] = await _sheets(drawing, kind, body, first)
    return found


async def _sheets(drawing: Drawing, kind: str, body: bytes, first: int) -> Sheets | CannotDraw:
    try:
        leaves = await drawing.pages(kind, body, first, AT_ONCE)
        if not leaves.leaves and leaves.total:  # begun after its end: shown from its beginning
            leaves = await drawing.pages(kind, body, 1, AT_ONCE)
    except CannotDraw as why:
        return why
    if not leaves.leaves:
        return CannotDraw("damaged")
    numbered = enumerate(leaves.leaves, leaves.first)
    return Sheets(tuple(Sheet.of(leaf, number) for number, leaf in numbered), leaves.total)
