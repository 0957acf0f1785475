"""A number and a birth date are not enough where the name is somebody else’s: twins have both nearly alike."""

from __future__ import annotations

import pytest

from carerecord.connectors.hl7v2.tests.hl7v2_messages import NUMBER, text
from carerecord.edge.names import named_in
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]
HEAD = f"PID|1||N123456^^^RNG01^MR~{NUMBER}^^^NHS^NH||"
WHY = "its name or gender is not that of the person with its NHS number"


@pytest.mark.parametrize(
    "name", ["Gibson^Margery", "Gibson^Marge", "Thackray^Margery", "Gibson", ""]
)
async def test_who_is_called_so_or_otherwise_in_one_place_is_filed(hospital: Hospital, name):
    assert await hospital.say(text(f"{HEAD}{name}||19380211|F")) == ["AA"]
    assert await hospital.why_aside() == []


@pytest.mark.parametrize("name", ["Gibson^Thomas", "Gibson^Marion"])
async def test_somebody_of_another_name_waits_for_a_person(hospital: Hospital, name):
    await hospital.say(text(f"{HEAD}{name}||19380211|F"))
    assert await hospital.why_aside() == [WHY]
    assert await hospital.all_kept() == []


async def test_one_of_several_names_is_enough(hospital: Hospital):
    await hospital.say(text(f"{HEAD}Thackray^Daisy~Gibson^Margery||19380211|F"))
    assert await hospital.why_aside() == []


async def test_a_number_in_doubt_files_nothing(hospital: Hospital):
    doubts = hospital.feeding.people.doubts
    doubt = await doubts.begin(NUMBER, "two people came with it", by="d.lead")
    message = text(f"{HEAD}Gibson^Margery||19380211|F")
    await hospital.say(message)
    assert await hospital.why_aside() == [
        "whose its NHS number is is in doubt: a person decides that"
    ]
    await doubts.settle(doubt, "it is hers", by="d.lead")
    assert await hospital.feed.again(message) == ""


def test_only_a_patient_is_somebody():
    assert list(named_in({"resourceType": "Practitioner", "name": [{"family": "A"}]})) == []
