"""What one source answers with: what was packed for it, else what is invented on the spot.

A small region is told once and packed, so that no page waits for a story. A large one would take
minutes and gigabytes: there each source tells its own part when it is asked, and remembers a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from carerecord.connectors.fhir_r4.fake import Unwell
from carerecord.contract import Resource
from carerecord.demo.bundles.reading import encode
from carerecord.demo.contents import Contents
from carerecord.demo.folder import Made, RegionFolder
from carerecord.demo.histories import record_of
from carerecord.demo.packed import Packed, Packer
from carerecord.demo.people import InventedPerson

MOST_PACKED = 500  # people told at the first start
DOWN = ("st-columbas-acute", "lowland-mental-health")
"""Sources that never answer about the person of the case “two-sources-down”."""
_KEPT = 64  # people a source remembers having told

Records = Callable[[str], Sequence[bytes | Resource] | None]


def worth_packing(contents: Contents) -> tuple[InventedPerson, ...]:
    """Every named case, and everyone if they are few."""
    everyone = contents.invented
    if len(everyone) <= MOST_PACKED:
        return everyone
    return tuple(one for one in everyone if one.case)


def pack(
    people: Iterable[InventedPerson], made: Made, folder: RegionFolder, told: Callable[[], None]
) -> None:
    """Tell these people's histories; `told` is called after each."""
    with Packer(folder.sources) as packer:
        for person in people:
            for source_id, resources in record_of(person, made.seed, made.day).items():
                packer.add(source_id, person.person.nhs_number, map(encode, resources))
            told()


def records_of(
    source_id: str, by_number: Mapping[str, InventedPerson], made: Made, folder: RegionFolder
) -> Records:
    """Called in the source's own process; `by_number` is the parent's, shared and only read."""
    packed = Packed(folder.sources, source_id)

    @lru_cache(maxsize=_KEPT)
    def told(nhs_number: str) -> Sequence[bytes] | None:
        person = by_number.get(nhs_number)
        if person is None or source_id not in person.sources:
            return None
        resources = record_of(person, made.seed, made.day, only=source_id).get(source_id)
        return [encode(resource) for resource in resources] if resources else None

    def records(nhs_number: str) -> Sequence[bytes | Resource] | None:
        kept = packed.of(nhs_number)
        return kept if kept is not None else told(nhs_number)

    return records


def answers_of(
    source_id: str, by_number: Mapping[str, InventedPerson], made: Made, folder: RegionFolder
) -> Records:
    """What the source answers with: its records, but for the case of two sources that are down."""
    records = records_of(source_id, by_number, made, folder)
    if source_id not in DOWN:
        return records
    unwell = {n for n, person in by_number.items() if person.case == "two-sources-down"}

    def answers(nhs_number: str) -> Sequence[bytes | Resource] | None:
        if nhs_number in unwell:
            raise Unwell
        return records(nhs_number)

    return answers
