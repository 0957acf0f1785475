"""Two of a source's own numbers that a message of its own joins, and parts again: a step of theirs, written down and in the log.

A joining stands until the source takes it back or a person does. What a person decided is kept against every message, and so
is a person who would become another: such a message is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from carerecord.audit import Log
from carerecord.connectors.contract import Linking
from carerecord.contract import Person, Resource
from carerecord.edge.copies import Copies, Name
from carerecord.edge.letters import Letter, joined
from carerecord.identity import LinkRefused, Links, SaidOfTwo
from carerecord.store import Transaction


@dataclass(frozen=True, slots=True)
class Joining:
    tx: Transaction
    links: Links
    linked: Mapping[
        tuple[str, str], str
    ]  # id of the person whom a person linked a source's own number to
    log: Log | None  # without one nothing is joined

    def join(self, source_id: str, linking: Linking, person: Person) -> str:
        """Why it may not be, or ""."""
        try:
            if self.links.join_within(self.tx, source_id, _said(linking)):
                self._noted(source_id, linking, person.id)
        except LinkRefused as refused:
            return f"{refused}: a person decides that"
        return ""

    def part(self, letter: Letter, people: Mapping[str, Person], copies: Copies) -> None:
        """Also what is held of the number that had gone: it stands for itself again."""
        source_id, linking = letter.source.id, letter.found.linking
        about = [people[number] for number in letter.numbers if number in people]
        for one in _both_ways(linking) if linking else ():
            if self.links.part_within(self.tx, source_id, _said(one)):
                for person in about:
                    _stand_alone(copies, Name(source_id, person.nhs_number, "Patient", one.gone), one)  # fmt: skip
                self._noted(source_id, one, about[0].id if len(about) == 1 else "")

    def _noted(self, source_id: str, linking: Linking, person_id: str) -> None:
        """Durable with the step, or neither is."""
        if self.log is None:
            raise RuntimeError("a feed without a log joins nothing")
        body = {"step": linking.step, "source": source_id, "by": linking.because}
        self.log.within(self.tx, "source-link", None, person_id=person_id, body=body)


def _said(linking: Linking) -> SaidOfTwo:
    return SaidOfTwo(linking.gone, linking.stays, linking.because, linking.said)


def _both_ways(linking: Linking) -> Iterator[Linking]:
    """Who parts two numbers may name either first."""
    yield linking
    yield replace(linking, gone=linking.stays, stays=linking.gone)


def _stand_alone(copies: Copies, name: Name, linking: Linking) -> None:
    """What the joining said of it is known no longer."""
    held = copies.one(name)
    if held and not held.is_removed:
        alone: Resource = {"resourceType": "Patient", "id": name.id, "active": None, "link": None}
        copies.keep(name.source_id, name.nhs_number, [alone], linking.said, joined)
