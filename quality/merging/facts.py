"""Where facts come from: the invented people of the demo, and any folder of R4 bundles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from carerecord.contract import Resource
from carerecord.demo.histories import record_of
from carerecord.demo.people import invent_region
from carerecord.fhir import decode_resource, encode_resource
from carerecord.merge.statement import trimmed, written
from quality.merging.contract import SUPPORT, TYPES, Facts

TODAY = date(2026, 11, 20)
_REPORTED = frozenset({"Observation", "DiagnosticReport"})


def invented(people: int, seed: int) -> Iterator[Facts]:
    """Of each type from the one source that has most of it: what two sources share is no two facts.

    Results come from where the reports are that hold them.
    """
    for one in invent_region(seed, max(people, 60), TODAY).people[:people]:
        record = record_of(one, seed, TODAY)
        most: dict[str, str] = {}
        for kind in TYPES:
            counted = _REPORTED if kind in _REPORTED else {kind}
            counts = {s: _count(counted, resources) for s, resources in record.items()}
            most[kind] = max(counts, key=lambda source: (counts[source], source), default="")
        yield _facts(
            resource
            for source, resources in record.items()
            for resource in resources
            if most.get(resource["resourceType"], source) == source
        )


def from_bundles(folder: Path) -> Iterator[Facts]:
    for file in sorted(folder.glob("*.json")):
        bundle = decode_resource(file.read_bytes())
        yield _facts(entry["resource"] for entry in bundle.get("entry", ()))


def _count(kinds: Collection[str], resources: Iterable[Resource]) -> int:
    return sum(one["resourceType"] in kinds for one in resources)


def _facts(resources: Iterable[Resource]) -> Facts:
    """Of facts that say the very same, one: nobody could tell which of them a copy was made from."""
    found: dict[bytes | None, Resource] = {}
    support: list[Resource] = []
    names: Counter[str] = Counter()
    for sent in resources:
        resource = decode_resource(encode_resource(sent))
        resource.pop("basedOn", None)  # a copy holds no plan: only what a report holds goes with it
        kind = resource["resourceType"]
        if kind in SUPPORT:
            support.append(resource)
        elif kind in TYPES:
            names[f"{kind}/{resource.get('id')}"] += 1
            if names[f"{kind}/{resource.get('id')}"] == 1:
                found.setdefault(written(trimmed(resource)), resource)
    return Facts(tuple(found.values()), tuple(support))
