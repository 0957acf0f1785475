"""Two numbers of one hospital that its messages join and part: kept as steps that can be taken back, each in the log."""

from __future__ import annotations

import pytest

from carerecord.audit import Log
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NUMBER, SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import PID, raw
from carerecord.contract import Person
from carerecord.edge.tests.edge_hospital import Hospital, hospital
from carerecord.identity import LinkStep

__all__ = ["hospital"]

OLD = PID.replace("N123456", "N999")
ANOTHER = PID.replace("N123456", "N999").replace(NUMBER, "9990000026")
BECAUSE = {"why": "seen on paper", "by": "d.lead"}
OTHER = Person("p2", "9990000026", "Gibson", "Margery", birth_date="1938-02-11")


def at(minute: int, message: bytes) -> bytes:
    return message.replace(b"0915", b"09%02d" % minute, 1)


JOIN = at(20, raw("ADT^A40", "MRG|N999^^^RNG01^MR"))


async def steps(hospital: Hospital) -> list[tuple[str, str, str, str]]:
    found: list[LinkStep] = await hospital.people.links.steps(SOURCE.id, "N999")
    return [(one.taken.step, one.taken.standing.leads_to, one.why, one.said_by) for one in found]


async def logged(log: Log) -> list[tuple[str, object, object]]:
    found = [one async for one in log.entries()]
    return [(one.person_id, one.body["step"], one.body["by"]) for one in found if one.kind == "source-link"]  # fmt: skip


async def linked(hospital: Hospital) -> dict[str, str | None]:
    held = await hospital.kept("Patient")
    return {one["id"]: one["link"][0]["type"] if "link" in one else None for one in held}


JOINED = ("joined", "N123456", "ADT A40", "")
UNDONE = ("undone", "", "ADT A37", "")


async def test_numbers_are_joined_only_where_the_old_one_is_the_same_persons(hospital: Hospital):
    await hospital.say(JOIN)
    (why,) = await hospital.why_aside()
    assert "not known to be this person's" in why
    assert await hospital.kept("Patient") == []
    assert (await steps(hospital), await logged(hospital.log)) == ([], [])
    await hospital.say(at(15, raw("ADT^A28", pid=OLD)), JOIN)
    assert await linked(hospital) == {"N999": "replaced-by", "N123456": None}
    (step,) = await hospital.people.links.steps(SOURCE.id, "N999")
    assert (step.taken.step, step.said) == ("joined", "2026-11-21T09:20:00.000+00:00")
    assert await logged(hospital.log) == [("p1", "joined", "ADT A40")]


@pytest.mark.parametrize("other", [OLD, ANOTHER], ids=["one NHS number", "two NHS numbers"])
@pytest.mark.parametrize("turned", [False, True])
async def test_a_hospital_takes_its_joining_back_and_somebody_looks(
    hospital: Hospital, other: str, turned: bool
):
    await hospital.say(at(15, raw("ADT^A28", pid=OLD)))
    before = {one["id"]: one for one in await hospital.kept("Patient")}
    first, second = (other, PID) if turned else (PID, other)
    part = at(25, raw("ADT^A37", second, pid=first))
    assert await hospital.say(JOIN, part, part, JOIN) == ["AA"] * 4
    assert await steps(hospital) == [JOINED, UNDONE]
    kept = {one["id"]: one for one in await hospital.kept("Patient")}
    assert kept["N999"] == before["N999"]
    assert kept["N123456"]["name"] == before["N999"]["name"]
    assert [one[1:] for one in await logged(hospital.log)] == [
        ("joined", "ADT A40"),
        ("undone", "ADT A37"),
    ]
    (why,) = await hospital.why_aside()
    assert "a person decides that" in why


async def test_a_person_takes_it_back_and_no_message_joins_them_again(hospital: Hospital):
    await hospital.say(at(15, raw("ADT^A28", pid=OLD)), JOIN)
    await hospital.people.links.undo(SOURCE.id, "N999", **BECAUSE)
    await hospital.say(JOIN)
    assert await steps(hospital) == [JOINED, ("undone", "", "seen on paper", "d.lead")]
    await hospital.say(at(31, raw("ADT^A40", "MRG|N999^^^RNG01^MR")))
    (why,) = await hospital.why_aside()
    assert why.startswith("a person decided whose this number is")


async def test_what_a_person_joined_no_message_parts(hospital: Hospital):
    await hospital.people.links.join(SOURCE.id, "N999", "N123456", **BECAUSE)
    await hospital.say(at(25, raw("ADT^A37", OLD)))
    assert await steps(hospital) == [("joined", "N123456", "seen on paper", "d.lead")]
    assert len(await hospital.why_aside()) == 1


async def test_what_a_person_linked_to_them_is_known_to_be_theirs(hospital: Hospital):
    await hospital.people.links.link(SOURCE.id, "N999", "p1", **BECAUSE)
    await hospital.people.links.link(SOURCE.id, "N123456", "p1", **BECAUSE)
    assert await hospital.say(JOIN) == ["AA"]
    assert await linked(hospital) == {"N999": "replaced-by", "N123456": None}
    assert [step for step, *_ in await steps(hospital)] == ["linked"]


async def test_what_would_make_two_people_one_is_set_aside(hospital: Hospital):
    await hospital.people.add([OTHER])
    await hospital.say(at(15, raw("ADT^A28", pid=OLD)))
    await hospital.people.links.link(SOURCE.id, "N123456", "p1", **BECAUSE)
    await hospital.people.links.link(SOURCE.id, "N999", "p2", **BECAUSE)
    await hospital.say(JOIN)
    assert [step for step, *_ in await steps(hospital)] == ["linked"]
    (why,) = await hospital.why_aside()
    assert "linked to somebody else" in why


async def test_without_a_log_nothing_is_joined(hospital: Hospital):
    await hospital.say(at(15, raw("ADT^A28", pid=OLD)))
    hospital.feeding.log = None
    assert await hospital.say(JOIN) == ["AE"]
    assert (await steps(hospital), await linked(hospital)) == ([], {"N999": None})
