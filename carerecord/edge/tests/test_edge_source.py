"""Copies answer as a source does: with a receipt, about one person, and what is broken is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.config import Settings, SettingsError
from carerecord.connectors import Http
from carerecord.connectors.contract import PersonNotFound, SourceFault
from carerecord.edge import Edge, EdgeSource, open_sources
from carerecord.edge.tests.edge_given import (
    KEY,
    OTHER,
    QUERY,
    RECEIPT,
    SETTINGS,
    allergy,
    at,
    call_off,
    keep,
    patient,
)
from carerecord.fhir import encode_resource
from carerecord.regions import Regions
from carerecord.store import Database, StoreUnavailable


@pytest.fixture
def edge(db: Database) -> Edge:
    return Edge(db, KEY)


@pytest.fixture
def source(edge: Edge) -> EdgeSource:
    return EdgeSource(SETTINGS, edge)


async def asked(source: EdgeSource, query=QUERY, receipt=RECEIPT):
    (page,) = [page async for page in source.pages(query, receipt)]
    await source.close()
    return page


async def test_it_answers_with_what_is_kept_byte_for_byte(source, edge, db):
    await keep(edge, db, [patient(), allergy()])
    page = await asked(source)
    assert [item.type for item in page.items] == ["AllergyIntolerance", "Patient"]
    assert page.items[0].raw == encode_resource(allergy())
    assert page.items[0].resource == allergy()
    assert {item.source_id for item in page.items} == {SETTINGS.id}
    assert page.unreadable == ()


async def test_only_what_was_asked_for_and_may_stand_beside_it_comes(source, edge, db):
    ward = {"resourceType": "Location", "id": "w4"}
    stay = {"resourceType": "Encounter", "id": "e1"}
    await keep(edge, db, [patient(), allergy(), ward, stay])
    page = await asked(source, replace(QUERY, resource_types=("Encounter",)))
    assert sorted(item.type for item in page.items) == ["Encounter", "Location", "Patient"]


async def test_without_a_receipt_nothing_is_read(source, edge, db):
    await keep(edge, db, [patient()])
    with pytest.raises(TypeError, match="receipt"):
        await asked(source, receipt=None)


async def test_somebody_without_copies_is_not_found(source, edge, db):
    await keep(edge, db, [patient()])
    with pytest.raises(PersonNotFound):
        await asked(source, replace(QUERY, nhs_number=OTHER))
    await call_off(edge, db, "Patient", "p1", said=at(1))
    with pytest.raises(PersonNotFound):
        await asked(source)


async def test_a_source_that_has_sent_nothing_yet_has_not_said_that_it_knows_nobody(source):
    page = await asked(source)
    assert (page.items, page.as_at) == ((), None)
    assert page.overdue == "has sent nothing yet; it usually sends every 24 h"


async def test_a_copy_is_as_at_the_last_message_about_anybody(source, edge, db):
    await keep(edge, db, [patient()], now=at(-90))
    await keep(edge, db, [patient("p2")], number=OTHER, said=at(-600), now=at(-10))
    await keep(edge, db, [allergy()], now=at(-60))  # by another server, written later
    page = await asked(source)
    assert (page.as_at, page.overdue) == (at(-10), "")


@pytest.mark.parametrize(("minutes", "old"), [(36 * 60, False), (36 * 60 + 1, True)])
async def test_after_one_and_a_half_of_its_intervals_a_copy_is_old(source, edge, db, minutes, old):
    await keep(edge, db, [patient()], said=at(-minutes), now=at(-minutes))
    page = await asked(source)
    assert ("last sent information 2026-11-19T20:59Z" in page.overdue) is old
    assert len(page.items) == 1
    if old:
        nobody = await asked(source, replace(QUERY, nhs_number=OTHER))
        assert (nobody.items, nobody.overdue) == ((), page.overdue)


async def test_a_source_that_sends_often_is_old_sooner(edge, db):
    await keep(edge, db, [patient()], now=at(-95))
    hourly = EdgeSource(replace(SETTINGS, sends_every_hours=1), edge)
    assert "it usually sends every 1 h" in (await asked(hourly)).overdue


async def test_what_was_destroyed_is_as_if_it_had_never_sent(source, edge, db):
    await keep(edge, db, [patient()])
    certificate = await edge.certificate(SETTINGS.id, at(1))
    assert certificate
    await db.write(lambda tx: edge.purge(tx, certificate))
    assert "has sent nothing yet" in (await asked(source)).overdue


async def test_a_copy_that_does_not_open_is_counted_and_the_others_come(source, edge, db):
    await keep(edge, db, [allergy()])
    await db.write(lambda tx: tx.run("UPDATE edge_copy SET said = said - 1"))
    await keep(edge, db, [patient()])
    page = await asked(source, replace(QUERY, resource_types=("Encounter",)))
    assert [item.type for item in page.items] == ["Patient"]
    assert page.unreadable == ("could not be read",)


async def test_what_cannot_be_read_at_all_is_a_fault_of_the_source(edge, db):
    class Down(Edge):
        async def of_person(self, source_id, nhs_number):
            raise StoreUnavailable("the disk is gone")

    await keep(edge, db, [patient()])
    for unreadable in (Edge(db, bytes(32)), Down(db, KEY)):
        with pytest.raises(SourceFault, match="cannot be read"):
            await asked(EdgeSource(SETTINGS, unreadable))


def test_one_that_pushes_is_always_asked(edge):
    """What comes from it says nothing to the locator, which would go on believing that it holds nothing."""
    one = replace(SETTINGS, protocol="hl7v2", ask="when-known")
    with pytest.raises(SettingsError, match="always asked"):
        open_sources(Settings(source=(one,)), Http(), edge, Regions())
