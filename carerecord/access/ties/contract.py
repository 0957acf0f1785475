"""What an employer says of one member of staff, before it becomes digests."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffTies:
    """One member of staff. Everything but the id is turned into keyed digests and then forgotten."""

    staff_id: str  # as they sign in, or their registration; case and spacing do not count
    nhs_number: str = field(default="", repr=False)  # ten digits; empty when they did not give it
    family: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    relatives: tuple[str, ...] = field(default=(), repr=False)  # NHS numbers they declared
    left: bool = False  # no longer employed: everything about them is removed


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a feed: members of staff, and those who left."""

    held: int
    left: int


class FeedUnusable(ValueError):
    """A feed was refused whole; the message names row and column and repeats nothing that was in them."""
