"""The test set: facts at home in one source, copies in others, some of them changed, and what is true of each (merging 10)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import decode_resource, encode_resource
from carerecord.sections import owner_of
from quality.merging.changing import CHANGES, MISSES
from quality.merging.contract import Facts, TestSet, Truth
from quality.merging.saying import SAYINGS

SOURCES = ("gp", "acute", "community", "laboratory", "mental-health", "discharge")
_HOMES = {
    "Condition": "gp",
    "AllergyIntolerance": "gp",
    "MedicationStatement": "gp",
    "MedicationRequest": "gp",
    "Immunization": "gp",
    "CarePlan": "community",
}
KEEPS_IDENTIFIER = 0.7
MISSED = 0.02
TWICE = 0.02
SAID_DIFFERENTLY = 0.5  # and again, for a second and a third way
MOST_WAYS = 3


def test_set(facts: Facts, seed: int, changed: float) -> TestSet:
    return _Maker(Random(seed), changed).made(facts)


class _Maker:
    def __init__(self, chance: Random, changed: float) -> None:
        self.chance = chance
        self.changed = changed
        self.facts = 0
        self.items: dict[str, list[Item]] = defaultdict(list)
        self.truth: dict[Item, Truth] = {}
        self.names: dict[str, dict[str, str]] = defaultdict(dict)  # of copies, by source
        self.new: dict[
            tuple[int, str, str], int
        ] = {}  # changed facts, by what they were changed to
        self.altered: set[tuple[str, str]] = set()  # copies that state another fact, by source

    def made(self, facts: Facts) -> TestSet:
        reports = [one for one in facts.facts if one["resourceType"] == "DiagnosticReport"]
        rest = [one for one in facts.facts if one["resourceType"] != "DiagnosticReport"]
        self.needed = self._sources_of_results(reports)
        for number, resource in enumerate([*rest, *reports]):
            self._state(resource, number)
        for source in SOURCES:
            for resource in facts.support:
                self._keep(source, resource)
        answers = tuple(Answer(s, "answered", items=tuple(i)) for s, i in self.items.items())
        return TestSet(answers, self.truth)

    def _sources_of_results(self, reports: Sequence[Resource]) -> dict[str, tuple[str, ...]]:
        """A report is sent on together with its results."""
        needed: dict[str, tuple[str, ...]] = {}
        for report in reports:
            others = self._others("acute")
            needed[_name(report)] = others
            for result in report.get("result", ()):
                needed[result.get("reference", "")] = others
        return needed

    def _others(self, home: str) -> tuple[str, ...]:
        elsewhere = [source for source in SOURCES if source != home]
        return tuple(self.chance.sample(elsewhere, self.chance.choice((0, 0, 1, 1, 1, 2))))

    def _state(self, fact: Resource, number: int) -> None:
        resource = _copy(fact)
        home = _HOMES.get(resource["resourceType"], "acute")
        if not resource.get("identifier"):
            resource["identifier"] = [_identifier(home, number)]
        origin = self._fact()
        self._keep(home, resource, Truth(origin, origin))
        others = self.needed.get(_name(fact), None)
        for source in self._others(home) if others is None else others:
            self._pass_on(resource, source, origin)
        if self.chance.random() < TWICE and not resource.get("result"):
            again = _copy(resource) | {"id": f"{resource['id']}-again"}
            again["identifier"] = [_identifier(f"{home}-again", number)]
            self._keep(home, again, Truth(self._fact(), origin, ("twice in one source",)))

    def _fact(self) -> int:
        self.facts += 1
        return self.facts

    def _pass_on(self, resource: Resource, source: str, origin: int) -> None:
        copied = _copy(resource)
        copied["id"] = f"{source}-{resource['id']}"
        keeps = self.chance.random() < KEEPS_IDENTIFIER
        done = self._said_differently(copied)
        truth = Truth(origin, origin, done)
        luck = self.chance.random()
        if luck < self.changed:
            truth, keeps = self._changed(copied, source, origin, done, keeps)
        elif luck < self.changed + MISSED and not copied.get("result"):
            miss = self.chance.choice(MISSES)
            if miss(copied, self.chance):
                truth = Truth(origin, origin, (*done, miss.__name__))
        section = owner_of(copied)
        if not keeps and truth.fact == origin and section.fold == "copies":
            truth = Truth(self._fact(), origin, ("an event with another identifier",))
        if truth.fact == origin and section.negative(copied):
            truth = Truth(self._fact(), origin, ("a statement of none is its own source's",))
        if not keeps:
            copied["identifier"] = [_identifier(source, self.facts + 10**6)]
        results = {one.get("reference", "") for one in copied.get("result", ())}
        if truth.fact == origin and any((source, one) in self.altered for one in results):
            truth = Truth(self._fact(), origin, ("its result changed",))
        self.names[source][_name(resource)] = _name(copied)
        self._keep(source, copied, truth)

    def _said_differently(self, copied: Resource) -> tuple[str, ...]:
        done = []
        for _ in range(MOST_WAYS):
            if self.chance.random() < SAID_DIFFERENTLY:
                way = self.chance.choice(SAYINGS)
                if way.__name__ not in done and way(copied, self.chance):
                    done.append(way.__name__)
        return tuple(done)

    def _changed(
        self, copied: Resource, source: str, origin: int, done: tuple[str, ...], keeps: bool
    ) -> tuple[Truth, bool]:
        for change in self.chance.sample(CHANGES, len(CHANGES)):
            if said := change.apply(copied, self.chance):
                self.altered.add((source, _name(copied).replace(f"{source}-", "", 1)))
                fact = self.new.setdefault((origin, change.name, said), self.facts + 1)
                self.facts = max(self.facts, fact)
                truth = Truth(fact, origin, (*done, change.name), change.mark, change.same_heading)
                return truth, change.keeps_identifier
        return Truth(origin, origin, done), keeps

    def _keep(self, source: str, resource: Resource, truth: Truth | None = None) -> None:
        pointed = _pointed(resource, self.names[source])
        item = Item(source, pointed, encode_resource(pointed))
        self.items[source].append(item)
        if truth is not None:
            self.truth[item] = truth


def _name(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource.get('id')}"


def _identifier(source: str, number: int) -> Resource:
    return {"system": f"https://{source}.example/Id", "value": str(number)}


def _copy(resource: Resource) -> Resource:
    return decode_resource(encode_resource(resource))


def _pointed(resource: Resource, names: dict[str, str]) -> Resource:
    """Its references as the source that holds it would write them."""
    text = encode_resource(resource).decode()
    for result in resource.get("result", ()):
        name = result.get("reference", "")
        if name in names:
            text = text.replace(json.dumps(name), json.dumps(names[name]))
    return decode_resource(text.encode())
