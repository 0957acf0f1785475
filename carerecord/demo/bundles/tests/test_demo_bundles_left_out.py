"""What cannot be taken over from a file is said in one line, and stops nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carerecord.connectors.fake_people import held
from carerecord.demo.bundles import Dealt, Overlay, deal_folder
from carerecord.demo.bundles.asked_for import ASKED_FOR
from carerecord.demo.bundles.grouping import SUPPORTING
from carerecord.demo.bundles.tests import small_bundle as small
from carerecord.identity import nhs_number

SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
GIVEN = "; it is given one of the test range"
EXAMPLES = Path(__file__).parents[5] / "shared" / "data" / "fhir-r4" / "trust-examples"


def deal(folder: Path, into: Path) -> tuple[Dealt, list[str]]:
    said: list[str] = []
    today = date(2026, 11, 21)
    return deal_folder(folder, into, overlay=Overlay(), seed=1, today=today, say=said.append), said


def written(tmp_path: Path, **files: list[dict[str, Any]]) -> Path:
    folder = tmp_path / "bundles"
    folder.mkdir()
    for name, entries in files.items():
        small.write(folder / f"{name}.json", entries)
    return folder


def known_as(number: str, who: int = 60) -> dict[str, Any]:
    family = f"Family{'abcdefgh'[who - 60]}"
    return small.patient(who, family, identifier=[{"system": SYSTEM, "value": number}])


@pytest.mark.parametrize(
    ("number", "why"),
    [
        pytest.param("9999999999", "is not valid", id="placeholder"),
        pytest.param("9990010006", "is not valid", id="check-digit"),
        pytest.param("999", "is not valid", id="short"),
        pytest.param("", "is not valid", id="nothing"),
        pytest.param("9434765919", "is not of the test range", id="might-be-real"),
    ],
)
def test_a_number_that_cannot_be_used_is_replaced_and_that_is_said(
    tmp_path: Path, number: str, why: str
):
    done, said = deal(written(tmp_path, a=[known_as(number)]), tmp_path / "into")
    (person,) = done.people
    assert person.nhs_number != number
    assert nhs_number.read(person.nhs_number).startswith("999")
    assert said == [f"a.json: its NHS number {why}{GIVEN}"]


def test_a_good_number_stays_and_nothing_is_said(tmp_path: Path):
    done, said = deal(written(tmp_path, a=[known_as("999 001 0005")]), tmp_path / "into")
    assert [person.nhs_number for person in done.people] == ["9990010005"]
    assert not said


def test_two_files_with_one_number_are_two_people_with_numbers_of_their_own(tmp_path: Path):
    files = {"a": [known_as("9990010005")], "b": [known_as("9990010005", 61)]}
    done, said = deal(written(tmp_path, **files), tmp_path / "into")
    assert len({person.nhs_number for person in done.people}) == 2
    assert said == [f"b.json: its NHS number is another file’s{GIVEN}"]


def test_types_no_source_is_asked_for_are_left_out_and_said(tmp_path: Path):
    me = small.reference(1)
    more = [
        small.entry(80, "Wibble", subject=me),
        small.entry(81, "Wibble", subject=me),
        small.entry(82, "Parameters"),
        small.entry(83, "its <name>\nis words"),
        small.entry(84, "ResearchSubject", individual=me, status="candidate"),
    ]
    files = {"good": [*small.person_bundle(), *more], "one": [known_as("9990010005"), more[0]]}
    done, said = deal(written(tmp_path, **files), tmp_path / "into")
    types = "a FHIR source is not asked for"
    assert len(done.people) == 2
    assert said == [
        f"good.json: 4 resources of types {types} (Parameters, Wibble, no name of a type) are left out",
        f"one.json: 1 resource of a type {types} (Wibble) is left out",
    ]
    lines = [
        line
        for path in (tmp_path / "into").glob("*-*.ndjson")
        for line in path.open("rb").readlines()
    ]
    kinds = {held(line.rstrip(b"\n")).kind for line in lines}
    assert "ResearchSubject" in kinds
    assert kinds <= ASKED_FOR


def test_what_goes_along_with_others_is_asked_for():
    assert SUPPORTING <= ASKED_FOR


@pytest.mark.parametrize(
    "strange",
    [
        pytest.param('"note": ' + "[" * 400 + "]" * 400, id="deep"),
        pytest.param('"value": 1e99999', id="large"),
        pytest.param('"value": ' + "9" * 6_000, id="long"),
        pytest.param('"value": "\\ud800"', id="half-a-letter"),
        pytest.param('"value": "\\u0000"', id="nothing"),
        pytest.param('"subject": [[{"reference": {"reference": 5}}]], "code": []', id="misshapen"),
        pytest.param('"target": {"reference": ["x"]}, "coding": {"a": {}}', id="misplaced"),
    ],
)
@pytest.mark.parametrize("kind", ["Patient", "Condition", "Provenance", "Observation", "Encounter"])
def test_nothing_a_single_file_holds_stops_the_rest(tmp_path: Path, kind: str, strange: str):
    folder = written(tmp_path, good=small.person_bundle())
    entries = [small.patient(60, "Strange"), *small.person_bundle()[1:]]
    bundle = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": entries})
    marked = bundle.replace(f'"resourceType": "{kind}"', f'"resourceType": "{kind}", {strange}')
    assert marked != bundle
    (folder / "a.json").write_text(marked)
    done, said = deal(folder, tmp_path / "into")
    families = [person.family for person in done.people]
    assert "Medhurst46" in families
    assert len(families) + sum(line.endswith("; skipped") for line in said) == 2
    for path in (tmp_path / "into").glob("*-*.ndjson"):
        assert all(held(line.rstrip(b"\n")).kind for line in path.open("rb"))


def test_the_examples_of_trusts_are_dealt_as_far_as_they_go(tmp_path: Path):
    if not EXAMPLES.is_dir():
        pytest.skip("the examples are not here")
    done, said = deal(EXAMPLES, tmp_path / "into")
    name = "UKCore-Bundle-MichaelJonesRequest-Example_v3_message.json"
    assert f"{name}: its NHS number is not valid{GIVEN}" in said
    assert all(nhs_number.read(person.nhs_number) for person in done.people)
