"""What is drawn, and why something cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PDF = "application/pdf"
PICTURES = ("image/tiff", "image/jpeg", "image/jpg", "image/png", "image/gif", "image/bmp", "image/webp")  # fmt: skip
DRAWN = frozenset({PDF, *PICTURES})
"""Media types. SVG is not among them: it is a program as much as a picture."""

Why = Literal["damaged", "locked", "too-large", "busy"]


class CannotDraw(Exception):
    """The document cannot be drawn. `why`: it is damaged, needs a password, is more than is drawn, or too many are."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page as a picture of it, which holds nothing of the file but what it looks like."""

    image: bytes
    kind: str  # media type of `image`: image/png or image/jpeg
    width: int  # pixels
    height: int
    words: str  # as the file holds them, in its order; "" of a scan


@dataclass(frozen=True, slots=True)
class Leaves:
    """Some pages of one document, from the one numbered `first` (1 is the first)."""

    leaves: tuple[Leaf, ...]
    first: int
    total: int  # pages of the whole document
