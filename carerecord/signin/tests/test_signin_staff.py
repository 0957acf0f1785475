"""Named members with several roles, open or closed, on both engines; and the move of those there were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.signin import Staff, StaffMember
from carerecord.signin.contract import Identity, OfferedRole
from carerecord.store import Database
from carerecord.store.migrate import bundled

WARD = OfferedRole("amin-1", "doctor", "Ward doctor", "RNG01", "Northgate", ("ward-4",))
STUDY = OfferedRole("amin-2", "student", "Student", "RNG02", "St Columba’s", supervisor="okafor")
AMIN = StaffMember("amin", "Dr S Amin", (WARD, STUDY), registration="gmc_id|9", email="s@a.example")
LEE = StaffMember("lee", "B Lee", ())


@pytest.fixture
async def staff(db: Database) -> Staff:
    made = Staff(db)
    await made.add([LEE, AMIN])
    return made


async def test_a_member_has_every_role_in_the_order_given(staff):
    assert await staff.identity_of("amin") == Identity(
        id="amin",
        name="Dr S Amin",
        provider="demo",
        assurance=3,
        roles=(WARD, STUDY),
        registration="gmc_id|9",
        email="s@a.example",
    )
    assert (await staff.identity_of("lee")).roles == ()


@pytest.mark.parametrize("username", ["", "nobody", "AMIN", "a\0b", "' OR 1=1 --"])
async def test_an_unknown_name_is_nobody(staff, username):
    assert await staff.identity_of(username) is None


async def test_members_are_listed_in_the_order_they_were_added(staff):
    assert await staff.list("demo") == (LEE, AMIN)
    await staff.add([AMIN, LEE])
    assert await staff.list("demo") == (AMIN, LEE)
    assert await staff.list("local") == ()


async def test_a_lost_role_is_lost_at_once(staff):
    assert await staff.set_roles("amin", [STUDY])
    assert (await staff.identity_of("amin")).roles == (STUDY,)
    assert not await staff.set_roles("nobody", [WARD])


async def test_a_closed_account_is_nobody_and_stays_so(staff):
    assert await staff.close("amin")
    assert not await staff.close("amin")
    assert await staff.identity_of("amin") is None
    await staff.add([AMIN])
    assert await staff.identity_of("amin") is None
    assert [one.closed for one in await staff.list("demo")] == [True, False]


async def test_a_name_of_one_kind_is_never_taken_over_by_another(staff):
    with pytest.raises(ValueError, match="another kind"):
        await staff.add([replace(AMIN, username="new"), replace(AMIN, kind="local")])
    assert (await staff.identity_of("amin")).provider == "demo"
    assert await staff.identity_of("new") is None


async def test_the_staff_there_were_are_still_there_after_the_move(db_url):
    old = Database.open(db_url, [path for path in bundled() if path.name < "0032"])
    row = (
        "'amin', 'Dr S Amin', 'doctor', 'Ward doctor', 'RNG01', 'Northgate', '[\"ward-4\"]', '', 0"
    )
    await old.write(lambda tx: tx.run(f"INSERT INTO staff VALUES ({row})"))  # noqa: S608 - our own row
    old.close()
    new = Database.open(db_url)
    identity = await Staff(new).identity_of("amin")
    new.close()
    assert identity.roles == (WARD,)
