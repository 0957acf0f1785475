"""A registry, a gateway and XCPD over a socket: what they may say of one person, and what becomes of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from carerecord.config import Fanout
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import (
    PersonNotFound,
    SourceError,
)
from carerecord.connectors.fake_faults import Fault
from carerecord.connectors.xds import registry
from carerecord.connectors.xds.fake import Answers, FakeXds
from carerecord.connectors.xds.patients import MORE
from carerecord.contract import Answer, Receipt, Resource, SourceSettings
from carerecord.federation import Breakers, ask_all
from contracts.xds_asked import LOCAL, NHS, NUMBER, PERSON, asked, items


def documents(*ids: str, **more: Any) -> list[Resource]:
    return [{"resourceType": "DocumentReference", "id": one, **more} for one in ids]


@pytest.mark.parametrize("page_size", [1, 300])
@pytest.mark.parametrize("gateway", [False, True])
def test_more_documents_than_one_answer_holds_all_come(page_size: int, gateway: bool) -> None:
    held = documents(*(f"d{n}" for n in range(250)))
    fake = FakeXds(lambda n: held if n == NUMBER else None, page_size=page_size, gateway=gateway)
    pages, failure = asked(fake, gateway=gateway)
    assert failure is None
    assert sorted(one["id"] for one in items(pages)) == sorted(one["id"] for one in held)
    assert len(fake.faults.served) == (8 if page_size == 1 else 4)


def test_a_replacement_leads_to_what_it_replaced() -> None:
    relates = [{"code": "replaces", "target": {"reference": "DocumentReference/old"}}]
    held = [*documents("new", relatesTo=relates), *documents("old", status="superseded")]
    found = {one["id"]: one for one in items(asked(FakeXds(lambda _: held))[0])}
    assert (found["new"]["status"], found["old"]["status"]) == ("current", "superseded")
    assert found["new"]["relatesTo"] == relates


ERRORS = {
    "XDSUnknownPatientId": ("Failure", PersonNotFound, ""),
    "XDSRegistryBusy": ("Failure", SourceError, "too busy"),
    "XDSUnavailableCommunity": ("PartialSuccess", None, "a community it asks did not answer"),
    "XDSSomethingNew": ("Failure", SourceError, "an error"),
    "XDSSomethingOld": ("PartialSuccess", None, "only in part"),
    "XDSUnavailableCommunity ": ("Success", None, "only in part"),
}


@pytest.mark.parametrize("code", ERRORS)
def test_what_a_registry_says_of_its_answer_is_said_in_plain_words(code: str) -> None:
    status, kind, words = ERRORS[code]
    fault = f'<RegistryError errorCode="{code.strip()}" codeContext="{NUMBER}" severity="x:Error"/>'
    errors = fault if status != "Success" else fault.replace(code.strip(), "XDSOther")
    pages, failure = asked(FakeXds(lambda _: [], answers=Answers(errors=errors, status=status)))
    said = str(failure) if kind else next(page.incomplete for page in pages if page.incomplete)
    assert failure is None if kind is None else isinstance(failure, kind)
    assert words in said
    assert NUMBER not in said


def test_an_answer_named_in_part_and_not_sent_is_counted() -> None:
    named = f'<ObjectRef xmlns="{registry.RIM}" id="urn:uuid:gone"/>'
    pages, failure = asked(FakeXds(lambda _: [], answers=Answers(objects=named)))
    assert failure is None
    assert [page.unreadable for page in pages if page.unreadable] == [("named and not sent",)]


def subject(*ids: tuple[str, str], others: tuple[tuple[str, str], ...] = ()) -> str:
    own = "".join(f'<id root="{root}" extension="{number}"/>' for root, number in ids)
    known = "".join(f'<asOtherIDs><id root="{r}" extension="{n}"/></asOtherIDs>' for r, n in others)
    return (
        f"<subject><registrationEvent><subject1><patient>{own}<patientPerson>"
        '<name><given>Margery</given><family>Gibson</family></name><birthTime value="19481108"/>'
        f"{known}</patientPerson></patient></subject1></registrationEvent></subject>"
    )


def answered(fake: FakeXds) -> Answer:
    """What a view gets of it: asked with its discovery, and checked."""

    async def scenario() -> Answer:
        await fake.start()
        http = Http(Fanout())
        options = {"url": fake.url, "patient_discovery": fake.discovery_url, "sender": "1.2.3"}
        own = SourceSettings("west", "W", "W", "gp", "xds", options=options)
        try:
            [answer] = await ask_all(
                [open_source(own, http)], PERSON, Receipt(1, "e"), within=3.0, breakers=Breakers()
            )
            return answer
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(scenario())


def test_a_discovered_person_is_asked_for_by_their_own_number_there() -> None:
    numbers: list[str] = []

    def records(number: str) -> list[Resource]:
        numbers.append(number)
        return documents("d")

    said = Answers(patients=subject((LOCAL, "77"), others=((NHS, NUMBER),)))
    answer = answered(FakeXds(records, answers=said))
    assert (numbers, answer.state) == (["77"], "answered")
    assert [one.resource["id"] for one in answer.items] == ["d"]
    assert answer.patients[0].resource["birthDate"] == "1948-11-08"


def test_another_person_than_the_one_asked_for_condemns_the_answer_and_nothing_more_is_asked() -> (
    None
):
    said = Answers(patients=subject((LOCAL, "77"), others=((NHS, "9990000018"),)))
    fake = FakeXds(lambda _: documents("d"), answers=said)
    answer = answered(fake)
    assert answer.failure is not None
    assert (answer.failure.kind, answer.items, len(fake.faults.served)) == ("wrong-person", (), 1)


def test_a_person_without_the_number_is_not_taken_for_this_one() -> None:
    fake = FakeXds(lambda _: documents("d"), answers=Answers(patients=subject((LOCAL, "77"))))
    answer = answered(fake)
    assert (answer.state, answer.items, len(fake.faults.served)) == ("failed", (), 1)


def test_nobody_found_is_no_record_and_several_are_an_error() -> None:
    assert answered(FakeXds(lambda _: documents("d"))).state == "not-found"
    twice = subject((LOCAL, "77"), others=((NHS, NUMBER),)) * 2
    failure = answered(FakeXds(lambda _: [], answers=Answers(patients=twice))).failure
    assert failure is not None
    assert failure.words == MORE


def test_documents_of_another_person_are_held_back() -> None:
    fake = FakeXds(lambda _: documents("d"))
    fake.faults.set(Fault("wrong_person"))

    async def scenario() -> Answer:
        await fake.start()
        http = Http()
        own = SourceSettings("west", "W", "W", "gp", "xds", options={"url": fake.url})
        try:
            source = open_source(own, http)
            [answer] = await ask_all(
                [source], PERSON, Receipt(1, "e"), within=3.0, breakers=Breakers()
            )
            return answer
        finally:
            await http.close()
            await fake.stop()

    answer = asyncio.run(scenario())
    assert (answer.items, len(answer.held_back)) == ((), 1)
