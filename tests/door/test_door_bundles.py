"""Fifteen people of somebody else's making open, and for each the account adds up."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from running import Region, audited, running_region

PARTS = ("received", "shown", "joined", "withheld", "held_back")


@pytest.fixture(scope="module")
def synthea(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    folder = shared_data / "fhir-r4" / "synthea"
    overlay = shared_data / "people.csv"
    options = ("--bundles", str(folder), "--overlay", str(overlay))
    with running_region(tmp_path_factory.mktemp("synthea") / "demo", *options) as running:
        yield running


@pytest.fixture(scope="module")
def people(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "people.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_person_of_the_overlay_is_there(synthea: Region, people: list[dict[str, str]]):
    wanted = {row["nhs_number"] for row in people}
    assert wanted <= {str(one["nhs_number"]) for one in synthea.demo["people"]}


def test_each_opens_and_every_item_is_accounted_for(
    synthea: Region, people: list[dict[str, str]], capsys: pytest.CaptureFixture[str]
):
    lines = []
    bundles = {row["nhs_number"]: synthea.everything(row["nhs_number"]) for row in people}
    shown = {e["view_id"]: e["body"] for e in audited(synthea.folder) if e["kind"] == "shown"}
    for number, bundle in bundles.items():
        sent = Counter(
            entry["resource"]["meta"]["source"].split("#")[0]
            for entry in bundle["entry"]
            if entry["resource"].get("meta", {}).get("source", "").startswith("urn:carerecord:s")
            and entry["search"]["mode"] == "include"
        )
        account = shown[bundle["id"]]["account"]
        for source, section, *numbers in account:
            line = dict(zip(PARTS, numbers, strict=True))
            assert line["received"] == sum(line[part] for part in PARTS[1:]), (source, section)
            lines.append((number, source, section, *numbers))
        visible = sum(numbers[1] + numbers[2] for _, _, *numbers in account)
        assert sum(sent.values()) == visible, "the API must send what the account says is shown"
        assert visible > 20, "a Synthea person has more than this"
    with capsys.disabled():
        _print(lines)


def _print(lines: list[tuple[Any, ...]]) -> None:
    print(f"\n{'source and class':52}" + "".join(f"{part:>10}" for part in PARTS))
    total: dict[tuple[str, str], list[int]] = {}
    for _, source, section, *numbers in lines:
        sums = total.setdefault((source, section), [0] * len(PARTS))
        total[source, section] = [a + b for a, b in zip(sums, numbers, strict=True)]
    for (source, section), numbers in sorted(total.items()):
        print(f"{source + ' ' + section:52}" + "".join(f"{number:>10}" for number in numbers))
    sums = [sum(column) for column in zip(*total.values(), strict=True)]
    print(f"{'all, 15 people':52}" + "".join(f"{number:>10}" for number in sums))
