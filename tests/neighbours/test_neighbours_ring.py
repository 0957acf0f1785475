"""Regions ask each other: each is asked once, nothing received goes on, and every log names who asked (T34, AUD-13)."""

from __future__ import annotations

from collections.abc import Mapping

from neighbours_region import HOSPITALS, Region, doctor, problem

from carerecord.insight.report.looks import looks_of
from carerecord.regions.tests.region_files import CODES

Ring = Mapping[str, Region]


async def test_each_region_is_asked_once_and_nothing_received_goes_on(ring: Ring) -> None:
    north = ring["north"]
    await north.relate()
    view = await north.open()
    assert {name: answer.state for name, answer in view.answers.items()} == {
        "north-acute": "answered", "west": "answered", "south": "answered",
    }  # fmt: skip
    for name, region in ring.items():
        assert len(region.own.asked) == 1, name
    problems = [entry.head for entry in view.records["problems"].every_entry]
    assert sorted(item.resource["code"]["text"] for item in problems) == [
        "Asthma of north", "Asthma of south", "Asthma of west",
    ]  # fmt: skip
    for item in problems:
        if item.source_id != "north-acute":
            named = f"urn:carerecord:source:{item.source_id}-acute"
            assert item.resource["meta"]["source"] == named


async def test_whichever_opens_first_every_open_asks_every_region_once(ring: Ring) -> None:
    for region in ring.values():
        await region.relate()
    for times, region in enumerate(ring.values(), 1):
        await region.open()
        assert [len(one.own.asked) for one in ring.values()] == [times] * len(ring)


async def test_both_logs_name_who_asked_and_the_view_they_asked_for(ring: Ring) -> None:
    north = ring["north"]
    await north.relate()
    view = await north.open()
    body = b"a page"
    await north.records.release(view, body, ["problems"], content_type="text/x")
    (shown,) = await north.entries("shown")
    assert shown.view_id == view.id
    assert shown.body["sources"]["west"]["state"] == "answered"
    for name in ("west", "south"):
        opened, sent = await ring[name].entries()
        assert (opened.kind, sent.kind) == ("open", "shown")
        for entry in (opened, sent):
            assert entry.viewer is not None
            assert (entry.viewer.id, entry.viewer.name) == (
                f"north:{doctor('north').id}", "Dr North Amin",
            )  # fmt: skip
            assert (entry.viewer.organisation, entry.viewer.role_name) == (
                CODES["north"], "Ward doctor",
            )  # fmt: skip
            assert entry.person_id == "p1"
            assert entry.body["neighbour"] == {
                "id": "north",
                "user": f"north:{doctor('north').id}",
                "organisation": HOSPITALS["north"],
                "evidence": ["LR-3", "e-LR-3", "S3"],
                "accepted": True,
                "view": view.id,
            }
        assert (opened.body["face"], opened.body["reasons"]) == ("neighbour", ["LR-15"])
        others = {one for one in CODES if one != name}
        assert {source for source, _, _ in opened.body["closed"]} == others, "nobody is asked again"
        assert {sent.body["sources"][one]["state"] for one in others} == {"not-asked"}


async def test_the_person_is_told_of_it_as_of_any_look(ring: Ring) -> None:
    await ring["north"].relate()
    await ring["north"].open()
    (look,) = looks_of(await ring["west"].entries())
    assert (look.viewer.name, look.viewer.organisation_name) == (
        "Dr North Amin", "North Hospital (North)",
    )  # fmt: skip
    assert (look.rules, look.emergency, look.taken) == (("LR-15",), False, True)
    assert "problems" in look.sections


async def test_what_is_labelled_as_restricted_there_does_not_cross(ring: Ring) -> None:
    north, west = ring["north"], ring["west"]
    await north.relate()
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}
    secret = {**problem("west", "c9"), "code": {"text": "MARKER"}, "meta": {"security": [label]}}
    west.own.holds.append(secret)
    view = await north.open()
    assert view.answers["west"].state == "answered"
    assert not [item for item in view.answers["west"].items if b"MARKER" in item.raw]
    (sent,) = await west.entries("shown")
    assert "c9" not in str(sent.body["sections"])
