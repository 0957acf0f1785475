"""What a reader chose not to see of a page. What is hidden is named, with how much it is; nothing is on its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from carerecord.web import formats
from carerecord.web.messages import listed, say

EVENT = ("event", "events")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read a page, and the address of it."""

    words: str
    address: str
    here: bool


class Hiding:
    def __init__(
        self,
        there: Mapping[str, str],
        asked: Collection[str],
        address: Callable[[Sequence[str]], str],
    ) -> None:
        """`there`: keys and words of all that may be hidden, in order; `address`: of a page that hides these keys."""
        self._there, self._address = there, address
        self.hidden = [key for key in there if key in asked]

    def __contains__(self, key: str) -> bool:
        return key in self.hidden

    @property
    def choices(self) -> list[Choice]:
        """Each that is there; its address shows it, or hides it."""
        return [
            Choice(
                words,
                self._address([one for one in self._there if (one in self) != (one == key)]),
                key not in self,
            )
            for key, words in self._there.items()
        ]

    def said(self, left_out: int, noun: tuple[str, str] = EVENT) -> str:
        """What is hidden, and how much that is; "" where nothing is."""
        if not self.hidden:
            return ""
        names = listed([self._there[key] for key in self.hidden])
        return say("hiding.hidden", names=names, n=formats.counted(left_out, noun))

    @property
    def all_shown(self) -> str:
        """The address where nothing is hidden."""
        return self._address(())
