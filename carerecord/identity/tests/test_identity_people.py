"""The index on both engines: by id, by number, by search, and numbers that were replaced."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Person
from carerecord.identity import Found, NotAnNHSNumber, People, SupersedeRefused, nhs_number
from carerecord.identity.people import Formerly
from carerecord.store import Conflict, Database


def number(n: int) -> str:
    """The n-th number of the test range that can be completed."""
    return [c for c in (_complete(f"999{i:06}") for i in range(1, 3 * n + 20)) if c][n]


def _complete(nine: str) -> str:
    digit = nhs_number.check_digit(nine)
    return nine + digit if digit else ""


MARGERY = Person(
    id="p-margery",
    nhs_number=number(1),
    family="Gibson",
    given="Margery Ann",
    title="Mrs",
    birth_date="1948-11-08",
    gender="female",
    address="1 High Street, Leeds",
    postcode="LS1 4AB",
    phone="0113 496 0000",
    gp_code="B00001",
    gp_name="Riverside",
    next_of_kin="Tom Gibson (son)",
)
MARK = replace(MARGERY, id="p-mark", nhs_number=number(2), given="Mark", gender="male")
MARY = replace(MARGERY, id="p-mary", nhs_number=number(3), given="Mary", birth_date="1948")
SIOBHAN = Person(
    "p-siobhan", number(4), "O’Brien-Núñez", "Siobhán", birth_date="1990-02-01", gender="female"
)
HIDDEN = replace(
    MARGERY, id="p-hidden", nhs_number=number(5), given="Maria", postcode="LS1 4AB", protected=True
)
EVERYBODY = [MARGERY, MARK, MARY, SIOBHAN, HIDDEN]


@pytest.fixture
async def people(db: Database) -> People:
    index = People(db)
    await index.add(EVERYBODY)
    return index


async def names(people: People, **asked: str) -> list[str]:
    return [person.id.removeprefix("p-") for person in await people.search(**asked)]


async def test_a_death_that_was_taken_back_leaves_nobody_dead(people: People):
    """DEC-2: status U restores the living state, whatever day was said before."""
    said = replace(MARK, died="2026-10-12", death_status="formal")
    await people.add([said])
    assert await people.by_id("p-mark") == said
    await people.add([replace(said, death_status="removed")])
    assert await people.by_id("p-mark") == replace(MARK, death_status="removed")


async def test_a_person_is_kept_whole(people):
    for person in EVERYBODY:
        assert await people.by_id(person.id) == person
        assert await people.by_number(person.nhs_number) == Found(person)


@pytest.mark.parametrize("person_id", ["", "nobody", "p-margery\0", "' OR '1'='1"])
async def test_an_unknown_id_is_nobody(people, person_id):
    assert await people.by_id(person_id) is None


@pytest.mark.parametrize("asked", ["", "9990000000", number(9), "x\0", "' OR '1'='1"])
async def test_an_unknown_number_is_nobody(people, asked):
    assert await people.by_number(asked) == Found()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({"given": "Margery", "gender": "female"}, ["margery"], id="given-gender"),
        pytest.param({"given": "MAR", "gender": "male"}, ["mark"], id="prefix"),
        pytest.param({"given": "ann", "gender": "female"}, ["margery"], id="second-given-name"),
        pytest.param({"given": "margery an", "gender": "female"}, ["margery"], id="both-given"),
        pytest.param({"given": "gery", "gender": "female"}, [], id="not-inside-a-name"),
        pytest.param(
            {"given": "Mar", "birth_date": "1948-11-08"},
            ["margery", "maria", "mark", "mary"],
            id="estimated-date-last",
        ),
        pytest.param(
            {"given": "Mary", "birth_date": "1948-11-08"}, ["mary"], id="only-the-year-recorded"
        ),
        pytest.param(
            {"gender": "female", "birth_date": "1948-11"},
            ["margery", "maria", "mary"],
            id="month-asked",
        ),
        pytest.param(
            {"gender": "female", "birth_date": "1948"},
            ["mary", "margery", "maria"],
            id="year-asked",
        ),
        pytest.param({"gender": "male", "birth_date": "1948-11-09"}, [], id="another-day"),
        pytest.param({"given": "Mar", "postcode": "ls14ab"}, ["mark", "mary", "margery"], id="pc"),
        pytest.param({"gender": "male", "postcode": "LS1"}, ["mark"], id="first-half-of-postcode"),
        pytest.param({"gender": "male", "postcode": "LS"}, [], id="not-an-area"),
        pytest.param({"gender": "male", "postcode": "LS14 4AB"}, [], id="another-postcode"),
        pytest.param({"given": "Mark", "gender": "female"}, [], id="everything-must-agree"),
        pytest.param({"given": "Mark"}, [], id="too-little"),
        pytest.param({"given": "  ", "gender": "male"}, [], id="a-blank-is-not-a-detail"),
        pytest.param({"given": "'", "gender": "male", "postcode": "LS1"}, [], id="no-name-at-all"),
        pytest.param({"given": "%", "gender": "male", "birth_date": "1948"}, [], id="no-wildcards"),
        pytest.param({"given": "Mark", "birth_date": "8/11/48"}, [], id="no-date"),
        pytest.param({"given": "Mark\0", "birth_date": "1948-11-08"}, ["mark"], id="nul"),
    ],
)
async def test_a_search(people, asked, found):
    expected = ["hidden" if one == "maria" else one for one in found]
    family = "GIBSON"
    got = await names(people, family=family, **asked)
    assert sorted(got) == sorted(expected)
    if "postcode" not in asked:
        assert got == expected


@pytest.mark.parametrize("family", ["obrien nunez", "O'BRIEN", "Nunez", "OBrien-Nuñez", "nunez "])
async def test_a_family_name_is_found_as_people_write_it(people, family):
    assert await names(people, family=family, given="siobhan", gender="female") == ["siobhan"]


@pytest.mark.parametrize("family", ["", " ", "'", "%", "Gib", "Gibsons", "\0"])
async def test_a_family_name_must_be_the_name(people, family):
    assert await names(people, family=family, given="Mark", gender="male") == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"given": "Maria", "birth_date": "1948-11-08"}, True),
        ({"given": "Maria", "birth_date": "1948-11-08", "gender": "female"}, True),
        ({"given": "Maria", "postcode": "LS1 4AB"}, False),
        ({"given": "Maria", "postcode": "LS1"}, False),
        ({"given": "Maria", "birth_date": "1948-11-08", "postcode": "LS1 4AB"}, False),
        ({"given": "Maria", "birth_date": "1948-11-08", "postcode": "LS9 9ZZ"}, False),
    ],
)
async def test_a_search_with_a_postcode_never_finds_a_protected_person(people, asked, found):
    assert (await names(people, family="Gibson", **asked) == ["hidden"]) is found


async def test_somebody_who_becomes_protected_leaves_the_postcode_search(people):
    await people.add([replace(MARK, protected=True)])
    assert await names(people, family="Gibson", given="Mark", postcode="LS1 4AB") == []
    assert await names(people, family="Gibson", given="Mark", gender="male") == ["mark"]


async def test_at_most_as_many_as_asked_closest_first(people):
    await people.add(
        replace(MARK, id=f"p-{n:02}", nhs_number=number(20 + n), given=f"Mark{n:02}")
        for n in range(30)
    )
    got = await people.search("Gibson", given="Mark", gender="male", limit=11)
    assert len(got) == 11
    assert got[0] == MARK
    assert len(await people.search("Gibson", given="Mark", gender="male", limit=1)) == 1


async def test_a_correction_replaces_what_was_known(people):
    await people.add([replace(MARK, family="Gibbons"), replace(MARK, family="Gibbs")])
    assert (await people.by_id("p-mark")).family == "Gibbs"
    assert await names(people, family="Gibson", given="Mark", gender="male") == []
    assert await names(people, family="Gibbs", given="Mark", gender="male") == ["mark"]


async def test_two_people_never_share_a_number_and_a_wrong_one_is_refused(people):
    with pytest.raises(Conflict):
        await people.add([replace(MARK, id="p-other")])
    with pytest.raises(NotAnNHSNumber):
        await people.add([replace(MARK, id="p-other", nhs_number="9990010006")])
    assert await people.by_id("p-other") is None


async def test_people_without_a_number_are_kept_apart(people):
    unknown = [replace(MARK, id=f"p-u{n}", nhs_number="", family="Unknown") for n in range(2)]
    await people.add(unknown)
    assert [await people.by_id(one.id) for one in unknown] == unknown
    assert await people.by_number("") == Found()


async def test_a_replaced_number_leads_to_the_person_and_says_so(people):
    old, older = number(11), number(12)
    await people.supersede(older, old)
    await people.supersede(old, MARK.nhs_number)
    assert await people.by_number(old) == Found(MARK, replaced=old)
    assert await people.by_number(older) == Found(MARK, replaced=older)
    assert await people.by_number(MARK.nhs_number) == Found(MARK)


async def test_many_numbers_in_one_transaction_lead_where_each_leads_alone(people, db):
    a, b = number(11), number(12)
    await people.supersede(a, b)
    await people.supersede(b, MARK.nhs_number)
    loop = "INSERT INTO superseded_number (old, new, at) VALUES (:old, :old, '')"
    await db.write(lambda tx: tx.run(loop, old=number(14)))
    asked = [a, b, MARK.nhs_number, MARY.nhs_number, number(13), number(14), a]
    found = await db.write(lambda tx: people.by_numbers_within(tx, asked))
    assert found == {one: who for one in asked if (who := (await people.by_number(one)).person)}
    assert set(found) == {a, b, MARK.nhs_number, MARY.nhs_number}


async def test_a_person_whose_number_was_replaced_is_who_they_are_now(people):
    await people.supersede(MARY.nhs_number, MARGERY.nhs_number)
    assert await people.by_number(MARY.nhs_number) == Found(MARGERY, replaced=MARY.nhs_number)
    assert await people.by_id("p-mary") == MARGERY
    assert await names(people, family="Gibson", given="Mary", gender="female") == []
    await people.add([MARY])
    assert await names(people, family="Gibson", given="Mary", gender="female") == []


async def test_loops_of_numbers_and_second_replacements_are_refused(people):
    a, b, c = number(11), number(12), number(13)
    await people.supersede(a, b)
    await people.supersede(b, c)
    await people.supersede(a, b)
    for old, new in [(c, a), (c, b), (c, c), (a, c)]:
        with pytest.raises(SupersedeRefused) as told:
            await people.supersede(old, new)
        assert old not in str(told.value)
    with pytest.raises(NotAnNHSNumber):
        await people.supersede(c, "9990010006")
    assert await people.by_number(a) == Found(None, replaced=a)


async def test_twenty_thousand_people_are_added_and_searched(db):
    index = People(db)
    numbers = (c for c in (_complete(f"9{n:08}") for n in range(10**8)) if c)
    crowd = [
        replace(
            MARGERY,
            id=f"p-{n}",
            nhs_number=next(numbers),
            family=f"Family{n % 500}",
            given=f"Given{n % 701}",
            birth_date=f"{1930 + n % 90}-{1 + n % 12:02}-{1 + n % 28:02}",
        )
        for n in range(20_000)
    ]
    await index.add(crowd)
    for person in crowd[::200]:
        found = await index.search(person.family, person.given, person.birth_date)
        assert person in found


@pytest.mark.parametrize("at_once", [1, 2, 5, 100])
async def test_everybody_is_counted_once(people, monkeypatch, at_once):
    monkeypatch.setattr("carerecord.identity.people.ADDED_AT_ONCE", at_once)
    everyone = [person async for person in people.everyone()]
    assert sorted(everyone, key=lambda one: one.id) == sorted(EVERYBODY, key=lambda one: one.id)


async def test_whoever_a_number_replaced_is_known_by_earlier_ids_too(people):
    first, second, third = EVERYBODY[0], EVERYBODY[1], EVERYBODY[2]
    await people.supersede(first.nhs_number, second.nhs_number)
    await people.supersede(second.nhs_number, third.nhs_number)
    earlier = await people.formerly(third)
    assert set(earlier.ids) == {first.id, second.id}
    assert set(earlier.numbers) == {first.nhs_number, second.nhs_number}
    assert await people.formerly(first) == Formerly()


async def test_a_replaced_number_is_known_of_somebody_the_index_never_had_under_it(people):
    await people.supersede("9990000441", EVERYBODY[0].nhs_number)
    assert await people.formerly(EVERYBODY[0]) == Formerly((), ("9990000441",))
