"""What a hospital sends is filed to the right person or set aside, and says who may look."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from carerecord.connectors.hl7v2.fake import Engine, Stay
from carerecord.connectors.hl7v2.tests.hl7v2_messages import (
    ADMITTED,
    NOW,
    NUMBER,
    SOURCE,
    STAY,
    text,
)
from carerecord.edge.aside import NothingWaits
from carerecord.edge.tests.edge_hospital import Hospital, hospital
from carerecord.store import StoreUnavailable

__all__ = ["hospital"]
LATER = ADMITTED + timedelta(hours=2)
DISCHARGED = LATER + timedelta(hours=1)


async def test_an_admission_is_a_visit_and_says_who_may_look(hospital: Hospital):
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    (stay,) = await hospital.kept("Encounter")
    assert (stay["status"], stay["location"][0]["location"]["display"]) == ("in-progress", "WARD4")
    (patient,) = await hospital.kept("Patient")
    assert patient["birthDate"] == "1938-02-11"
    assert await hospital.may_look() == [
        ("RNG01/ward-4", "admitted to Northgate General Hospital, WARD4")
    ]


async def test_an_admission_called_off_leaves_neither(hospital: Hospital):
    await hospital.say(STAY.message("A01", ADMITTED), STAY.message("A11", LATER))
    assert await hospital.kept("Encounter") == []
    assert await hospital.may_look() == []


MESSAGES = (
    STAY.message("A01", ADMITTED),
    STAY.message("A02", LATER, ward="WARD9"),
    STAY.message("A03", DISCHARGED, ward="WARD9", ended=DISCHARGED),
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_whatever_order_they_come_in_the_stay_has_ended(hospital: Hospital, order):
    assert await hospital.say(*[MESSAGES[n] for n in order], MESSAGES[0]) == ["AA"] * 4
    (stay,) = await hospital.kept("Encounter")
    assert stay["status"] == "finished"
    assert stay["period"] == {"start": "2026-11-21T09:12:00Z", "end": "2026-11-21T12:12:00Z"}


async def test_a_discharge_called_off_goes_on(hospital: Hospital):
    await hospital.say(*MESSAGES, STAY.message("A13", DISCHARGED + timedelta(minutes=5)))
    (stay,) = await hospital.kept("Encounter")
    assert stay["status"] == "in-progress"


async def test_what_is_not_said_stays_and_two_quotes_delete(hospital: Hospital):
    head = f"PID|1||N123456^^^RNG01^MR~{NUMBER}^^^NHS^NH||"
    await hospital.say(STAY.message("A01", ADMITTED))
    assert await hospital.say(text(f"{head}Gibson^Marge")) == ["AA"]
    (patient,) = await hospital.kept("Patient")
    assert patient["name"] == [{"family": "Gibson", "given": ["Marge"]}]
    assert patient["address"][0]["city"] == "Leeds"
    later = text(f'{head}||||||""').replace(b"091500", b"091600")
    assert await hospital.say(later) == ["AA"]
    (patient,) = await hospital.kept("Patient")
    assert "address" not in patient
    assert patient["name"]


STRANGER = replace(STAY, number="9990000107", visit="V-2")


@pytest.mark.parametrize(
    ("stay", "why"),
    [
        (STRANGER, "nobody here"),
        (replace(STAY, number="9990000019"), "is none"),
        (replace(STAY, birth_date="1938-02-12"), "date of birth is not"),
        (replace(STAY, birth_date=""), "no date of birth"),
    ],
)
async def test_what_is_not_for_certain_theirs_is_set_aside(hospital: Hospital, stay: Stay, why):
    message = stay.message("A01", ADMITTED)
    assert await hospital.say(message, message) == ["AA", "AA"]
    (said,) = await hospital.why_aside()
    assert why in said
    assert await hospital.kept("Encounter") == []
    assert await hospital.may_look() == []


async def test_what_was_set_aside_can_be_sent_again_when_its_person_is_known(hospital: Hospital):
    message = STRANGER.message("A01", ADMITTED)
    await hospital.say(message)
    (waits,) = await hospital.aside.waiting(SOURCE.id)
    assert await hospital.aside.message(SOURCE.id, waits.id) == message
    await hospital.aside.done(SOURCE.id, waits.id, NOW)
    assert await hospital.why_aside() == []
    with pytest.raises(NothingWaits):
        await hospital.aside.message(SOURCE.id, waits.id)
    assert await hospital.edge.of_person(SOURCE.id, "") == []


async def test_what_waits_goes_with_the_copies_of_its_source(hospital: Hospital):
    await hospital.say(STRANGER.message("A01", ADMITTED))
    certificate = await hospital.edge.certificate(SOURCE.id, NOW)
    assert certificate
    await hospital.db.write(lambda tx: hospital.edge.purge(tx, certificate))
    assert await hospital.why_aside() == []


async def test_nothing_of_a_message_stands_readable_in_the_store(hospital: Hospital):
    await hospital.say(STAY.message("A01", ADMITTED), STRANGER.message("A01", ADMITTED))
    tables = ("edge_copy", "edge_aside", "edge_key")
    rows = [row for t in tables for row in await hospital.db.all(f"SELECT * FROM {t}")]  # noqa: S608 - names of ours
    assert len(rows) >= 4
    for word in ("Gibson", "Mill Lane", NUMBER, "N123456", "WARD4"):
        assert word not in str(rows)


async def test_a_store_that_is_away_acknowledges_nothing(hospital: Hospital, monkeypatch):
    async def away(*_: object, **__: object) -> None:
        raise StoreUnavailable("it is away")

    with monkeypatch.context() as changed:
        changed.setattr(hospital.db, "write", away)
        assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AE"]
    assert await hospital.say(STAY.message("A01", ADMITTED)) == ["AA"]
    assert len(await hospital.kept("Encounter")) == 1


async def test_over_a_socket(hospital: Hospital):
    async with hospital.feed.running():
        port = hospital.feed.listener.port
        async with Engine("127.0.0.1", port) as engine:
            answer = await engine.send(STAY.message("A01", ADMITTED))
    assert answer.only("MSA").text(1) == "AA"
    assert len(await hospital.kept("Encounter")) == 1
