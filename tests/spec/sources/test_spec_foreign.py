"""R4: whole answers of a source, changed at random so that some of it is about somebody else: none of that is ever let through.

Each answer is read from its bytes as it would come over the wire. What is not the person's says so in its text.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from sources_region import HELD, PERSON, record
from sources_simulated import FOREIGN, foreign_patient, foreign_problem

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.contract import SourceError
from carerecord.contract import Query, Resource
from carerecord.federation.check import check
from carerecord.fhir import encode_resource

QUERY = Query(PERSON.nhs_number, PERSON.birth_date, (), "v", datetime(2026, 11, 21, 10, tzinfo=UTC))
BASE = "https://fhir.example/R4"
BRACKETS = b"{}[]"
AFTER = (b"", b" ", b"\n", b'{"resourceType":"Bundle"}', b"]", b"\x00")


def answer(draw: random.Random) -> tuple[bytes, int]:
    """The bytes, and how many foreign resources are in them."""
    foreign: list[Resource] = [foreign_problem(draw, n) for n in range(draw.randint(0, 4))]
    if draw.random() < 0.3:
        foreign.append(foreign_patient(draw))
    if draw.random() < 0.3:
        foreign.append(_contained(draw))
    resources = [*record("s00"), *foreign]
    draw.shuffle(resources)
    entries = b",".join(b'{"resource":%b}' % _written(draw, one) for one in resources)
    body = b'{"resourceType":"Bundle","entry":[%b]}' % entries
    return _spoilt(draw, body), len(foreign)


def _contained(draw: random.Random) -> Resource:
    """About somebody who stands inside it, or beside whom this person is only named."""
    inside = {**foreign_patient(draw), "id": "in"}
    about = {"reference": "#in"}
    if draw.random() < 0.5:
        return {**foreign_problem(draw, 90), "contained": [inside], "subject": about}
    return {
        **foreign_problem(draw, 91),
        "subject": {"reference": "Patient/1"},
        "patient": {"reference": "Patient/2"},
    }


def _written(draw: random.Random, resource: Resource) -> bytes:
    raw = encode_resource(resource)
    if draw.random() < 0.2:  # the same, spelt with escapes
        raw = raw.replace(b'"subject"', b'"\\u0073ubject"')
    if draw.random() < 0.2:
        raw = raw.replace(b'","', b'" , "')
    return raw


def _spoilt(draw: random.Random, body: bytes) -> bytes:
    """Cut short, with another bracket somewhere, or with something behind it: what says whose it is stays as it was."""
    chance = draw.random()
    if chance < 0.1:
        return body[: draw.randint(0, len(body))]
    if chance < 0.2:
        at = draw.choice([place for place, byte in enumerate(body) if byte in BRACKETS])
        return body[:at] + bytes([draw.choice(BRACKETS)]) + body[at + 1 :]
    return body + draw.choice(AFTER) if chance < 0.3 else body


def let_through(seed: int) -> tuple[int, int]:
    """How many items of an answer were let through, and how many foreign ones were in it."""
    body, foreign = answer(random.Random(seed))
    try:
        bundle = read_bundle(body, "s00")
    except SourceError:
        return 0, foreign
    checked = check(bundle.items, QUERY, BASE)
    shown = [*checked.items, *checked.patients]
    assert not any(FOREIGN.encode() in item.raw for item in shown), f"seed {seed}"
    assert len(shown) + len(checked.held_back) == len(bundle.items), f"seed {seed}"
    return len(shown), foreign


def _tried(seeds: range) -> None:
    found = [let_through(seed) for seed in seeds]
    assert any(shown == HELD + 1 for shown, foreign in found if foreign)
    assert any(shown == 0 for shown, foreign in found if foreign)
    assert sum(foreign for _, foreign in found) > len(found)


def test_nothing_of_somebody_else_is_let_through():
    _tried(range(500))


@pytest.mark.slow
def test_nothing_of_somebody_else_is_let_through_of_ten_thousand():
    _tried(range(500, 10_500))
