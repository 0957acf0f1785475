"""A record of a public data set, and which of them are one person. Pure but for reading a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

Pair = tuple[str, str]
"""Two ids, the lesser first."""


@dataclass(frozen=True, slots=True)
class Record:
    id: str
    given: str
    family: str
    born: str  # as a FHIR date; empty where not known
    house: str = ""
    street: str = ""
    suburb: str = ""
    postcode: str = ""
    state: str = ""
    contact: str = ""  # an e-mail address


@dataclass(frozen=True, slots=True)
class Dataset:
    name: str
    records: Sequence[Record]
    truth: frozenset[Pair]
    second: frozenset[str] = frozenset()  # ids of the second file, where two files are linked

    def asked(self, one: str, other: str) -> bool:
        """Whether the two may be a pair at all: of two files, one of each."""
        return not self.second or (one in self.second) != (other in self.second)


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def pairs_of(groups: Iterable[Sequence[str]]) -> frozenset[Pair]:
    return frozenset(pair(*two) for group in groups for two in combinations(group, 2))


def febrl_record(id: str, row: Mapping[str, str]) -> Record:
    """Of Febrl: its `soc_sec_id` is left out, since it all but gives the answer, and nobody here uses it."""
    born = row["date_of_birth"]
    return Record(
        id,
        row["given_name"],
        row["surname"],
        f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else "",
        row["street_number"],
        row["address_1"],
        row["suburb"],
        row["postcode"],
        row["state"],
    )


def fake_1000(path: Path) -> Dataset:
    """A thousand records of 251 people, with a name, a birth date, a city and an e-mail address."""
    groups: dict[str, list[str]] = {}
    records = []
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            id = f"f{row['unique_id']}"
            groups.setdefault(row["cluster"], []).append(id)
            records.append(
                Record(
                    id,
                    row["first_name"],
                    row["surname"],
                    row["dob"],
                    suburb=row["city"],
                    contact=row["email"],
                )
            )
    return Dataset("fake_1000", records, pairs_of(groups.values()))
