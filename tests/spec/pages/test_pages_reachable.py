"""Whatever other people's systems sent, every item of it can be reached on a page, and read there."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from carerecord.connectors.bundle import read_bundle
from carerecord.connectors.gp_connect.translate import translated
from carerecord.contract import Answer, Item, Resource
from carerecord.fhir import decode_resource, encode_resource
from carerecord.fhir.cda import translate
from carerecord.viewing.contract import View
from carerecord.web.listing import PAGE
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import MARGERY, WebRegion, answer, view_of
from spec.pages.pages_walked import every_entry, walk

SHARED = Path(__file__).parents[4] / "shared/data"
SYNTHEA = sorted((SHARED / "fhir-r4/synthea").glob("*.json"), key=lambda one: one.stat().st_size)
UK_CORE = sorted((SHARED / "fhir-r4/ukcore-json").glob("*.json"))
CDA = sorted((SHARED / "cda/vendors").glob("*.xml")) + sorted((SHARED / "cda/hl7").glob("*.xml"))
GP_CONNECT = sorted((SHARED / "gp-connect-stu3").glob("structured-*.json"))
GP = "riverside-gp"


def held(*items: Item) -> View:
    return view_of(Answer(GP, "answered", items=items, fetched_at=view_of().at))


def item(resource: Resource) -> Item:
    return Item(GP, resource, encode_resource(resource))


def resources_in(file: Path) -> list[Resource]:
    read = decode_resource(file.read_bytes())
    if read.get("resourceType") == "Bundle":
        return [one["resource"] for one in read.get("entry", ()) if "resource" in one]
    return [read]


def is_reached(view: View, *, read: int) -> None:
    """Each entry by a link; and so many of them, over all of it, drawn on a page of their own."""
    walked, entries = walk(view), every_entry(view)
    assert entries
    assert walked.failed == {}
    assert entries - walked.entries == set()
    browser = WebRegion().holds(view).browser()
    for one in sorted(entries)[:: max(1, len(entries) // read)]:
        page = browser.get(f"/p/h-{MARGERY.id[::-1]}/item/{one}")
        assert page.status == 200, one
        assert "as its source sent it" in page.words or "entries say this" in page.words


def test_every_entry_of_an_invented_record_is_reached() -> None:
    view = view_of(
        answer(GP, [*gibson.RIVERSIDE, gibson.NO_KNOWN_ALLERGY, gibson.FLAG]),
        answer("northgate-acute", gibson.NORTHGATE),
        answer("regional-laboratory", gibson.LABORATORY),
        answer("urgent-care-plans", gibson.CARE_PLAN),
        answer("prescription-tracker", gibson.PHARMACY),
    )
    is_reached(view, read=10)


@pytest.mark.parametrize(
    "one",
    [
        gibson.medicine("m", "Ramipril 5mg capsules", "318900001", 5, "mg", 1, status="stopped"),
        {"resourceType": "DiagnosticReport", "status": "final", "code": {"text": "Chest X-ray"}},
        gibson.result("k", "Potassium", "2823-3", 4.7, "mmol/L", "2026-11-13"),
        gibson.document("d", "Clinic letter", "2026-03-03", "words"),
    ],
    ids=lambda one: one["resourceType"],
)
def test_entries_after_the_first_page_of_a_list_are_reached(one: Resource) -> None:
    many = [item({**one, "id": f"n{n}", "note": [{"text": f"{n}"}]}) for n in range(PAGE + 1)]
    is_reached(held(*many), read=2)


@pytest.mark.skipif(not UK_CORE, reason="the UK Core examples are not beside the project")
def test_every_uk_core_example_is_reached() -> None:
    found = [one for file in UK_CORE for one in resources_in(file)]
    is_reached(held(*(item({**one, "id": f"u{n}"}) for n, one in enumerate(found))), read=20)


@pytest.mark.skipif(not SYNTHEA, reason="the Synthea bundles are not beside the project")
def test_every_item_of_the_smallest_synthea_person_is_reached() -> None:
    is_reached(held(*map(item, resources_in(SYNTHEA[0]))), read=20)


@pytest.mark.slow
@pytest.mark.parametrize("file", SYNTHEA[1:], ids=lambda file: file.stem)
def test_every_item_of_a_synthea_person_is_reached(file: Path) -> None:
    is_reached(held(*map(item, resources_in(file))), read=60)


def first_always(files: list[Path]) -> pytest.MarkDecorator:
    """One in every run, the others in the slow one."""
    return pytest.mark.parametrize(
        "file",
        [
            pytest.param(file, id=file.stem, marks=[pytest.mark.slow] if place else [])
            for place, file in enumerate(files)
        ],
    )


@first_always(GP_CONNECT)
def test_every_item_of_a_gp_connect_record_is_reached(file: Path) -> None:
    bundle = translated(read_bundle(file.read_bytes(), GP), GP)
    is_reached(held(*bundle.items), read=40)


@first_always(CDA)
def test_every_entry_of_a_cda_document_is_reached(file: Path) -> None:
    """Given a number, since those of other countries are nobody's here."""
    number = b'<id root="2.16.840.1.113883.2.1.4.1" extension="9990000042"/>'
    body = re.sub(rb"(<(?:\w+:)?patientRole[^>]*>)", rb"\1" + number, file.read_bytes(), count=1)
    made = translate(body, ZoneInfo("Europe/London")).resources
    is_reached(held(*map(item, made)), read=40)
