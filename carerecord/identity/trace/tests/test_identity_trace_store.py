"""The index that a trace reads: it follows what is written of people, on both engines."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from carerecord.contract import Person
from carerecord.identity import Former, People
from carerecord.identity.trace import filling
from carerecord.identity.trace.details import traits_of
from carerecord.identity.trace.keys import keys_of
from carerecord.store import Database
from carerecord.store.migrate import bundled

MARGERY = Person(
    "p-margery", "9990000018", "Gibson", "Margery Ann", birth_date="1948-11-08", gender="female", postcode="LS1 4AB",
    phone="0113 496 0000", gp_code="B00001",
)  # fmt: skip
TWIN = replace(MARGERY, id="p-twin", nhs_number="9990000026", given="Marion Ann")
ASKED = replace(MARGERY, id="", nhs_number="", phone="", gp_code="")


@pytest.fixture
async def people(db: Database) -> People:
    index = People(db)
    await index.add([MARGERY, TWIN])
    return index


async def traced(people: People, **asked: str) -> tuple[str, str]:
    found = await people.trace(replace(ASKED, **asked))
    return found.outcome, found.person_id.removeprefix("p-")


async def test_a_person_is_linked_and_their_twin_is_not(people):
    assert await traced(people) == ("linked", "margery")
    assert await traced(people, given="Marion") == ("linked", "twin")
    assert (await traced(people, given="M"))[0] == "choose"
    assert await traced(people, family="Patel", given="Rohan", birth_date="1990-02-03") == (
        "none",
        "",
    )


async def test_nothing_to_go_by_finds_nobody(people):
    assert (await people.trace(Person("", "", "", ""))).outcome == "none"


async def test_a_name_and_a_home_that_were_corrected_still_lead_there(people):
    await people.add([replace(MARGERY, family="Thackray", postcode="BD1 1AA")])
    assert await traced(people) == ("linked", "margery")
    assert await traced(people, family="Thackray", postcode="BD1 1AA") == ("linked", "margery")


async def test_what_somebody_was_called_before_is_brought_in_with_them(db):
    people = People(db)
    await people.add(
        [MARGERY], {MARGERY.id: [Former(family="Thackray"), Former(postcode="BD1 1AA")]}
    )
    assert await traced(people, family="Thackray") == ("linked", "margery")
    assert await traced(people, postcode="BD1 1AA") == ("linked", "margery")


async def test_each_of_several_is_compared_by_their_own_former_names_and_latest_homes(db):
    people = People(db)
    homes = [Former(postcode=f"BD{n} 1AA", until=f"20{n}-01-01") for n in range(10, 25)]
    renamed = Former(family="Thackray", until="2031-01-01")
    await people.add([MARGERY, TWIN], {MARGERY.id: [*homes, renamed], TWIN.id: [Former("Mary")]})
    assert await traced(people, family="Thackray", postcode="BD24 1AA") == ("linked", "margery")
    assert (await traced(people, postcode="BD10 1AA"))[0] == "choose"
    found = await people.trace(replace(ASKED, given="Mary"))
    assert {one.person_id: one.levels.given for one in found.people} == {
        "p-twin": "former",
        "p-margery": "different",
    }


async def test_who_is_protected_is_traced_by_nothing_of_a_place(people, db):
    """Their keys of a place go too: what is not there cannot tell (SFL-1)."""
    keys = "SELECT key FROM match_key WHERE person = (SELECT number FROM trace_person WHERE person_id = :id)"
    before = {row["key"] for row in await db.all(keys, id=MARGERY.id)}
    assert (await traced(people, given="", family="Gibson"))[0] == "choose"
    await people.protect(MARGERY, ["gp"])
    await people.add([replace(TWIN, protected=True)])
    after = {row["key"] for row in await db.all(keys, id=MARGERY.id)}
    assert after < before
    assert (await traced(people, family="", birth_date=""))[0] == "none"
    assert (await traced(people))[0] == "choose"  # no home agrees: a member of staff decides


async def test_a_number_that_was_replaced_leads_on(people):
    await people.add([replace(MARGERY, id="p-new", nhs_number="9990000034")])
    await people.supersede(MARGERY.nhs_number, "9990000034")
    assert await traced(people, nhs_number=MARGERY.nhs_number) == ("linked", "new")
    assert await traced(people) == ("linked", "new")


async def test_a_number_that_was_withdrawn_leads_nowhere(people):
    await people.add([replace(MARGERY, invalidated=True)])
    assert (await traced(people, nhs_number=MARGERY.nhs_number))[1] == ""
    assert MARGERY.id not in {one.person_id for one in (await people.trace(ASKED)).people}


async def test_a_number_that_fails_its_check_counts_as_not_given(people):
    assert await traced(people, nhs_number="9990000019") == ("linked", "margery")


async def test_very_many_are_traced_once_their_keys_are_sorted_in(db):
    people = People(db)
    await people.put(_called_otherwise(n) for n in range(filling.FEW + 1))
    last = _called_otherwise(filling.FEW).family
    assert await traced(people, family=last) == ("none", "")
    await people.fill()
    assert await traced(people, family=last) == ("linked", f"{filling.FEW}")
    assert await db.all("SELECT * FROM match_key_apart") == []
    everybody = await db.one("SELECT people FROM name_count WHERE kind = 'everybody'")
    assert everybody == {"people": filling.FEW + 1}


COUNTED = {
    "postgres": "SELECT relname FROM pg_class WHERE relname = 'trace_person' AND reltuples > 0 AND relnamespace = current_schema()::regnamespace",
    "sqlite": "SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'",
}


async def test_once_many_are_filled_in_postgres_plans_by_how_many_and_sqlite_as_before(db):
    people = People(db)
    await people.put(_called_otherwise(n) for n in range(filling.FEW + 1))
    await people.fill()
    assert len(await db.all(COUNTED[db.engine])) == (db.engine == "postgres")


def _called_otherwise(n: int) -> Person:
    family = "".join("aklmnprstz"[int(digit)] for digit in f"{n * 7919:07}")
    return replace(MARGERY, id=f"p-{n}", nhs_number="", family=family)


async def test_who_is_protected_before_they_come_has_no_key_of_a_place(people, db):
    """A source said so of a number that the index knew nobody under."""
    told = replace(MARGERY, id="p-told", nhs_number="9990000034", phone="")
    await people.protect(told, ["gp"])
    await people.add([told])
    keys = "SELECT key FROM match_key WHERE person = (SELECT number FROM trace_person WHERE person_id = :id)"
    kept = {row["key"] for row in await db.all(keys, id=told.id)}
    assert kept == set(keys_of(traits_of(replace(told, protected=True))))


async def test_a_region_of_before_is_traced_after_its_next_start(db_url):
    """A store that had people before there were keys: the migration names them, the start makes theirs."""
    old = Database.open(db_url, [path for path in bundled() if _number(path) < 101])
    row = {**asdict(MARGERY), "protected": 0, "invalidated": 0}
    columns = f"({', '.join(row)}) VALUES ({', '.join(f':{one}' for one in row)})"
    await old.write(lambda tx: tx.run(f"INSERT INTO person {columns}", **row))
    old.close()
    db = Database.open(db_url)
    people = People(db)
    await people.fill()
    assert await traced(people) == ("linked", "margery")
    db.close()


def _number(path: Path) -> int:
    return int(path.name[:4])
