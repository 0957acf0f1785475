"""Nothing of a bundle is lost when it is dealt, and every source can follow its own references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from carerecord.demo.bundles import Overlay, deal_folder
from carerecord.demo.bundles.dealing import Deal, deal
from carerecord.demo.bundles.homes import _KIND_OF_SECTION, Homes
from carerecord.demo.bundles.people import identify, one_patient
from carerecord.demo.bundles.reading import read_bundle
from carerecord.demo.bundles.tests import small_bundle as small
from carerecord.demo.packed import Packed
from carerecord.demo.sources import IN_R4, SOURCES
from carerecord.sections import SECTIONS, owner_of

TODAY = date(2026, 11, 21)
SHARED = Path(__file__).parents[5] / "shared" / "data"
LOCAL = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})")


def dealt(tmp_path: Path, seed: int = 1) -> Deal:
    bundle = read_bundle(small.write(tmp_path / "a.json", small.person_bundle()))
    library = read_bundle(small.write(tmp_path / "b.json", small.supporting_bundle())).entries
    homes = Homes.of("1991-11-15", TODAY, Random(seed))
    patient = one_patient(bundle).resource
    who = identify(patient, {}, "9990010005", "someone", homes.practice)
    return deal(bundle, who, homes, library=library, seed=seed)


def references(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "reference" in value:
            yield value
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


@pytest.mark.parametrize("seed", range(12))
def test_every_resource_of_the_bundle_is_held_by_some_source(tmp_path: Path, seed: int):
    deal = dealt(tmp_path, seed)
    facts = {(row.item.partition("/")[0], row.fact) for row in deal.truth}
    wanted = sorted(entry["resource"]["resourceType"] for entry in small.person_bundle()[1:])
    found = sorted(kind for kind, _ in facts)
    assert found == sorted([*wanted, "Practitioner"])


@pytest.mark.parametrize("seed", range(12))
def test_every_reference_leads_somewhere_in_the_same_source(tmp_path: Path, seed: int):
    for source_id, resources in dealt(tmp_path, seed).by_source.items():
        held = {f"{one['resourceType']}/{one['id']}" for one in resources}
        for reference in references(resources):
            said = reference["reference"]
            if not said.startswith("#"):
                assert said in held, f"{source_id}: {said}"


def test_a_reference_to_another_sources_item_still_names_it(tmp_path: Path):
    named = [
        value
        for resources in dealt(tmp_path).by_source.values()
        for resource in resources
        for value in [resource.get("encounter")]
        if value and "reference" not in value
    ]
    assert named
    assert all(value["identifier"]["value"] == "visit-2" for value in named)


def test_somebody_no_file_tells_of_is_named_without_an_address(tmp_path: Path):
    reports = [
        one
        for resources in dealt(tmp_path).by_source.values()
        for one in resources
        if one["resourceType"] == "DiagnosticReport"
    ]
    assert reports
    for report in reports:
        assert report["performer"][0] == {
            "display": "Dr. Known",
            "type": "Practitioner",
            "identifier": {"system": small.NPI, "value": "999"},
        }


def test_a_document_leads_to_its_binary_where_it_is_held(tmp_path: Path):
    for resources in dealt(tmp_path).by_source.values():
        held = {f"{one['resourceType']}/{one['id']}" for one in resources}
        for one in resources:
            if one["resourceType"] == "DocumentReference":
                assert one["content"][0]["attachment"]["url"] in held


def test_every_source_has_its_own_patient_with_the_nhs_number_first(tmp_path: Path):
    patients = [resources[0] for resources in dealt(tmp_path).by_source.values()]
    assert len(patients) > 3
    assert len({patient["id"] for patient in patients}) == len(patients)
    assert {patient["identifier"][0]["value"] for patient in patients} == {"9990010005"}


def test_a_report_goes_nowhere_without_its_results(tmp_path: Path):
    for seed in range(12):
        for resources in dealt(tmp_path, seed).by_source.values():
            kinds = {one["resourceType"] for one in resources}
            assert "DiagnosticReport" not in kinds or "Observation" in kinds


def test_facts_overlap_between_sources_and_some_are_said_differently(tmp_path: Path):
    rows = [row for seed in range(12) for row in dealt(tmp_path, seed).truth]
    copies = [row for row in rows if "copy" in row.done]
    assert 0.1 < len(copies) / len(rows) < 0.7
    assert any(len(row.done) > 1 and row.same for row in copies)
    assert any(not row.same for row in copies)


def test_the_same_seed_deals_the_same_and_another_deals_otherwise(tmp_path: Path):
    assert dealt(tmp_path, 3) == dealt(tmp_path, 3)
    assert dealt(tmp_path, 3).by_source != dealt(tmp_path, 4).by_source


def test_a_source_is_dealt_only_what_it_shares(tmp_path: Path):
    for seed in range(12):
        shared = {source.id: set(source.sections) for source in IN_R4}
        for source_id, resources in dealt(tmp_path, seed).by_source.items():
            sections = {owner_of(resource).name for resource in resources}
            assert sections <= shared[source_id], source_id


def test_decimals_are_dealt_as_they_were_sent(tmp_path: Path):
    path = small.write(tmp_path / "person.json", small.person_bundle())
    path.write_text(path.read_text().replace("72.5,", "72.50,"))
    into = tmp_path / "dealt"
    deal_folder(tmp_path, into, overlay=Overlay(), seed=1, today=TODAY, say=lambda _: None)
    assert b'"value":72.50' in b"".join(file.read_bytes() for file in into.glob("*.ndjson"))


def test_every_section_has_a_home_and_every_shared_section_exists():
    names = {section.name for section in SECTIONS}
    assert set(_KIND_OF_SECTION) | {"demographics", "other"} == names
    for source in (*SOURCES, *IN_R4):
        assert set(source.sections) <= names, source.id


def test_all_fifteen_synthea_patients_are_dealt(tmp_path: Path):
    folder = SHARED / "fhir-r4" / "synthea"
    if not folder.is_dir():
        pytest.skip(f"no Synthea bundles in {folder}")
    said: list[str] = []
    overlay = Overlay.read(SHARED / "people.csv")
    done = deal_folder(folder, tmp_path, overlay=overlay, seed=1, today=TODAY, say=said.append)
    assert len(done.people) == 15
    assert {name for name, _ in done.skipped} == {
        "0-hospitalInformation1625911868739.json",
        "0-practitionerInformation1625911868739.json",
    }
    assert {person.nhs_number for person in done.people} == overlay.numbers
    for person in done.people:
        _holds_the_whole_file(person.nhs_number, tmp_path)


def _holds_the_whole_file(nhs_number: str, folder: Path) -> None:
    for source in SOURCES:
        resources = [
            msgspec.json.decode(one) for one in Packed(folder, source.id).of(nhs_number) or ()
        ]
        held = {f"{one['resourceType']}/{one['id']}" for one in resources}
        assert len(held) == len(resources), "an id is used twice"
        for reference in references(resources):
            said = reference["reference"]
            assert said in held or not LOCAL.fullmatch(said), said
            assert not said.startswith("urn:uuid:")
