"""Deal one person's bundle out to the sources that would own it, with the overlaps of real life.

Nothing of the bundle is lost: every resource is held by at least one source. The same bundle, person
and seed give the same deal.
"""

from __future__ import annotations

import copy
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.bundles.grouping import groups
from carerecord.demo.bundles.homes import Homes, section_of
from carerecord.demo.bundles.people import BundlePerson
from carerecord.demo.bundles.reading import Bundle, Entry
from carerecord.demo.bundles.references import conditional, logical, rewritten
from carerecord.demo.bundles.ties import Ties
from carerecord.demo.bundles.variations import ANOTHER_FACT, SAME_FACT, vary
from carerecord.demo.sources import DemoSource

_KEEPS_IDENTIFIER = 0.7
_SAID_DIFFERENTLY = 0.4
_ANOTHER_FACT = 0.08
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMESPACE = uuid.UUID("6e1c2f0e-2a52-4f0c-9d5e-0d2a9c7f4b11")


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one dealt item: which fact it tells, and whether it still tells the same one."""

    source_id: str
    item: str
    fact: str
    section: str
    done: tuple[str, ...] = ()
    same: bool = True


@dataclass(frozen=True, slots=True)
class Deal:
    by_source: dict[str, list[Resource]]
    truth: list[Truth]


@dataclass(slots=True)
class _Hand:
    """What one source will hold: place in the bundle → the resource as this source has it."""

    source: DemoSource
    held: dict[int, Resource] = field(default_factory=dict)
    done: dict[int, tuple[str, ...]] = field(default_factory=dict)
    same: dict[int, bool] = field(default_factory=dict)


def deal(
    bundle: Bundle,
    who: BundlePerson,
    homes: Homes,
    *,
    library: Sequence[Entry] = (),
    seed: int,
) -> Deal:
    """`library` holds organisations, practitioners and places that other files brought along."""
    return _Dealer(bundle, who, homes, library, seed).deal()


class _Dealer:
    def __init__(
        self, bundle: Bundle, who: BundlePerson, homes: Homes, library: Sequence[Entry], seed: int
    ) -> None:
        self._ties = Ties(bundle.entries, library)
        self._entries = self._ties.entries
        self._who = who
        self._seed = seed
        self._homes = homes
        self._hands: dict[str, _Hand] = {}

    def deal(self) -> Deal:
        self._hand(self._homes.practice)  # knows everyone it has registered
        provenances = self._ties.of_type("Provenance")
        aside = self._ties.of_type("Patient") | provenances | self._ties.supporting()
        dealt = groups(self._entries[: self._ties.own], self._ties.own_names(), aside)
        encounter_homes: dict[int, DemoSource] = {}
        for group in sorted(dealt, key=lambda group: not self._is_visit(group)):
            self._deal_group(group, encounter_homes)
        for place in sorted(provenances):
            self._deal_provenance(place)
        by_source: dict[str, list[Resource]] = {}
        truth: list[Truth] = []
        for hand in self._hands.values():
            self._bring_along(hand)
            by_source[hand.source.id] = self._resources(hand)
            truth.extend(self._truth(hand))
        return Deal(by_source, truth)

    def _is_visit(self, group: list[int]) -> bool:
        return self._entries[group[0]].type == "Encounter"

    def _deal_group(self, group: list[int], encounter_homes: dict[int, DemoSource]) -> None:
        chance = self._chance(f"group/{group[0]}")
        sections = [section_of(self._entries[place].resource) for place in group]
        visit = next(
            (
                encounter_homes[p]
                for g in group
                for p in self._ties.refers(g)
                if p in encounter_homes
            ),
            None,
        )
        home = self._homes.home(sections[0], visit, chance)
        if self._is_visit(group):
            encounter_homes.update(dict.fromkeys(group, home))
        self._hand(home).held.update({p: self._entries[p].resource for p in group})
        for source in self._homes.copies(sections, home, chance):
            for place in group:
                self._copy(place, self._hand(source))

    def _copy(self, place: int, hand: _Hand) -> None:
        chance = self._chance(f"copy/{hand.source.id}/{place}")
        resource = copy.deepcopy(self._entries[place].resource)
        done = ["copy"]
        if chance.random() >= _KEEPS_IDENTIFIER and resource.get("identifier"):
            system = f"urn:demo:{hand.source.id}"
            resource["identifier"] = [{"system": system, "value": self._new_id(place, hand.source)}]
            done.append("own-identifier")
        same = True
        if chance.random() < _ANOTHER_FACT:
            changed = vary(resource, ANOTHER_FACT, chance)
            same = not changed
            done += [changed] if changed else []
        elif chance.random() < _SAID_DIFFERENTLY:
            changed = vary(resource, SAME_FACT, chance)
            done += [changed] if changed else []
        hand.held[place] = {**resource, "id": self._new_id(place, hand.source)}
        hand.done[place] = tuple(done)
        hand.same[place] = same

    def _deal_provenance(self, place: int) -> None:
        """Every source that holds a target says so of what it holds, and of nothing else."""
        resource = self._entries[place].resource
        whole = _listed(resource.get("target"))
        if not any(
            self._ties.meant_by(target) in hand.held
            for hand in self._hands.values()
            for target in whole
        ):
            self._hand(self._homes.hospital).held[place] = resource
            return
        patients = self._ties.of_type("Patient")
        for hand in list(self._hands.values()):
            targets = [t for t in whole if self._ties.meant_by(t) in hand.held]
            if targets:
                others = [t for t in whole if self._ties.meant_by(t) in patients]
                hand.held[place] = {**resource, "target": [*others, *targets]}

    def _bring_along(self, hand: _Hand) -> None:
        """By what this source has, not by what the bundle had: a narrowed Provenance names less."""
        named = [self._ties.named_by(resource) for resource in hand.held.values()]
        for place in sorted(self._ties.reached(set().union(*named))):
            hand.held.setdefault(place, self._entries[place].resource)

    def _resources(self, hand: _Hand) -> list[Resource]:
        """The source's own Patient first; every reference as this source can say it."""
        ids = {place: self._id(place, hand) for place in hand.held}
        patient_id = self._derived(f"patient/{hand.source.id}")
        patients = self._ties.of_type("Patient")

        def local(name: str) -> str | None:
            place = self._ties.named(name)
            held = place in ids and self._entries[place].type == "Binary"
            return f"Binary/{ids[place]}" if held and place is not None else None

        def rewrite(name: str, reference: dict[str, Any]) -> dict[str, Any] | None:
            place = self._ties.named(name)
            if place is None:
                return conditional(name, reference)
            if place in patients:
                return {**reference, "reference": f"Patient/{patient_id}"}
            if place in ids:
                return {**reference, "reference": f"{self._entries[place].type}/{ids[place]}"}
            return logical(self._entries[place], reference)

        patient = {**self._who.patient, "id": patient_id}
        whole = [patient, *({**hand.held[p], "id": ids[p]} for p in sorted(hand.held))]
        return [rewritten(resource, local, rewrite) for resource in whole]

    def _truth(self, hand: _Hand) -> Iterator[Truth]:
        for place in sorted(hand.held):
            entry = self._entries[place]
            yield Truth(
                hand.source.id,
                f"{entry.type}/{self._id(place, hand)}",
                self._derived(f"fact/{place}"),
                section_of(entry.resource),
                hand.done.get(place, ()),
                hand.same.get(place, True),
            )

    def _id(self, place: int, hand: _Hand) -> str:
        """The first holder keeps an id that is unique in the world; all others are made anew."""
        if place in hand.done:
            return self._new_id(place, hand.source)
        own = self._entries[place].resource.get("id")
        if isinstance(own, str) and _UUID.fullmatch(own):
            return own
        return self._new_id(place, hand.source)

    def _new_id(self, place: int, source: DemoSource) -> str:
        if place >= self._ties.own:  # the same organisation is the same for everyone at this source
            name = self._entries[place].names[0]
            return str(uuid.uuid5(_NAMESPACE, f"{source.id}/{name}"))
        return self._derived(f"{source.id}/{place}")

    def _derived(self, key: str) -> str:
        return str(uuid.uuid5(_NAMESPACE, f"{self._seed}/{self._who.person.id}/{key}"))

    def _chance(self, key: str) -> Random:
        return Random(f"{self._seed}/{self._who.person.id}/{key}")

    def _hand(self, source: DemoSource) -> _Hand:
        return self._hands.setdefault(source.id, _Hand(source))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
