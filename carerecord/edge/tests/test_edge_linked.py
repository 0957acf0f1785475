"""What a hospital calls somebody is linked to one person: what it sends under it for another waits for a person."""

from __future__ import annotations

from carerecord.connectors.hl7v2.tests.hl7v2_messages import ADMITTED, SOURCE, STAY
from carerecord.contract import Person
from carerecord.edge.tests.edge_hospital import Hospital, hospital
from carerecord.identity import People

__all__ = ["hospital"]
BECAUSE = {"why": "seen on paper", "by": "d.lead"}
OTHER = Person("p2", "9990000034", "Patel", "Rohan", birth_date="1990-02-03")


async def test_under_a_number_of_somebody_else_nothing_is_filed_until_it_is_undone(
    hospital: Hospital,
):
    people = People(hospital.db)
    await people.add([OTHER])
    own = STAY.local_id
    await people.links.link(SOURCE.id, own, OTHER.id, **BECAUSE)
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    assert await hospital.all_kept() == []
    assert await hospital.why_aside() == [
        "its own number is linked to somebody else here: a person decides that"
    ]
    await people.links.undo(SOURCE.id, own, **BECAUSE)
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    assert len(await hospital.kept("Encounter")) == 1


async def test_under_a_number_linked_to_its_own_person_all_is_filed(hospital: Hospital):
    await People(hospital.db).links.link(SOURCE.id, STAY.local_id, "p1", **BECAUSE)
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    assert len(await hospital.kept("Encounter")) == 1


async def test_another_sources_number_says_nothing_of_this_one(hospital: Hospital):
    people = People(hospital.db)
    await people.add([OTHER])
    await people.links.link("elsewhere", STAY.local_id, OTHER.id, **BECAUSE)
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    assert len(await hospital.kept("Encounter")) == 1
