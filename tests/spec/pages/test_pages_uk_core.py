"""Every element of every UK Core example can be read on a page; what its extensions say, in the row itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from carerecord.contract import Resource
from carerecord.fhir import decode_resource
from carerecord.sections import owner_of
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.pages.item.page import LONG_DATA, ItemPage
from carerecord.web.tests.client import words_in
from carerecord.web.tests.harness import answer, view_of

EXAMPLES = sorted(
    (Path(__file__).parents[4] / "shared/data/fhir-r4/ukcore-json").glob("*.json"),
    key=lambda file: file.name,
)
pytestmark = pytest.mark.skipif(
    not EXAMPLES, reason="the UK Core examples are not beside the project"
)
_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$")
_TAG = re.compile(r"<[^>]+>")


def resources() -> Iterator[tuple[str, Resource]]:
    for file in EXAMPLES:
        read = decode_resource(file.read_bytes())
        inside = (
            [one["resource"] for one in read.get("entry", ())]
            if read["resourceType"] == "Bundle"
            else [read]
        )
        yield from ((f"{file.stem}-{n}", one) for n, one in enumerate(inside))


def leaves(value: object) -> Iterator[str]:
    """The words of each element, as a page writes them."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, str):
        if len(value) <= LONG_DATA or " " in value:
            yield words(str(formats.moment_mark(value))) if _DATE.match(value) else spaces(value)
    else:
        yield formats.as_sent(value)


def spaces(text: str) -> str:
    return " ".join(text.split())


def words(markup: str) -> str:
    return spaces(unescape(_TAG.sub("", markup)))


def test_every_element_of_every_example_can_be_read() -> None:
    lost = []
    for name, resource in resources():
        view = view_of(answer("riverside-gp", [resource]))
        record = view.records[owner_of(resource).name]
        (entry,) = record.every_entry
        page = words_in(str(ItemPage(view, record, entry).items[0].elements))
        lost += [(name, one) for one in leaves(resource) if one and one not in page]
    assert lost == []


ADDED = [
    ("Patient", "NHS number: Number present and verified"),
    ("Patient", "Ethnicity: White - British"),
    ("Patient", "Contact preference: Preferred contact method: Telephone"),
    ("Patient", "Death notification status: Death notification status: Removed"),
    ("Patient", "Residential status: UK Resident"),
    ("Patient", "Time of birth: 11-Feb-2021 15:39"),
    ("Patient", "Contact rank: 1"),
    ("Patient", "Copy correspondence indicator: Yes"),
    ("RelatedPerson", "Copy correspondence indicator: Yes"),
    ("RelatedPerson", "Contact preference: Preferred contact method"),
    ("Appointment", "Delivery channel: In person"),
    ("ServiceRequest", "Source of service request: Referred by trigger criteria"),
    ("Composition", "Care setting type: Accident and Emergency service"),
]


@pytest.fixture(scope="module")
def rows() -> dict[str, str]:
    """The notes of every row, by type."""
    found: dict[str, str] = {}
    for _, resource in resources():
        view: View = view_of(answer("riverside-gp", [resource]))
        record = view.records[owner_of(resource).name]
        row = record.section.row(resource, record.linked["riverside-gp"])
        kind = str(resource["resourceType"])
        found[kind] = " | ".join((found.get(kind, ""), *row.notes))
    return found


@pytest.mark.parametrize(("kind", "said"), ADDED)
def test_what_an_extension_adds_stands_in_the_row(
    rows: dict[str, str], kind: str, said: str
) -> None:
    assert said in rows[kind]


def test_no_extension_of_uk_core_is_passed_over(rows: dict[str, str]) -> None:
    """Each that an example has is named above, or read into an element of the row."""
    named = {" ".join(said.split(":")[0].split()).casefold() for _, said in ADDED}
    read = {"ethnic category": "ethnicity", "n h s number verification status": "nhs number"}
    sent = set()
    for _, resource in resources():
        for name in re.findall(r"Extension-UKCore-(\w+)", str(resource)):
            spaced = re.sub(r"(?<!^)(?=[A-Z])", " ", name).casefold()
            sent.add(read.get(spaced, spaced))
    assert sent - named == {"booking organization"}  # of an organisation that is not in the example
