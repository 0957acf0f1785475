"""Who a viewer may know outside care, from keyed digests, on both engines (OWN-1 to OWN-6, T10, T11)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carerecord.access.contract import Ties
from carerecord.access.ties import Imported, StaffTies, TiesStore
from carerecord.access.ties.store import MANY_PEOPLE, MANY_STAFF
from carerecord.contract import Person, Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
KEY = bytes(range(32))
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
HERSELF = StaffTies(
    staff_id="a.okafor",
    nhs_number="9990000018",
    family="Okafor",
    address="Flat 3, 12 High Street, London",
    postcode="E99 1AB",
    phones=("07700 900461",),
    relatives=("9990000034",),
)
STRANGER = Person(
    "p9", "9990000026", "GIBSON", "Margery", address="1 Kiln Road, London", postcode="E99 2AA",
    phone="07700 900999", next_of_kin="Dale Gibson (son) 07700 900888",
)  # fmt: skip


@pytest.fixture
def ties(db: Database) -> TiesStore:
    return TiesStore(db, KEY, now=lambda: NOW)


def true_of(found: Ties) -> set[str]:
    return {field.name for field in fields(found) if getattr(found, field.name)}


async def everybody(people: Iterable[Person]) -> AsyncIterator[Person]:
    for person in people:
        yield person


async def test_nothing_recorded_ties_nobody(ties: TiesStore) -> None:
    assert true_of(await ties.between(DOCTOR, STRANGER)) == set()


@pytest.mark.parametrize(
    ("person", "tied"),
    [
        pytest.param({}, set(), id="stranger"),
        pytest.param({"nhs_number": "9990000018"}, {"own_record"}, id="own"),
        pytest.param({"nhs_number": "9990000034"}, {"related"}, id="declared-relative"),
        pytest.param(
            {"address": "12 HIGH ST FLAT 3", "postcode": "e991ab"}, {"related"}, id="same-home"
        ),
        pytest.param(
            {"address": "12 High St, Flat 4", "postcode": "E99 1AB"}, set(), id="next-door"
        ),
        pytest.param(
            {"family": "OKAFOR", "address": "9 Low Road", "postcode": "E99 1AB"},
            {"related"}, id="surname-and-postcode",
        ),
        pytest.param(
            {"family": "OKAFOR-GIBSON", "postcode": "E99 1AB"}, {"related"}, id="double-name"
        ),
        pytest.param({"family": "OKAFOR"}, set(), id="surname-alone"),
        pytest.param({"postcode": "E99 1AB"}, set(), id="postcode-alone"),
        pytest.param(
            {"next_of_kin": "Ada (wife) +44 7700 900461"}, {"related"}, id="next-of-kin"
        ),
        pytest.param({"phone": "07700900461"}, {"related"}, id="shared-phone"),
        pytest.param({"family": "OKAFOR", "postcode": "", "address": ""}, set(), id="no-address"),
        pytest.param({"nhs_number": "", "phone": "", "next_of_kin": ""}, set(), id="no-number"),
        pytest.param(
            {"protected": True, "address": "Flat 3, 12 High Street", "postcode": "E99 1AB"},
            {"related"}, id="a-protected-persons-address-counts-unseen",
        ),
    ],
)  # fmt: skip
async def test_a_viewer_is_tied_to_themselves_and_their_family(
    ties: TiesStore, person: dict[str, Any], tied: set[str]
) -> None:
    await ties.set_staff("RNG01", [HERSELF])
    assert true_of(await ties.between(DOCTOR, replace(STRANGER, **person))) == tied
    nobody = replace(DOCTOR, id="b.else", organisation="OTHER")
    assert true_of(await ties.between(nobody, replace(STRANGER, **person))) == set()


async def test_a_colleague_is_staff_of_the_selected_organisation(ties: TiesStore) -> None:
    await ties.set_staff(
        "RNG01", [HERSELF, StaffTies(staff_id="s.amin", nhs_number=STRANGER.nhs_number)]
    )
    assert true_of(await ties.between(DOCTOR, STRANGER)) == {"colleague"}
    elsewhere = replace(DOCTOR, organisation="OTHER")
    assert true_of(await ties.between(elsewhere, STRANGER)) == set()


async def test_whom_an_organisation_watches_is_watched_there_alone(ties: TiesStore) -> None:
    await ties.watch("RNG01", "p9", by="m.hale", why="in the papers")
    assert true_of(await ties.between(DOCTOR, STRANGER)) == {"watched"}
    assert true_of(await ties.between(replace(DOCTOR, organisation="X"), STRANGER)) == set()
    await ties.watch("RNG01", "p9", by="m.hale", why="no longer", watched=False)
    assert true_of(await ties.between(DOCTOR, STRANGER)) == set()


async def test_what_a_clinical_lead_agreed_to_ends_and_can_be_taken_back(ties: TiesStore) -> None:
    await ties.agree("a.okafor", "p9", NOW + timedelta(days=1), by="Dr B Lead", why="only GP here")
    assert (await ties.between(DOCTOR, STRANGER)).related_agreed
    assert not (await ties.between(DOCTOR, STRANGER, NOW + timedelta(days=1))).related_agreed
    assert not (await ties.between(replace(DOCTOR, id="b"), STRANGER)).related_agreed
    assert not (await ties.between(DOCTOR, replace(STRANGER, id="p1"))).related_agreed
    await ties.agree("a.okafor", "p9", NOW, by="Dr B Lead", why="moved away")
    assert not (await ties.between(DOCTOR, STRANGER)).related_agreed


@pytest.mark.parametrize(("by", "why"), [("", "because"), ("Dr B Lead", " ")])
async def test_nobody_agrees_or_watches_without_a_name_and_a_reason(
    ties: TiesStore, by: str, why: str
) -> None:
    with pytest.raises(ValueError, match="who decides"):
        await ties.agree("a.okafor", "p9", NOW, by=by, why=why)
    with pytest.raises(ValueError, match="who decides"):
        await ties.watch("RNG01", "p9", by=by, why=why)


async def test_a_feed_replaces_whom_it_names_and_leaves_the_others(ties: TiesStore) -> None:
    other = StaffTies(staff_id="s.amin", nhs_number="9990000034")
    assert await ties.set_staff("RNG01", [HERSELF, other]) == Imported(held=2, left=0)
    moved = replace(HERSELF, address="1 Kiln Road", postcode="E99 2AA")
    await ties.set_staff("RNG01", [moved])
    assert true_of(await ties.between(DOCTOR, STRANGER)) == {"related"}
    colleague = replace(STRANGER, nhs_number="9990000034", address="", postcode="")
    assert (await ties.between(DOCTOR, colleague)).colleague


async def test_who_left_one_employer_is_forgotten_there(ties: TiesStore, db: Database) -> None:
    await ties.set_staff("RNG01", [HERSELF])
    await ties.set_staff("OTHER", [HERSELF])
    assert await ties.set_staff("RNG01", [replace(HERSELF, left=True)]) == Imported(0, 1)
    own = replace(STRANGER, nhs_number="9990000018")
    assert (await ties.between(DOCTOR, own)).own_record
    await ties.set_staff("OTHER", [replace(HERSELF, left=True)])
    assert await db.one("SELECT count(*) AS number FROM staff_tie") == {"number": 0}


async def test_nothing_of_what_was_said_is_kept(ties: TiesStore, db: Database) -> None:
    await ties.set_staff("RNG01", [HERSELF])
    await ties.watch("RNG01", "p9", by="m.hale", why="x")
    await ties.agree("a.okafor", "p9", NOW, by="m.hale", why="x")
    tables = [
        await db.all(f"SELECT * FROM {name}")  # noqa: S608 - our own names
        for name in ("staff_tie", "tie_watched", "tie_agreed")
    ]
    kept = str(tables)
    for secret in ("9990000018", "Okafor'", "okafor'", "High", "E991AB", "7700", "p9"):
        assert secret not in kept.replace("a.okafor", "")


async def test_staff_of_one_residence_are_not_each_others_family(ties: TiesStore) -> None:
    at = {"address": "Nurses Home, Infirmary Road", "postcode": "E99 5AB"}
    home = [StaffTies(staff_id=f"n{n}", **at) for n in range(MANY_STAFF - 1)]
    await ties.set_staff("RNG01", home)
    nurse, neighbour = replace(DOCTOR, id="n0"), replace(STRANGER, **at)
    assert (await ties.between(nurse, neighbour)).related
    await ties.set_staff("RNG01", [StaffTies(staff_id="n-last", **at)])
    assert not (await ties.between(nurse, neighbour)).related


async def test_residents_of_a_care_home_are_not_the_family_of_whoever_lives_in(
    ties: TiesStore,
) -> None:
    at = {"address": "Willow Court Care Home, 63 Wilkinson Bay", "postcode": "E99 3AA"}
    lives_in = StaffTies(staff_id="a.okafor", family="Okafor", phones=("020 7946 0143",), **at)
    await ties.set_staff("RNG01", [lives_in])
    residents = [
        replace(STRANGER, id=f"p{n}", phone="020 7946 0143", **at) for n in range(MANY_PEOPLE)
    ]
    dead = replace(residents[0], died="2026-01-01")
    assert await ties.count_homes(everybody([*residents[1:], dead])) == 0
    assert (await ties.between(DOCTOR, residents[0])).related
    assert await ties.count_homes(everybody(residents)) == 2  # the address and the telephone
    assert not (await ties.between(DOCTOR, residents[0])).related
    aunt = replace(residents[0], family="OKAFOR")
    assert (await ties.between(DOCTOR, aunt)).related  # the name still counts
    assert await ties.count_homes(everybody(residents[:2])) == 0
    assert (await ties.between(DOCTOR, residents[0])).related


async def test_two_reads_answer(ties: TiesStore, db: Database) -> None:
    reads: list[str] = []

    class Counting:
        async def all(self, statement: str, /, **params: Any) -> Any:
            reads.append(statement)
            return await db.all(statement, **params)

        async def one(self, statement: str, /, **params: Any) -> Any:
            reads.append(statement)
            return await db.one(statement, **params)

    await TiesStore(Counting(), KEY).between(DOCTOR, STRANGER)
    assert len(reads) == 2


async def test_a_number_that_was_replaced_still_ties(ties: TiesStore) -> None:
    """The employer's file may be older than the number the person has now (OWN-1, SEN-13)."""
    await ties.set_staff("RNG01", [HERSELF, StaffTies(staff_id="b.lee", nhs_number="9990000042")])
    assert true_of(await ties.between(DOCTOR, STRANGER, numbers=["9990000018"])) == {"own_record"}
    assert true_of(await ties.between(DOCTOR, STRANGER, numbers=["9990000034"])) == {"related"}
    assert true_of(await ties.between(DOCTOR, STRANGER, numbers=["9990000042"])) == {"colleague"}


async def test_who_was_watched_before_their_number_was_replaced_still_is(ties: TiesStore) -> None:
    await ties.watch("RNG01", "before", by="p.officer", why="in the papers")
    assert true_of(await ties.between(DOCTOR, STRANGER, formerly=["before"])) == {"watched"}
    assert true_of(await ties.between(DOCTOR, STRANGER)) == set()
