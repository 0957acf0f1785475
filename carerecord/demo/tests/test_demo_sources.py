"""What the configuration says a source shares is what the source holds, and answers with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from carerecord.config import read
from carerecord.demo.configuration import ports_before, source_block, write_configuration
from carerecord.demo.contents import invented_contents
from carerecord.demo.folder import Made, RegionFolder
from carerecord.demo.histories import record_of
from carerecord.demo.records import pack, records_of
from carerecord.demo.sources import BY_ID, IN_R4, SOURCES
from carerecord.demo.westmere.asked import ASKED
from carerecord.demo.westmere.senders import SENDERS
from carerecord.sections import owner_of

PAGE = Path(__file__).parents[3] / "docs/reference/demo-sources.md"
TODAY = date(2026, 11, 21)
MADE = Made(seed=1, today=TODAY.isoformat(), people=25)
ADDRESSES = {source.id: f"http://127.0.0.1:{9000 + n}/fhir" for n, source in enumerate(SOURCES)}


def test_a_source_holds_only_what_it_is_said_to_share():
    for person in invented_contents(MADE).invented:
        for source_id, resources in record_of(person, MADE.seed, TODAY).items():
            sections = {owner_of(resource).name for resource in resources}
            assert sections <= set(BY_ID[source_id].sections), (source_id, person.case)


def test_the_configuration_reads_back_as_it_was_meant(tmp_path: Path):
    path = tmp_path / "region.toml"
    blocks = [source_block(source, ADDRESSES[source.id]) for source in SOURCES]
    write_configuration(path, 8123, 2, blocks)
    settings = read(path)
    assert (settings.server.port, settings.server.workers, settings.server.https) == (
        8123,
        2,
        False,
    )
    assert [one.name for one in settings.source] == [one.name for one in SOURCES]
    assert settings.source[3].short == "St Columba’s"
    assert [one.protocol for one in settings.source] == [one.protocol for one in SOURCES]
    ports = {source.id: 9000 + n for n, source in enumerate(SOURCES)}
    assert ports_before(path) == {"server": 8123, **ports}


def test_a_source_answers_the_same_packed_and_told_on_the_spot(tmp_path: Path):
    contents = invented_contents(MADE)
    by_number = {one.person.nhs_number: one for one in contents.invented}
    packed, unpacked = RegionFolder(tmp_path / "packed"), RegionFolder(tmp_path / "not")
    pack(contents.invented, MADE, packed, told=lambda: None)
    for source in SOURCES:
        one = records_of(source.id, by_number, MADE, packed)
        other = records_of(source.id, by_number, MADE, unpacked)
        for number in list(by_number)[::3]:
            assert _read(one(number)) == _read(other(number))


def test_a_source_knows_nobody_it_was_not_told_of(tmp_path: Path):
    records = records_of("child-health", {}, MADE, RegionFolder(tmp_path))
    assert records("9990010005") is None


def test_people_of_bundles_are_told_in_r4_by_every_source():
    assert {one.protocol for one in IN_R4} == {"fhir_r4"}
    assert [one.id for one in IN_R4] == [one.id for one in SOURCES]


def test_the_page_says_what_each_source_speaks():
    rows = [row for row in PAGE.read_text("utf-8").splitlines() if row.startswith("| `")]
    for source in (*SOURCES, *SENDERS, *ASKED):
        (row,) = [row for row in rows if f"`{source.id}`" in row]
        assert f"| `{source.protocol}`" in row


def _read(found: object) -> object:
    if not isinstance(found, list):
        return found
    return [msgspec.json.decode(one) for one in found]
