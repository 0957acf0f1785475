"""A provider's files of vaccinations are kept: a change stands in place of what it changes, in whatever order they come."""

from __future__ import annotations

from pathlib import Path

from carerecord.connectors import csv_vaccinations
from carerecord.connectors.csv_vaccinations.rows import rows
from carerecord.connectors.csv_vaccinations.tests.test_csv_vaccinations import SOURCE, file, line
from carerecord.connectors.folder_feed import FolderFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER
from carerecord.edge.tests.edge_hospital import Hospital, hospital
from carerecord.fhir import decode_resource

__all__ = ["hospital"]
FIRST = line(recorded_date="20261030", dose_amount="0.50")
CHANGED = line(recorded_date="20261030", action_flag="update", batch_number="B-78")


def of(hospital: Hospital, tmp_path: Path) -> FolderFeed:
    return FolderFeed(SOURCE, hospital.feeding.keep, tmp_path.joinpath, rows, lambda: NOW)


async def batches(hospital: Hospital) -> list[str]:
    copies = await hospital.edge.of_person(SOURCE.id, NUMBER)
    found = [decode_resource(one.raw) for one in copies]
    return [one["lotNumber"] for one in found if one["resourceType"] == "Immunization"]


async def test_a_change_stands_whatever_comes_first_and_a_deletion_takes_it_away(
    hospital, tmp_path
):
    feed = of(hospital, tmp_path)
    await feed.take(file(CHANGED))
    await feed.take(file(FIRST))
    assert await batches(hospital) == ["B-78"]
    await feed.take(file(line(recorded_date="20261030", action_flag="delete")))
    assert await batches(hospital) == []


async def test_the_same_file_twice_changes_nothing_and_sets_nothing_aside(hospital, tmp_path):
    for _ in range(2):
        assert await of(hospital, tmp_path).take(file(FIRST)) == []
    assert await batches(hospital) == ["B-77"]
    assert await hospital.aside.waiting(SOURCE.id) == []


async def test_of_two_changes_of_one_day_somebody_looks_at_the_second(hospital, tmp_path):
    other = CHANGED.replace("B-78", "A-11")
    await of(hospital, tmp_path).take(file(CHANGED, other))
    assert await batches(hospital) == ["B-78"]
    (waits,) = await hospital.aside.waiting(SOURCE.id)
    assert waits.why == "another text of it, of the same moment, is kept already"


async def test_a_row_of_nobody_or_of_somebody_else_is_set_aside(hospital, tmp_path):
    await of(hospital, tmp_path).take(
        file(line(nhs_number=""), line(person_dob="19380212"), line(person_forename="GEORGE"))
    )
    assert await batches(hospital) == []
    assert len(await hospital.aside.waiting(SOURCE.id)) == 3


async def test_it_is_opened_from_its_block(hospital, tmp_path):
    feed = csv_vaccinations.CONNECTOR.open(SOURCE, hospital.feeding.keep, tmp_path.joinpath)
    assert isinstance(feed, FolderFeed)
