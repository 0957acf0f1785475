"""Twice as much of anything in a message or a file takes at most two and a half times the work (T42): counted, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import ROW, file
from carerecord.connectors.csv_drop.tests.test_csv_drop_rows import read as of_table
from carerecord.connectors.csv_vaccinations.tests import test_csv_vaccinations as given
from carerecord.connectors.edifact.tests.test_edifact_reports import report
from carerecord.connectors.edifact.tests.test_edifact_reports import said as of_laboratory
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, SETTINGS, SOURCE
from carerecord.connectors.hl7v2.tests.hl7v2_reading import raw

MANY = 200
WORK: dict[str, Callable[[int], object]] = {
    "orders": lambda many: _message("ORU^R01", "OBR|1|P1|F1|K^K", many),
    "values": lambda many: _message("ORU^R01", "OBX|1|NM|K^K||4.1|mmol/L|||||F", many),
    "vaccines": lambda many: _message("VXU^V04", "RXA|0|1|20261101||140^Flu^CVX", many),
    "problems": lambda many: _message("PPR^PC1", "PRB|AD|20261101|I50^HF^I10|PR1", many),
    "requests": lambda many: _message("OML^O21", "OBR|1|P1||CT^CT|S", many),
    "own segments": lambda many: _message("ADT^A08", "ZZZ|1|own", many),
    "tests": lambda many: of_laboratory(report(*["INV+MQ+44I4.:911::K", "RSL+NV+4.3"] * many)),
    "vaccinations": lambda many: given.read(given.file(*[given.line()] * many)),
    "rows": lambda many: of_table(file(*[ROW] * many)),
}


def _message(kind: str, segment: str, many: int) -> object:
    return receive(raw(kind, *[segment] * many), SOURCE, SETTINGS, NOW)


def lines(work: Callable[[int], object], many: int) -> int:
    """Lines of Python that are run, each turn of a loop anew."""
    count = 0

    def traced(_: FrameType, event: str, __: object) -> Callable[..., Any]:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work(many)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("work", WORK.values(), ids=WORK)
def test_twice_as_much_is_twice_the_work(work: Callable[[int], object]):
    work(1)
    assert lines(work, 2 * MANY) <= 2.5 * lines(work, MANY)
