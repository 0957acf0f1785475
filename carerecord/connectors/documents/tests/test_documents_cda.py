"""CDA over a socket, alone and in ITK envelopes: kept, set aside or refused, and answered in its own way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from carerecord.connectors.contract import NotKept
from carerecord.connectors.documents.fake import in_envelope
from carerecord.connectors.documents.feed import DocumentFeed
from carerecord.connectors.documents.settings import settings_of
from carerecord.connectors.documents.tests.documents_given import ADA, SOURCE, Region
from carerecord.fhir.cda.tests.cda_written import NUMBER, TARGET, document, result
from carerecord.fhir.xml import read_xml
from carerecord.store import Database

LEVEL = result('<value xsi:type="PQ" value="131" unit="g/L"/>')
SET = '<setId root="9.9"/><versionNumber value="{}"/>'


async def test_a_document_is_kept_with_what_came_in_it_and_twice_is_once(db: Database):
    region = await Region.of(db)
    answers = await region.post("/cda", document(LEVEL), document(LEVEL))
    assert [one.status for one in answers] == [201, 201]
    assert await region.types() == ["DocumentReference", "Observation", "Patient"]
    assert await region.waiting() == []


async def test_a_newer_version_takes_the_older_away_with_its_items(db: Database):
    region = await Region.of(db)
    first = document(LEVEL, LEVEL, head=SET.format(1))
    second = document(LEVEL.replace("131", "127"), head=SET.format(2))
    await region.post("/cda", first, second)
    (level,) = [one for one in await region.held() if one["resourceType"] == "Observation"]
    assert level["valueQuantity"]["value"] == 127


async def test_an_older_version_that_comes_later_changes_nothing_and_waits(db: Database):
    region = await Region.of(db)
    first = document(LEVEL, LEVEL, head=SET.format(1))
    second = document(LEVEL.replace("131", "127"), head=SET.format(2))
    await region.post("/cda", second, first)
    assert await region.types() == ["DocumentReference", "Observation", "Patient"]
    assert await region.waiting() == ["a newer version of it, or what replaces it, is kept already"]


@pytest.mark.parametrize("late", [False, True])
async def test_what_is_replaced_goes_whichever_comes_first(db: Database, late: bool):
    region = await Region.of(db)
    old = document(LEVEL, LEVEL)
    new = (
        document(LEVEL, made="202604080900", head="""<relatedDocument typeCode="RPLC"><parentDocument>
            <id root="A709A442-3CF4-476E-8377-376500E829C9"/></parentDocument></relatedDocument>""")
        .replace(b'<id root="A709A442-3CF4-476E-8377-376500E829C9"/><code', b'<id root="4.4"/><code')
    )  # fmt: skip
    await region.post("/cda", *((new, old) if late else (old, new)))
    assert await region.types() == ["DocumentReference", "Observation", "Patient"]
    (kept,) = [one for one in await region.held() if one["resourceType"] == "DocumentReference"]
    assert kept["masterIdentifier"]["value"] == "urn:oid:4.4"


async def test_another_text_of_the_same_moment_waits(db: Database):
    region = await Region.of(db)
    await region.post("/cda", document(LEVEL), document(LEVEL.replace("131", "13.1")))
    assert await region.waiting() == ["another text of it, of the same moment, is kept already"]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (document(target=TARGET + TARGET), "it is about several people"),
        (document(target=""), "it does not say whom it is about"),
        (document(target=TARGET.replace(f'extension="{NUMBER}"', 'nullFlavor="UNK"')), "it has no NHS number"),
        (document(target=TARGET.replace(NUMBER, "9990000050")), "nobody here has its NHS number"),
        (document(target=TARGET.replace("19481108", "19481109")),
         "its date of birth is not that of the person with its NHS number"),
        (document(target=TARGET.replace('<birthTime value="19481108"/>', "")), "it has no date of birth to compare"),
        (document(made="209901010900"), "its time is in the future"),
        (document(made=""), "it does not say when it was made"),
    ],
)  # fmt: skip
async def test_what_can_be_filed_to_nobody_for_certain_waits_with_its_bytes(
    db: Database, sent: bytes, why: str
):
    region = await Region.of(db)
    (answer,) = await region.post("/cda", sent)
    assert answer.status == 202
    assert (
        json.loads(answer.body)["issue"][0]["diagnostics"] == f"kept for a person to look at: {why}"
    )
    (one,) = await region.aside.waiting(region.source.id)
    assert await region.aside.message(region.source.id, one.id) == sent
    assert await region.held() == []


async def test_what_waited_is_filed_when_its_person_is_known(db: Database):
    region = await Region.of(db)
    number = "9990000050"
    sent = document(LEVEL, target=TARGET.replace(NUMBER, number))
    assert "nobody here" in await region.feed.again(sent)
    await region.feeding.people.add([replace(ADA, id="p2", nhs_number=number)])
    assert await region.feed.again(sent) == ""
    assert len(await region.held(number)) == 3


@pytest.mark.parametrize("sent", [b"", b"words", b"<other/>", b"<!DOCTYPE a>" + document(), b"<a"])
async def test_what_is_no_document_is_refused_and_kept_to_be_looked_at(db: Database, sent: bytes):
    region = await Region.of(db)
    for path in ("/cda", "/itk"):
        (answer,) = await region.post(path, sent)
        assert answer.status in (422, 500)
    waiting = await region.aside.waiting(region.source.id)
    assert [one.why.startswith("refused: ") for one in waiting] == [True] * bool(sent)
    assert [await region.aside.message(region.source.id, one.id) for one in waiting] == [
        sent for _ in waiting
    ]


async def test_more_than_a_message_may_hold_is_not_read(db: Database):
    region = await Region.of(db, most_bytes=1000)
    (answer,) = await region.post("/cda", document(LEVEL))
    assert answer.status == 413


async def test_nothing_is_answered_well_that_was_not_kept(db: Database):
    async def fails(*_: object) -> str:
        raise NotKept

    region = await Region.of(db)
    region.feed = DocumentFeed(SOURCE, settings_of(SOURCE), fails, Path)
    answers = await region.post("/cda", document(LEVEL))
    answers += await region.post("/itk", in_envelope(document(LEVEL)))
    assert [one.status for one in answers] == [503, 500]
    assert b"soap:Server" in answers[1].body


async def test_an_envelope_is_answered_as_it_asks(db: Database):
    region = await Region.of(db)
    simple, asked, alone = await region.post(
        "/itk",
        in_envelope(document(LEVEL)),
        in_envelope(document(LEVEL), acknowledge=True),
        in_envelope(document(LEVEL), soap=False, acknowledge=True, tracking='"<x>'.replace("<", "&lt;").replace('"', "&quot;")),
    )  # fmt: skip
    assert [one.status for one in (simple, asked, alone)] == [200, 200, 200]
    root = read_xml(simple.body)
    assert root.first("Header", "RelatesTo").words == "M-1"
    assert root.first("Body", "SimpleMessageResponse").words == "OK"
    acknowledged = read_xml(asked.body).first("Body", "InfrastructureResponse")
    assert (acknowledged.get("result"), acknowledged.get("trackingIdRef")) == ("OK", "T-1")
    assert datetime.fromisoformat(acknowledged.get("timestamp")).year == 2026
    assert read_xml(alone.body).get("trackingIdRef") == '"<x>'


async def test_an_envelope_that_is_set_aside_or_refused_says_so_without_naming_anybody(
    db: Database,
):
    region = await Region.of(db)
    unknown = document(target=TARGET.replace(NUMBER, "9990000050"))
    aside, refused = await region.post(
        "/itk", in_envelope(unknown, acknowledge=True), in_envelope(b"<nothing/>")
    )
    assert read_xml(aside.body).first("Body", "InfrastructureResponse").get("result") == "Warning"
    assert b"9990000050" not in aside.body
    fault = read_xml(refused.body).first("Body", "Fault")
    assert (refused.status, fault.first("faultcode").words) == (500, "soap:Client")
    assert fault.first("detail", "ToolkitErrorInfo", "ErrorCode").words == "refused"
