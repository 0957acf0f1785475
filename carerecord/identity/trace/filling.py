"""The keys of people: made at once where one is written, and sorted in together where very many are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from carerecord.contract import Former, Person
from carerecord.identity.trace.details import Traits, name_of, postcode_of
from carerecord.identity.trace.keys import keys_of
from carerecord.identity.trace.rows import MOST_FORMER, latest, traits_in, traits_with
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")
AT_ONCE = 2000  # people whose keys are made in one transaction
FEW = 200  # so many new people at most have their keys in place at once
SORTED_WITHIN_SECONDS = 900


@dataclass(frozen=True, slots=True)
class _Traced:
    number: int | None  # none while their keys are not made
    traits: Traits


async def fill(db: Database) -> None:
    """Make the keys of everybody who waits for them: after a list was brought in, and after a migration."""
    while await db.one(SQL.awaiting, most=1):
        await db.write(_fill_some, within=60)
    if await db.one(SQL.any_apart):
        await db.write(_sort_in, within=SORTED_WITHIN_SECONDS)
        if db.engine == "postgres":  # until it counts by itself, it plans by how few there were
            await db.write(lambda tx: tx.run(SQL.counted), within=SORTED_WITHIN_SECONDS)


def writing(tx: Transaction, ids: Sequence[str], write: Callable[[], None]) -> None:
    """Write something of these people, and let their keys follow."""
    before = _traced(tx, ids)
    write()
    for person_id, now in _traced(tx, list(before)).items():
        was = before[person_id]
        if was.number is not None:
            _follow(tx, was.number, set(keys_of(was.traits)), set(keys_of(now.traits)))


def begin(
    tx: Transaction, people: Sequence[Person], former: Mapping[str, Sequence[Former]]
) -> None:
    """The keys of new people; of more than a few at once `fill` sorts them in."""
    found = tx.over(SQL.protected_among, [(one.nhs_number,) for one in people if one.nhs_number])
    hidden = {row["nhs_number"] for row in found}
    traits = {}
    for one in people:
        before = latest(former.get(one.id, ()))
        person = replace(one, protected=True) if one.nhs_number in hidden else one
        traits[one.id] = traits_with(person, before)
    _fill(tx, traits, SQL.put_key if len(people) <= FEW else SQL.put_key_apart)


def remember(tx: Transaction, old: Person, new: Person, today: str) -> None:
    """A name or a home that was changed still leads to the person."""
    ended = []
    if name_of(old.given, old.family) != name_of(new.given, new.family):
        ended.append(Former(old.given, old.family, until=today))
    if postcode_of(old.postcode) and postcode_of(old.postcode) != postcode_of(new.postcode):
        ended.append(Former(postcode=old.postcode, until=today))
    put_former(tx, {new.id: ended})


def put_former(tx: Transaction, former: Mapping[str, Sequence[Former]]) -> None:
    """By id of the person."""
    each = ((id, one) for id, some in former.items() for one in some)
    rows = [(id, one.given, one.family, one.postcode, one.until) for id, one in each]
    tx.put(SQL.put_former, rows)


def _follow(tx: Transaction, number: int, old: set[int], new: set[int]) -> None:
    tx.many(SQL.forget_key, ({"key": key, "person": number} for key in sorted(old - new)))
    tx.put(SQL.put_key, [(key, number) for key in sorted(new - old)])


def _fill_some(tx: Transaction) -> None:
    waited = [row["person_id"] for row in tx.all(SQL.awaiting, most=AT_ONCE)]
    people = {one: known.traits for one, known in _traced(tx, waited).items()}
    _fill(tx, people, SQL.put_key_apart)
    tx.put(SQL.waited, [(one,) for one in waited])


def _fill(tx: Transaction, people: Mapping[str, Traits], put: str) -> None:
    first = tx.all(SQL.last_number)[0]["number"] + 1
    numbered = list(enumerate(people.items(), first))
    tx.put(SQL.put_traced, [(n, id) for n, (id, _) in numbered])
    tx.put(put, [(key, n) for n, (_, traits) in numbered for key in keys_of(traits)])
    names: Counter[tuple[str, str]] = Counter({("", "everybody"): len(people)})
    names.update((traits.name.given, "given") for traits in people.values())
    names.update((traits.name.family, "family") for traits in people.values())
    tx.put(SQL.count_name, [(name, kind, n) for (name, kind), n in names.items()])


def _sort_in(tx: Transaction) -> None:
    tx.run(SQL.sort_keys_in)
    tx.run(SQL.sorted_in)


def _traced(tx: Transaction, ids: Sequence[str]) -> dict[str, _Traced]:
    """By id, those of them whom the index has."""
    wanted = [(one,) for one in ids]
    former: dict[str, list[Former]] = {}
    for row in tx.over(SQL.former_of, wanted):
        former.setdefault(row["person_id"], []).append(
            Former(row["given"], row["family"], row["postcode"])
        )
    return {
        row["id"]: _Traced(row["number"], traits_in(row, former.get(row["id"], [])[:MOST_FORMER]))
        for row in tx.over(SQL.people, wanted)
    }
