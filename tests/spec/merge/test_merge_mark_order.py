"""Marks of one row stand in one order, each time the server is started anew."""

from __future__ import annotations

from merge_items import BASES, answer, changed

from carerecord.merge.marks import marks_of
from carerecord.merge.merge import merge

SOURCES = [f"source-{number}" for number in range(9)]


def test_marks_stand_in_the_order_in_which_their_records_are_named() -> None:
    names = [{"system": "urn:s", "value": source} for source in SOURCES]
    one = BASES["results"] | {"identifier": names}
    others = [
        answer(source, changed(BASES["results"], "valueQuantity.value", n) | {"identifier": [name]})
        for n, (source, name) in enumerate(zip(SOURCES, names, strict=True), 10)
    ]
    record = merge([answer("one", one), *others]).records["results"]
    found = next(m for e, m in marks_of(record).items() if e.head.source_id == "one")
    assert [mark.others for mark in found if mark.kind == "version"] == [(s,) for s in SOURCES]
