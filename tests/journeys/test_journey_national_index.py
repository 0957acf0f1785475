"""An emergency doctor looks for people whom the national index of people knows, while it answers and while it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from running import Caller, Region, controlled, served_by

DOWN = "The national index of people did not answer. What is shown is what this region knows."


@pytest.fixture
def doctor(region: Region) -> Caller:
    return region.someone_signed_in()


@pytest.fixture
def index(region: Region) -> dict[str, Any]:
    return dict(region.demo["national_index"])


@contextmanager
def broken(index: dict[str, Any], fault: str) -> Iterator[None]:
    controlled("PUT", index["control_url"], {"fault": fault})
    try:
        yield
    finally:
        controlled("DELETE", index["control_url"])


def test_it_is_no_source_and_stands_apart_from_them(region: Region, index: dict[str, Any]):
    assert index["protocol"] == "pds"
    assert index["url"] not in [one["url"] for one in region.demo["sources"]]


def test_while_it_does_not_answer_the_page_says_so_and_the_regions_own_people_are_found(
    region: Region, doctor: Caller, index: dict[str, Any]
):
    person = next(one for one in region.demo["people"] if one["case"] == "medicines-conflict")
    family, _, given = person["name"].partition(", ")
    year, month, day = person["birth_date"].split("-")
    typed = {"family": family, "given": given, "day": day, "month": month, "year": year, "gender": "female"}  # fmt: skip
    with broken(index, "http_500"):
        found = doctor.post("/find", typed).text
        assert DOWN in found
        assert family in found
        withdrawn = doctor.post("/find", {"nhs_number": index["withdrawn"]}).text
        assert DOWN in withdrawn
    assert DOWN not in doctor.post("/find", typed).text


def test_a_number_that_was_withdrawn_is_said_to_be_nobodys(doctor: Caller, index: dict[str, Any]):
    page = doctor.post("/find", {"nhs_number": index["withdrawn"]}).text
    assert "was withdrawn and is nobody’s any more" in page


def test_somebody_of_another_region_is_found_and_opens_in_an_emergency_alone(
    region: Region, doctor: Caller, index: dict[str, Any]
):
    number = index["elsewhere"]["nhs_number"]
    address = region.address_of(doctor, number)
    reply = doctor.get(address)
    assert "LOMAX" in reply.text
    assert "emergency" in reply.text.lower()
    assert number not in reply.url


def test_it_is_asked_once_about_a_number_in_a_day(doctor: Caller, index: dict[str, Any]):
    number = index["elsewhere"]["nhs_number"]
    doctor.post("/find", {"nhs_number": number})
    before = len(served_by(index))
    doctor.post("/find", {"nhs_number": number})
    assert len(served_by(index)) == before
