"""What the sources answered as bytes, and back: each resource as it came, read anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from carerecord.contract import Answer, Item
from carerecord.fhir import resource_decoder

_Raw = tuple[str, bytes, str]  # source, as it came, behind


class PackingError(Exception):
    """What was kept was kept by another version of this code."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the answers are for, about whom, and why they were asked: for another, others would have come."""

    viewer_id: str
    role_id: str
    organisation: str
    purpose: str
    person_id: str
    nhs_number: str
    birth_date: str


@dataclass(frozen=True, slots=True, eq=False)
class Fetched:
    """By source id, of every source that was asked; `view` is the id of the one that asked first."""

    view: str
    answers: Mapping[str, Answer]

    def since(self, moment: datetime) -> Fetched:
        """Without what was fetched earlier."""
        kept = {i: a for i, a in self.answers.items() if a.fetched_at and a.fetched_at > moment}
        return replace(self, answers=kept)


def packed(reader: Reader, fetched: Fetched) -> bytes:
    answers = [
        (replace(one, items=(), patients=()), _raws(one.items), _raws(one.patients))
        for one in fetched.answers.values()
    ]
    return msgspec.msgpack.encode((reader, fetched.view, answers))


def unpacked(reader: Reader, body: bytes) -> Fetched | None:
    """None where it is another reader's. Raises `PackingError`."""
    try:
        whose, view, answers = _decoder.decode(body)
    except (msgspec.DecodeError, ValueError) as error:
        raise PackingError from error
    if whose != reader:
        return None
    return Fetched(view, {bare.source_id: _whole(bare, *raws) for bare, *raws in answers})


_decoder: msgspec.msgpack.Decoder[
    tuple[Reader, str, list[tuple[Answer, list[_Raw], list[_Raw]]]]
] = msgspec.msgpack.Decoder(tuple[Reader, str, list[tuple[Answer, list[_Raw], list[_Raw]]]])


def _raws(items: Sequence[Item]) -> list[_Raw]:
    return [(item.source_id, item.raw, item.behind) for item in items]


def _whole(bare: Answer, items: Sequence[_Raw], patients: Sequence[_Raw]) -> Answer:
    decode = resource_decoder()
    made = (
        tuple(Item(source_id, decode(raw), raw, behind) for source_id, raw, behind in raws)
        for raws in (items, patients)
    )
    return replace(bare, items=next(made), patients=next(made))
