"""A council's table, and one of vaccinations: every row, and each of them again alone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from carerecord.connectors.csv_drop.rows import rows
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import ROW, SOURCE, file
from carerecord.connectors.csv_drop.translate import KINDS
from carerecord.connectors.csv_vaccinations.rows import rows as vaccinations
from carerecord.connectors.csv_vaccinations.tests import test_csv_vaccinations as given
from fuzz.parts import each_is_read_again_alone

SEEDS = (
    *(file(ROW.replace("package", kind)) for kind in KINDS),
    file(ROW, ROW.replace("active", "removed"), ROW.replace("twice", '"twice,\r\nor thrice"')),
    given.file(given.line(), given.line(action_flag="delete", unique_id="V-2")),
)


def tried(sent: bytes) -> None:
    for read in (rows, vaccinations):
        each_is_read_again_alone(read, sent, SOURCE, ZoneInfo("Europe/London"))
