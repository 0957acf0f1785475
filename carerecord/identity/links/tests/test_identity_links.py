"""Whose a source's own number is: each step is kept, each can be undone exactly, and nobody's record reaches another."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from carerecord.contract import Person
from carerecord.identity import LinkRefused, People, SupersedeRefused
from carerecord.identity.links import Links
from carerecord.store import Database, StoreError, Transaction

T = TypeVar("T")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BECAUSE = {"why": "seen on paper", "by": "d.lead"}
INDEX = ("person", "person_name", "person_former", "person_protected", "protected_carried", "superseded_number", "match_key", "trace_person", "name_count")  # fmt: skip
NUMBERS = ("9990000018", "9990000026", "9990000034", "9990000042")
PEOPLE = [
    Person(f"p-{place}", number, family, "Margery", birth_date="1948-11-08", postcode="LS1 4AB")
    for place, (number, family) in enumerate(
        zip(NUMBERS, ("Gibson", "Patel", "Nowak", "Okafor"), strict=True)
    )
]


@pytest.fixture
async def people(db: Database) -> People:
    index = People(db, now=lambda: NOW)
    await index.add(PEOPLE)
    return index


async def whose(db: Database, people: People, local_id: str, source: str = "ward") -> str:
    return await db.write(lambda tx: people.links.whose(tx, source, local_id))


async def test_a_number_leads_where_it_was_linked_in_its_own_source_alone(db, people):
    await people.links.link("ward", "N1", "p-0", **BECAUSE)
    assert await whose(db, people, "N1") == "p-0"
    assert await whose(db, people, "N1", "clinic") == ""
    await people.links.unlink("ward", "N1", **BECAUSE)
    assert await whose(db, people, "N1") == ""
    await people.links.link("ward", "N1", "p-1", **BECAUSE)
    assert await whose(db, people, "N1") == "p-1"
    steps = await people.links.steps("ward", "N1")
    assert [one.taken.step for one in steps] == ["linked", "unlinked", "linked"]
    assert {(one.why, one.said_by, one.at) for one in steps} == {("seen on paper", "d.lead", NOW)}


async def test_a_joined_number_leads_where_the_other_does_until_it_is_undone(db, people):
    await people.links.link("ward", "N1", "p-0", **BECAUSE)
    await people.links.join("ward", "N2", "N1", "ADT A40")
    assert await whose(db, people, "N2") == "p-0"
    await people.links.undo("ward", "N2", **BECAUSE)
    assert await whose(db, people, "N2") == ""
    assert (await people.links.steps("ward", "N2"))[-1].undoes == 1


async def test_it_leads_on_to_who_took_a_persons_place_and_to_nobody_withdrawn(db, people):
    await people.links.link("ward", "N1", "p-0", **BECAUSE)
    await people.supersede(NUMBERS[0], "9990000050")  # nobody here has the number between
    await people.supersede("9990000050", NUMBERS[1])
    assert await whose(db, people, "N1") == "p-1"
    await people.add([replace(PEOPLE[1], invalidated=True)])
    assert await whose(db, people, "N1") == ""


REFUSED: dict[str, Callable[[Links], Awaitable[None]]] = {
    "somebody else's already": lambda links: links.link("ward", "N1", "p-1", **BECAUSE),
    "nobody of this id": lambda links: links.link("ward", "N9", "p-9", **BECAUSE),
    "two people made one": lambda links: links.join("ward", "N1", "N2", **BECAUSE),
    "made one with nobody": lambda links: links.join("ward", "N1", "N9", **BECAUSE),
    "joined to itself": lambda links: links.join("ward", "N4", "N4", **BECAUSE),
    "a loop": lambda links: links.join("ward", "N5", "N3", **BECAUSE),
    "nothing to unlink": lambda links: links.unlink("ward", "N9", **BECAUSE),
    "nothing to undo": lambda links: links.undo("ward", "N9", **BECAUSE),
    "a person's decision changed by a message": lambda links: links.join("ward", "N1", "N1b", "A40"),
}  # fmt: skip


@pytest.mark.parametrize("step", REFUSED.values(), ids=REFUSED)
async def test_what_would_make_two_people_one_is_refused_and_changes_nothing(db, people, step):
    await people.links.link("ward", "N1", "p-0", **BECAUSE)
    await people.links.link("ward", "N1b", "p-0", **BECAUSE)
    await people.links.link("ward", "N2", "p-1", **BECAUSE)
    await people.links.join("ward", "N3", "N4", **BECAUSE)
    await people.links.join("ward", "N4", "N5", **BECAUSE)
    before = await db.all("SELECT * FROM source_link ORDER BY local_id, place")
    with pytest.raises(LinkRefused):
        await step(people.links)
    assert await db.all("SELECT * FROM source_link ORDER BY local_id, place") == before


@pytest.mark.parametrize(
    "change", ["UPDATE source_link SET person = ''", "DELETE FROM source_link"]
)
async def test_no_step_is_changed_or_taken_out(db, people, change):
    await people.links.link("ward", "N1", "p-0", **BECAUSE)
    with pytest.raises(StoreError):
        await db.write(lambda tx: tx.run(change))


async def test_a_number_that_was_replaced_by_mistake_is_as_it_was(db, people):
    await people.protect(PEOPLE[0], ["gp"])
    before = await dumped(db)
    await people.supersede(NUMBERS[0], NUMBERS[1])
    assert (await people.by_number(NUMBERS[0])).person == replace(PEOPLE[1], protected=True)
    assert await people.search("Patel", "Margery", postcode="LS1 4AB") == []
    assert await dumped(db) != before
    await people.restore(NUMBERS[0])
    assert await dumped(db) == before
    with pytest.raises(SupersedeRefused):
        await people.restore(NUMBERS[0])


async def test_what_a_source_says_of_the_new_number_itself_outlasts_the_undoing(people):
    await people.protect(PEOPLE[0], ["gp"])
    await people.supersede(NUMBERS[0], NUMBERS[2])
    await people.supersede(NUMBERS[1], NUMBERS[2])
    await people.protect(PEOPLE[2], ["gp"])
    await people.restore(NUMBERS[0])
    assert (await people.by_id("p-2")).protected


async def dumped(db: Database) -> dict[str, list[str]]:
    return await db.write(_dumped)


def _dumped(tx: Transaction) -> dict[str, list[str]]:
    return {name: sorted(map(repr, tx.all(f"SELECT * FROM {name}"))) for name in INDEX}  # noqa: S608 - names of ours


class Inside:
    """The store as it is inside one transaction: what is written there is not waited for."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    async def write(self, job: Callable[[Transaction], T], *, within: float = 10.0) -> T:
        return job(self._tx)


def now(coroutine: Coroutine[Any, Any, T]) -> T:
    try:
        coroutine.send(None)
    except StopIteration as ended:
        return ended.value
    raise AssertionError("it waited")


@dataclass
class Model:
    """What each number leads to, by its own few rules; and how to take back what was done, the last first."""

    held: dict[str, tuple[str, str]] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)
    back: list[Callable[[], object]] = field(default_factory=list)

    def whose(self, local_id: str) -> str:
        while self.held.get(local_id, ("", ""))[1]:
            local_id = self.held[local_id][1]
        person = self.held.get(local_id, ("", ""))[0]
        while person and (number := self.replaced.get(NUMBERS[int(person[2:])])):
            person = f"p-{NUMBERS.index(number)}"
        return person


def walk(tx: Transaction, rng: random.Random, source: str) -> None:
    """Steps at random, each compared with the model; then all of them undone."""
    people = People(Inside(tx), now=lambda: NOW)  # type: ignore[arg-type]  # all that it is asked for here
    model, ids = Model(), [f"N{n}" for n in range(4)]
    before = _dumped(tx)
    for _ in range(rng.randint(2, 8)):
        with contextlib.suppress(LinkRefused, SupersedeRefused):
            _step(people, model, rng, source, ids)
        assert [people.links.whose(tx, source, one) for one in ids] == [
            model.whose(one) for one in ids
        ]
    for take_back in reversed(model.back):
        take_back()
    assert _dumped(tx) == before
    assert [people.links.whose(tx, source, one) for one in ids] == [""] * len(ids)


def _step(people: People, model: Model, rng: random.Random, source: str, ids: list[str]) -> None:
    kind = rng.choice(("link", "link", "unlink", "join", "join", "supersede"))
    one, other, person = rng.choice(ids), rng.choice(ids), rng.choice(PEOPLE)
    if kind == "supersede":
        old, new = rng.sample(NUMBERS, 2)
        if old in model.replaced:
            return
        now(people.supersede(old, new))
        model.replaced[old] = new
        model.back.append(lambda: now(people.restore(old)))
        return
    if kind == "link":
        now(people.links.link(source, one, person.id, **BECAUSE))
        held = (person.id, "")
    elif kind == "unlink":
        now(people.links.unlink(source, one, **BECAUSE))
        held = ("", "")
    else:
        now(people.links.join(source, one, other, **BECAUSE))
        held = ("", other)
    model.held[one] = held
    model.back.append(lambda: now(people.links.undo(source, one, **BECAUSE)))


async def walked(db: Database, sequences: int, seed: int) -> None:
    people = People(db, now=lambda: NOW)
    await people.add(PEOPLE)
    await people.protect(PEOPLE[0], ["gp"])
    rng = random.Random(f"links {seed}")

    for first in range(0, sequences, 20):

        def some(tx: Transaction, first: int = first) -> None:
            for n in range(first, first + 20):
                walk(tx, rng, f"source-{n}")

        await db.write(some, within=600)


async def test_whatever_was_done_and_undone_leaves_the_index_as_it_was(db):
    await walked(db, 300 if db.engine == "sqlite" else 20, seed=1)


@pytest.mark.slow
async def test_ten_thousand_sequences_undone_leave_the_index_as_it_was(db):
    await walked(db, 10_000, seed=2)
