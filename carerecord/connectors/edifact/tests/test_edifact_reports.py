"""NHS EDIFACT reports that others wrote, and what each comes to; the files are beside the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from carerecord.connectors.edifact.message import NotEdifact, messages
from carerecord.connectors.edifact.translate import pushed
from carerecord.contract import SourceSettings
from carerecord.fhir import encode_resource

FOLDER = Path(__file__).parents[5] / "shared/data/edifact-pathology"
SOURCE = SourceSettings(id="lab", name="Northgate Pathology", short="Lab", kind="laboratory", protocol="edifact", organisation="RNG01", options={"folder": "drop"})  # fmt: skip
LONDON = ZoneInfo("Europe/London")
FILES = {file.name.split(".")[0]: file.read_bytes() for file in FOLDER.glob("*.txt")}


def report(*segments: str) -> bytes:
    return "'".join(["UNH+1+MEDRPT:0:1:RT:NHS003", "DTM+137:202611210915:203", "RFF+SRI:R1", "PNA+PAT+9990000018:OPI+++SU:GIBSON+FO:MARGERY", "DTM+329:19380211:102", *segments, f"UNT+{len(segments) + 6}+1", ""]).encode()  # fmt: skip


def said(raw: bytes) -> list[dict[str, Any]]:
    (message,) = messages(raw)
    return list(pushed(message, SOURCE, LONDON).resources)


def of(type: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in found if one["resourceType"] == type]


def test_a_result_to_the_digit():
    found = said(
        report(
            "S16+16",
            "SEQ++1",
            "SPC+TSP+:::Serum",
            "DTM+SCO:202611210810:203",
            "INV+MQ+44I4.:911::Potassium",
            "RSL+NV+4.30++:::mmol/L+HI",
            "RFF+ASL:1",
            "S20+20",
            "RND+U+3.6+5.3",
        )
    )
    (potassium,), (specimen,) = of("Observation", found), of("Specimen", found)
    raw = encode_resource(potassium)
    assert b'"valueQuantity":{"value":4.30,"unit":"mmol/L"}' in raw
    assert b'"referenceRange":[{"low":{"value":3.6},"high":{"value":5.3}}]' in raw
    assert potassium["code"]["coding"][0] == {
        "system": "http://read.info/readv2",
        "code": "44I4.",
        "display": "Potassium",
    }
    assert potassium["interpretation"][0]["coding"][0]["code"] == "H"
    assert potassium["specimen"] == {"reference": f"Specimen/{specimen['id']}"}
    assert specimen["collection"] == {"collectedDateTime": "2026-11-21T08:10:00+00:00"}
    assert potassium["status"] == "unknown"


@pytest.mark.parametrize(
    ("rsl", "value"),
    [
        ("RSL+NV+<5++:::mg/L", "<5 mg/L"),
        ("RSL+NV+5:7++:::mg/L", "5 7 mg/L"),
        ("RSL+NV+007++:::g", "007 g"),
    ],
)
def test_what_is_no_plain_number_is_kept_as_text(rsl: str, value: str):
    (found,) = of("Observation", said(report("INV+MQ+1:911::Test", rsl)))
    assert found["valueString"] == value
    assert "valueQuantity" not in found


def test_a_coded_value_keeps_its_code():
    sent = "RSL+CV+::375211000000108:921::FOB test normal"
    (found,) = of("Observation", said(report("INV+MQ+1:911::Test", sent)))
    coding = {"system": "http://snomed.info/sct", "code": "375211000000108", "display": "FOB test normal"}  # fmt: skip
    assert found["valueCodeableConcept"] == {"coding": [coding], "text": "FOB test normal"}


def test_a_released_mark_is_text():
    (found,) = of(
        "Observation",
        said(
            report("INV+MQ+:::Culture", "RSL+++++PA", "FTX+RIT+++St James?'s?: no growth:2nd line")
        ),
    )
    assert found["valueString"] == "St James's: no growth\n2nd line"
    assert found["interpretation"] == [{"text": "Potentially abnormal"}]


@pytest.mark.parametrize("count", [b"006", b"\xb3", b"\xb36"])
def test_a_count_that_says_as_many_or_is_no_number_tells_against_nothing(count: bytes):
    assert messages(report().replace(b"UNT+6", b"UNT+" + count))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no message"),
        (b"hello", "begin with a tag"),
        (report().replace(b"UNT+6", b"UNT+9"), "UNT counts 9"),
        (report().replace(b"UNT+6", b"UNT+" + b"9" * 5_000), "UNT counts 999999999999 segments"),
        (report()[:-8], "does not end"),
        (report().replace(b"PNA+", b"PNX+"), "PNA is missing"),
        (report().replace(b"RFF+SRI:R1", b"RFF+ZZZ:R1"), "SRI is missing"),
        (report().replace(b"202611210915", b"202613210915"), "DTM.137"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(raw: bytes, words: str):
    with pytest.raises(NotEdifact, match=words):
        said(raw)


WANTED = {
    "BasicRad": (1, 0, 0), "basicScreen": (1, 1, 1), "codedTestResult": (1, 2, 1),
    "collectionDate": (1, 1, 1), "fasting": (1, 1, 1), "mutliSpecimen": (1, 23, 3),
    "mutliTextResult": (1, 5, 1), "receivedDate": (1, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", WANTED)
def test_a_report_of_others_is_read_whole(name: str):
    if name not in FILES:
        pytest.skip("../shared is not here")
    found = said(FILES[name])
    kinds = ("DiagnosticReport", "Observation", "Specimen")
    assert tuple(len(of(kind, found)) for kind in kinds) == WANTED[name]
    ids = {f"{one['resourceType']}/{one['id']}" for one in found}
    assert len(ids) == len(found)
    for one in of("Observation", found):
        assert one.get("hasMember") or any(key.startswith("value") for key in one), one
        assert {member["reference"] for member in one.get("hasMember", [])} <= ids


def test_two_specimens_of_one_number_are_two_and_no_result_is_taken_for_either():
    specimen = ("S16+16", "SEQ++1", "SPC+TSP+:::{}")
    two = [one.format(kind) for kind in ("Serum", "EDTA") for one in specimen]
    found = said(report(*two, "INV+MQ+44I4.:911::Potassium", "RSL+NV+4.3", "RFF+ASL:1"))
    assert [one["type"]["text"] for one in of("Specimen", found)] == ["Serum", "EDTA"]
    assert len({one["id"] for one in of("Specimen", found)}) == 2
    assert len(of("DiagnosticReport", found)[0]["specimen"]) == 2
    assert "specimen" not in of("Observation", found)[0]
