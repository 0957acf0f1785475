"""A file that cannot be used is named with its reason; the rest loads."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from carerecord.config import SettingsError
from carerecord.contract import Person
from carerecord.demo.bundles import Dealt, Overlay, deal_folder
from carerecord.demo.bundles.tests import small_bundle as small

TODAY = date(2026, 11, 21)
COLUMNS = "nhs_number,family,given,gender,birth_date,death_date,hospital_fhir_r4_file\n"


def deal(tmp_path: Path, overlay: str = "") -> tuple[Dealt, list[str]]:
    said: list[str] = []
    rows = Overlay()
    if overlay:
        path = tmp_path / "people.csv"
        path.write_text(COLUMNS + overlay, "utf-8")
        rows = Overlay.read(path)
    folder = tmp_path / "bundles"
    done = deal_folder(
        folder, tmp_path / "into", overlay=rows, seed=1, today=TODAY, say=said.append
    )
    return done, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bundles"
    folder.mkdir()
    small.write(folder / "good.json", small.person_bundle())
    return folder


def whole() -> str:
    return json.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": [small.patient(70)]}
    )


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        pytest.param("bad.json", "<html>", "not JSON (JSON is malformed: invalid character (byte 0))", id="html"),
        pytest.param("bad.json", whole()[:-9], "cut short: the JSON ends in the middle", id="cut-short"),
        pytest.param("bad.json", "", "empty", id="empty"),
        pytest.param("bad.json", "[1]", "not a FHIR Bundle but something else", id="list"),
        pytest.param("bad.json", '{"resourceType":"Patient"}', "not a FHIR Bundle but a single Patient", id="single"),
        pytest.param("bad.json", '{"resourceType":"Bundle"}', "a bundle without entries", id="no-entries"),
        pytest.param("bad.json", '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Claim"}}]}', "no Patient in it", id="nobody"),
        pytest.param("bad.json", "[" * 100_000, "nested too deeply", id="deep"),
        pytest.param("bad.json", '{"a":1e9999999999999999999}', "holds a number that no decimal can be", id="number"),
        pytest.param("notes.txt", "hello", "not a .json file", id="other-file"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, folder: Path, name: str, content: str, why: str
):
    (folder / name).write_text(content)
    done, said = deal(tmp_path)
    assert said == [f"{name}: {why}; skipped"]
    assert [person.family for person in done.people] == ["Medhurst46"]


@pytest.mark.parametrize("element", ["name", "identifier", "birthDate", "address", "telecom"])
@pytest.mark.parametrize("value", ["text", 7, None, [], [None], {}, [[]], [{}], [{"line": 1}]])
def test_a_misshapen_patient_keeps_no_other_file_from_loading(
    tmp_path: Path, folder: Path, element: str, value: object
):
    small.write(folder / "strange.json", [small.patient(60, **{element: value})])
    done, said = deal(tmp_path)
    assert "Medhurst46" in [person.family for person in done.people]
    assert len(done.people) + len(said) == 2


def test_two_people_in_one_bundle_are_refused(tmp_path: Path, folder: Path):
    small.write(folder / "two.json", [small.patient(50), small.patient(51, family="Other")])
    _, said = deal(tmp_path)
    assert said == ["two.json: 2 different people in one bundle; skipped"]


def test_the_same_person_in_a_second_file_is_refused(tmp_path: Path, folder: Path):
    small.write(folder / "later.json", small.person_bundle())
    done, said = deal(tmp_path)
    assert len(done.people) == 1
    assert said == ["later.json: the same person as good.json; skipped"]


def test_a_file_without_anyone_lends_its_practitioners(tmp_path: Path, folder: Path):
    small.write(folder / "zz-practitioners.json", small.supporting_bundle(), "batch")
    done, said = deal(tmp_path)
    assert len(done.people) == 1
    assert said[0].startswith("zz-practitioners.json: no Patient in it, but 1 organisations")
    packed = b"".join(path.read_bytes() for path in (tmp_path / "into").glob("*.ndjson"))
    assert b'"resourceType":"Practitioner"' in packed


@pytest.mark.parametrize("kind", ["transaction", "collection", "batch", "searchset", "document"])
def test_every_kind_of_bundle_is_taken(tmp_path: Path, folder: Path, kind: str):
    small.write(folder / "good.json", small.person_bundle(), kind)
    done, said = deal(tmp_path)
    assert len(done.people) == 1
    assert not said


def test_a_folder_with_nothing_usable_stops_the_start(tmp_path: Path, folder: Path):
    (folder / "good.json").write_text("{}")
    with pytest.raises(SettingsError, match="no file in it is a FHIR R4 bundle about one person"):
        deal(tmp_path)


def person_with(tmp_path: Path, overlay: str) -> Person:
    (person,) = deal(tmp_path, overlay)[0].people
    return person


def test_the_overlay_gives_identity_by_file_name(tmp_path: Path, folder: Path):
    person = person_with(
        tmp_path, "9990010005,O'Hara,Zandra,female,2021-04-03,2024-01-02,fhir-r4/good.json\n"
    )
    assert (person.nhs_number, person.family, person.given) == ("9990010005", "O'Hara", "Zandra")
    assert (person.gender, person.birth_date, person.died) == ("female", "2021-04-03", "2024-01-02")


def test_the_overlay_gives_identity_by_name_and_birth_date(tmp_path: Path, folder: Path):
    person = person_with(tmp_path, "9990010005,medhurst,Ruben,male,1991-11-15,,\n")
    assert person.nhs_number == "9990010005"
    assert person.family == "medhurst"


def test_without_an_overlay_a_number_of_the_test_range_is_given(tmp_path: Path, folder: Path):
    (person,) = deal(tmp_path)[0].people
    assert person.nhs_number.startswith("999")
    assert deal(tmp_path)[0].people == (person,)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        pytest.param("9990010006,A,B,male,1991-11-15,,\n", "line 2: not a valid NHS number", id="check-digit"),
        pytest.param("999001000,A,B,male,1991-11-15,,\n", "line 2: not a valid NHS number", id="short"),
    ],
)  # fmt: skip
def test_a_wrong_overlay_stops_the_start(tmp_path: Path, folder: Path, rows: str, why: str):
    with pytest.raises(SettingsError, match=why):
        deal(tmp_path, rows)
