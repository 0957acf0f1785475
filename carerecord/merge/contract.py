"""What merging makes: entries under sections, and an account of every item that must add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from carerecord.contract import Item, Resource
from carerecord.sections.contract import Linked, Section


def own_id(resource: Resource) -> str:
    """The id at the source, also where it is no text."""
    own = resource.get("id")
    return own if isinstance(own, str) else words_of(own)


def words_of(value: object) -> str:
    """ "" for what is nested too deeply, or too long a number, to be written."""
    try:
        return str(value)
    except (ValueError, RecursionError):
        return ""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One row: one head item and the items folded under it, which say nothing the head does not.

    But for earlier versions of the same record: these are among the folded, and named apart.
    """

    again: str  # "-2" for the second whose head came as the same bytes, and so on; else ""
    head: Item
    folded: tuple[Item, ...] = ()
    earlier: tuple[Item, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        return (self.head, *self.folded)

    @property
    def id(self) -> str:
        """Names the entry in addresses: opaque, stable while the source sends the same bytes.

        Made when asked for, since most entries of a view never are.
        """
        item = self.head
        own = f"{item.source_id}\0{item.type}\0{own_id(item.resource)}\0"
        raw = item.raw or words_of(item.resource).encode(errors="backslashreplace")
        name = blake2b(own.encode(errors="backslashreplace") + raw, digest_size=12).hexdigest()
        return name + self.again

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Each source that said it, once, the head's first."""
        return tuple(
            dict.fromkeys([self.head.source_id, *(item.source_id for item in self.folded)])
        )


@dataclass(frozen=True, slots=True, eq=False)
class SectionRecord:
    """One section of one person's record after merging."""

    section: Section
    entries: tuple[Entry, ...]  # positive, in the section's order
    negatives: tuple[Entry, ...]  # explicit statements of none
    removed: tuple[Entry, ...]  # entered in error or refuted: kept, never counted
    linked: Mapping[str, Linked]  # by source id

    @property
    def every_entry(self) -> tuple[Entry, ...]:
        return self.entries + self.negatives + self.removed


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: what became of the items of one source and class."""

    source_id: str
    section: str
    received: int = 0
    shown: int = 0
    joined: int = 0
    withheld: int = 0
    held_back: int = 0

    @property
    def adds_up(self) -> bool:
        return self.received == self.shown + self.joined + self.withheld + self.held_back
