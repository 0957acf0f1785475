"""The national index of people, in a process of its own: it knows everybody here as the region does, and somebody else."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from carerecord.connectors.pds.fake import FakePds, patient_of
from carerecord.contract import Person, Resource
from carerecord.demo.configuration import INDEX, index_block, ports_before
from carerecord.demo.contents import Contents
from carerecord.demo.folder import RegionFolder
from carerecord.demo.forking import forked, say
from carerecord.demo.people.numbers import numbers
from carerecord.demo.ports import free_port
from carerecord.demo.processes import stopped_at_the_end

NAME = "National index of people"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the country knows and this region does not."""

    person: Person  # registered in Westmere
    withdrawn: str  # a number that is nobody's any more


@dataclass(frozen=True, slots=True)
class NationalProcess:
    pid: int
    url: str
    control_url: str
    elsewhere: Elsewhere

    @property
    def block(self) -> str:
        """Of the configuration."""
        return index_block(self.url)

    @property
    def described(self) -> dict[str, object]:
        person = self.elsewhere.person
        return {
            "name": NAME,
            "protocol": "pds",
            "url": self.url,
            "control_url": self.control_url,
            "elsewhere": {
                "nhs_number": person.nhs_number,
                "name": f"{person.family.upper()}, {person.given}",
                "birth_date": person.birth_date,
                "gender": person.gender,
            },
            "withdrawn": self.elsewhere.withdrawn,
        }


class NationalIndex(FakePds):
    """PDS over people as they are; what it says of one is made when it is asked, for there may be a hundred thousand."""

    def __init__(
        self, people: Iterable[Person], superseded: dict[str, str], withdrawn: str
    ) -> None:
        super().__init__(superseded=superseded, withdrawn=[withdrawn])
        self._by_number = {one.nhs_number: one for one in people if one.nhs_number}
        self._by_birth: defaultdict[str, list[Person]] = defaultdict(list)
        for one in self._by_number.values():
            self._by_birth[one.birth_date].append(one)

    def one(self, number: str) -> Resource | None:
        person = self._by_number.get(number)
        return patient_of(person) if person else None

    def everyone(self, born: str) -> Iterator[Resource]:
        return (patient_of(one) for one in self._by_birth.get(born, ()))


def elsewhere(contents: Contents, seed: int) -> Elsewhere:
    """The same for the same region. Their numbers are of the test range, and nobody's here."""
    taken = {one.nhs_number for one in contents.people} | {*contents.superseded}
    free = (one for one in numbers(seed + 1) if one not in taken)
    person = Person(
        "", next(free), "Lomax", "Judith", "Mrs", "1957-03-12", "female",
        address="4 Harbour Row, Westmere", postcode="W99 3QT", phone="01632 960417",
        gp_code="RNW13",
    )  # fmt: skip
    return Elsewhere(person, next(free))


@contextmanager
def national(contents: Contents, seed: int, folder: RegionFolder) -> Iterator[NationalProcess]:
    """Answering until the block is left."""
    folder.logs.mkdir(exist_ok=True)
    port = ports_before(folder.configuration).get(INDEX, 0)
    beyond = elsewhere(contents, seed)
    log = folder.logs / f"{INDEX}.log"
    child = forked(lambda pipe: _serve(contents, beyond, port, pipe), log)
    with stopped_at_the_end([child.pid]):
        url, control_url = child.said(2)
        yield NationalProcess(child.pid, url, control_url, beyond)


async def _serve(contents: Contents, beyond: Elsewhere, port: int, pipe: int) -> None:
    people = (*contents.people, beyond.person)
    index = NationalIndex(people, dict(contents.superseded), beyond.withdrawn)
    await index.start(free_port(port))
    say(pipe, index.url, index.control_url)
    await asyncio.Event().wait()
