"""Real bundles: every resource has a row, every item is accounted for, copies fold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import decode_resource, encode_resource
from carerecord.merge.account import account, must_add_up
from carerecord.merge.contract import Line
from carerecord.merge.merge import Merged, merge

SHARED = Path(__file__).parents[4] / "shared" / "data" / "fhir-r4"
SYNTHEA = sorted((SHARED / "synthea").glob("synthea-*.json"))
UK_CORE = sorted((SHARED / "ukcore-json").glob("*.json"))


def resources_in(file: Path) -> list[Resource]:
    read = decode_resource(file.read_bytes())
    if read.get("resourceType") == "Bundle":
        return [entry["resource"] for entry in read["entry"]]
    return [read]


def answer_of(source: str, resources: list[Resource]) -> Answer:
    items = tuple(Item(source, one, encode_resource(one)) for one in resources)
    return Answer(source, "answered", items=items)


def rows_of(merged: Merged) -> Iterator[str]:
    for record in merged.records.values():
        for entry in record.every_entry:
            row = record.section.row(entry.head.resource, record.linked[entry.head.source_id])
            assert len(row.cells) == len(record.section.columns)
            yield " – ".join(part.text for part in row.what)


def table(lines: tuple[Line, ...]) -> str:
    return "\n".join(
        f"{line.source_id:8} {line.section:22} received {line.received:5} = shown {line.shown:5}"
        f" + joined {line.joined:5} + withheld {line.withheld:3} + held back {line.held_back:3}"
        for line in lines
    )


@pytest.mark.skipif(not SYNTHEA, reason="the Synthea bundles are not beside the project")
@pytest.mark.parametrize("file", SYNTHEA, ids=lambda file: file.stem)
def test_every_resource_of_a_synthea_person_is_shown_or_joined(file: Path) -> None:
    resources = resources_in(file)
    copies = [one | {"meta": {"source": "urn:copy"}} for one in resources]
    answers = [answer_of("gp", resources), answer_of("acute", copies)]
    merged = merge(answers)
    lines = account(answers, {}, merged)
    print(table(lines))
    must_add_up(lines)
    assert sum(line.received for line in lines) == 2 * len(resources)
    assert all(rows_of(merged))
    folding = [r for r in resources if r["resourceType"] in ("Condition", "Observation")]
    joined = sum(line.joined for line in lines)
    assert joined >= len(folding) * 0.95


@pytest.mark.skipif(not UK_CORE, reason="the UK Core examples are not beside the project")
@pytest.mark.parametrize("file", UK_CORE, ids=lambda file: file.stem)
def test_every_uk_core_example_has_a_row(file: Path) -> None:
    resources = resources_in(file)
    answers = [answer_of("gp", resources)]
    merged = merge(answers)
    must_add_up(account(answers, {}, merged))
    assert len(list(rows_of(merged))) == len(resources)


@pytest.mark.skipif(not SYNTHEA, reason="the Synthea bundles are not beside the project")
def test_numbers_are_shown_as_they_were_sent() -> None:
    file = SYNTHEA[0]
    plain = msgspec.json.decode(file.read_bytes())
    assert [r["id"] for r in resources_in(file)] == [e["resource"]["id"] for e in plain["entry"]]
    values = [r["valueQuantity"]["value"] for r in resources_in(file) if "valueQuantity" in r]
    raw = file.read_text("utf-8")
    assert values
    assert all(f'"value": {value}' in raw or f'"value":{value}' in raw for value in values)
