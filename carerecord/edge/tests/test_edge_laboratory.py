"""Files of a laboratory and a council: each part is filed to its person, set aside or refused; a file twice is once."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.connectors import csv_drop, edifact
from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import ROW, file
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import SOURCE as COUNCIL
from carerecord.connectors.edifact.tests.test_edifact_reports import SOURCE as LAB
from carerecord.connectors.edifact.tests.test_edifact_reports import report
from carerecord.connectors.edifact.translate import reports
from carerecord.connectors.folder_feed import FolderFeed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

POTASSIUM = report("INV+MQ+44I4.:911::Potassium", "RSL+NV+4.30++:::mmol/L")
STRANGER = POTASSIUM.replace(NUMBER.encode(), b"9990000107").replace(b"SRI:R1", b"SRI:R2")
BROKEN = POTASSIUM.replace(b"RFF+SRI:R1", b"RFF+ZZZ:R1")


@pytest.fixture
def laboratory(hospital: Hospital, tmp_path: Path) -> FolderFeed:
    return FolderFeed(LAB, hospital.feeding.keep, tmp_path.joinpath, reports, lambda: NOW)


async def kept(hospital: Hospital) -> int:
    return len(await hospital.edge.of_person(LAB.id, NUMBER))


async def test_good_reports_are_kept_whatever_stands_beside_them(
    hospital: Hospital, laboratory: FolderFeed
):
    assert await laboratory.take(BROKEN + STRANGER + POTASSIUM) == [
        "message 1: RFF+SRI is missing: which report it is is not said"
    ]
    assert await kept(hospital) == 3
    (waits,) = await hospital.aside.waiting(LAB.id)
    assert waits.why == "nobody here has its NHS number"
    raw = await hospital.aside.message(LAB.id, waits.id)
    assert await laboratory.again(raw) == "nobody here has its NHS number"
    await laboratory.take(BROKEN + STRANGER + POTASSIUM)
    assert (await kept(hospital), len(await hospital.aside.waiting(LAB.id))) == (3, 1)


async def test_a_result_sent_again_beside_another_takes_its_own_place(
    hospital: Hospital, laboratory: FolderFeed
):
    sodium = ("INV+MQ+44I5.:911::Sodium", "RSL+NV+140++:::mmol/L")
    corrected = ("INV+MQ+44I4.:911::Potassium", "RSL+NV+5.90++:::mmol/L")
    again = report(*sodium, *corrected).replace(b"202611210915", b"202611210930")
    await laboratory.take(POTASSIUM)
    await laboratory.take(again)
    copies = await hospital.edge.of_person(LAB.id, NUMBER)
    assert [b"4.30" in one.raw for one in copies] == [False] * 4


async def test_a_file_in_the_folder_is_taken_and_moved(
    hospital: Hospital, laboratory: FolderFeed, tmp_path: Path
):
    (tmp_path / "drop").mkdir()
    for _ in range(2):
        (tmp_path / "drop" / "a.edi").write_bytes(POTASSIUM)
        await laboratory.folder.look()
        await laboratory.folder.look()
    (name,) = (one.name for one in (tmp_path / "drop" / "done").iterdir())
    assert name.endswith("-a.edi")
    assert await kept(hospital) == 3


async def test_the_good_rows_of_a_council_are_kept_and_the_bad_ones_named_beside_the_file(
    hospital: Hospital, tmp_path: Path
):
    council = FolderFeed(COUNCIL, hospital.feeding.keep, tmp_path.joinpath, rows, lambda: NOW)
    (tmp_path / "drop").mkdir()
    bad, unknown = ROW.replace("active", "busy"), ROW.replace("9990000018", "9990000107")
    (tmp_path / "drop" / "care.csv").write_bytes(file(ROW, bad, unknown))
    await council.folder.look()
    await council.folder.look()
    (why,) = (tmp_path / "drop" / "refused").glob("*-care.csv.why.txt")
    assert why.read_text() == "row 3, column status: it must be one of planned, active, ended, removed\n"  # fmt: skip
    copies = await hospital.edge.of_person(COUNCIL.id, NUMBER)
    assert len(copies) == 2
    (waits,) = await hospital.aside.waiting(COUNCIL.id)
    raw = await hospital.aside.message(COUNCIL.id, waits.id)
    assert await council.again(raw) == "nobody here has its NHS number"


@pytest.mark.parametrize(("connector", "source"), [(edifact, LAB), (csv_drop, COUNCIL)])
async def test_each_is_opened_from_its_block(hospital: Hospital, tmp_path: Path, connector, source):
    feed = connector.CONNECTOR.open(source, hospital.feeding.keep, tmp_path.joinpath)
    assert isinstance(feed, FolderFeed)
