"""A laboratory's files: each report is filed to its person, set aside or refused, and a file twice is once."""

from __future__ import annotations

from pathlib import Path

import pytest

from carerecord.connectors.edifact.feed import LaboratoryFeed
from carerecord.connectors.edifact.settings import Settings
from carerecord.connectors.edifact.tests.test_edifact_reports import SOURCE as LAB
from carerecord.connectors.edifact.tests.test_edifact_reports import report
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NUMBER
from carerecord.edge.tests.edge_hospital import Hospital, hospital

__all__ = ["hospital"]

POTASSIUM = report("INV+MQ+44I4.:911::Potassium", "RSL+NV+4.30++:::mmol/L")
STRANGER = POTASSIUM.replace(NUMBER.encode(), b"9990000107").replace(b"SRI:R1", b"SRI:R2")
BROKEN = POTASSIUM.replace(b"RFF+SRI:R1", b"RFF+XXX:R1")


@pytest.fixture
def laboratory(hospital: Hospital, tmp_path: Path) -> LaboratoryFeed:
    return LaboratoryFeed(LAB, Settings("drop"), hospital.feeding.keep, tmp_path.joinpath)  # fmt: skip


async def kept(hospital: Hospital) -> int:
    return len(await hospital.edge.of_person(LAB.id, NUMBER))


async def test_good_reports_are_kept_whatever_stands_beside_them(
    hospital: Hospital, laboratory: LaboratoryFeed
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


async def test_a_file_in_the_folder_is_taken_and_moved(
    hospital: Hospital, laboratory: LaboratoryFeed, tmp_path: Path
):
    (tmp_path / "drop").mkdir()
    for _ in range(2):
        (tmp_path / "drop" / "a.edi").write_bytes(POTASSIUM)
        await laboratory.folder.look()
        await laboratory.folder.look()
    (name,) = (one.name for one in (tmp_path / "drop" / "done").iterdir())
    assert name.endswith("-a.edi")
    assert await kept(hospital) == 3
