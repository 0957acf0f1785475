"""Copies answer as a source does: with a receipt, about one person, and what is broken is counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.connectors.contract import PersonNotFound, SourceFault
from carerecord.edge import Edge, EdgeSource
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
    with pytest.raises(PersonNotFound):
        await asked(source)
    await keep(edge, db, [patient()])
    with pytest.raises(PersonNotFound):
        await asked(source, replace(QUERY, nhs_number=OTHER))
    await call_off(edge, db, "Patient", "p1", said=at(1))
    with pytest.raises(PersonNotFound):
        await asked(source)


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
