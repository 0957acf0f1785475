"""One person, some to choose from, or nobody: there is no best guess. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from carerecord.identity.trace.details import Traits
from carerecord.identity.trace.guards import broken, number_links
from carerecord.identity.trace.levels import Levels, compare
from carerecord.identity.trace.weights import Rarity, weight

Outcome = Literal["linked", "choose", "none"]
CERTAIN_BITS = 10.0
AHEAD_BITS = 10.0
PLAUSIBLE_BITS = -9.0
LISTED = 5


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the index who shares a key with whom is looked for."""

    person_id: str
    traits: Traits


@dataclass(frozen=True, slots=True)
class Weighed:
    person_id: str
    bits: float
    levels: Levels
    broken: tuple[str, ...] = ()
    by_number: bool = False


@dataclass(frozen=True, slots=True)
class Traced:
    outcome: Outcome
    people: tuple[Weighed, ...] = ()  # the one, or those to choose from, likeliest first

    @property
    def person_id(self) -> str:
        """Of the one who is linked; else nobody's."""
        return self.people[0].person_id if self.outcome == "linked" else ""

    @property
    def likely(self) -> tuple[Weighed, ...]:
        """Those who are rather the one than not: whom a search by details may show."""
        return tuple(one for one in self.people if one.bits >= 0)


def decide(asked: Traits, known: Sequence[Known], rarity: Rarity) -> Traced:
    weighed = sorted(
        (_weighed(asked, one, rarity) for one in known if not one.traits.closed),
        key=lambda one: (-one.bits, one.person_id),
    )
    by_number = [one for one in weighed if one.by_number]
    if len(by_number) == 1:
        return Traced("linked", (by_number[0],))
    if weighed and _is_certain(weighed):
        return Traced("linked", (weighed[0],))
    plausible = tuple(one for one in weighed if one.bits >= PLAUSIBLE_BITS)[:LISTED]
    return Traced("choose", plausible) if plausible else Traced("none")


def _is_certain(weighed: Sequence[Weighed]) -> bool:
    first, *others = weighed[:2]
    ahead = not others or first.bits - others[0].bits >= AHEAD_BITS
    return first.bits >= CERTAIN_BITS and ahead and not first.broken


def _weighed(asked: Traits, one: Known, rarity: Rarity) -> Weighed:
    levels = compare(
        asked,
        one.traits,
        given_is_name=rarity.given_is_name,
        family_is_name=rarity.family_is_name,
    )
    bits = weight(levels, rarity, estimated=asked.estimated)
    linked = number_links(asked, one.traits, levels)
    return Weighed(one.person_id, bits, levels, broken(asked, one.traits, levels), linked)
