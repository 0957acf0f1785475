"""Every published example of PDS through the connector, over a socket: who comes of it, and what is refused."""

import asyncio

import pytest

from carerecord.connectors.contract import SourceError
from quality.shared_files.registries import traced_by

RETRIEVED = {
    "Minimal_Patient": ("9000000033", "", False, ""),
    "Patient-Jayne-Smyth": ("9000000017", "Smyth", False, "formal"),
    "Patient": ("9000000009", "Smith", False, "formal"),
    "Sensitive_Patient": ("9000000025", "Smythe", True, "formal"),
    "patient_9000000009": ("9000000009", "Smith", False, "formal"),
    "patient_9000000025": ("9000000025", "Smythe", True, "formal"),
    "patient_9000000033": ("9000000033", "", False, ""),
    "search_patient_9000000009": ("9000000009", "Smith", False, "formal"),
}
"""Answers to a retrieve: number, family name, restricted, how a death is known."""
SEARCHED = {
    "Minimal_PatientSearch": ("9000000033", "", False, ""),
    "PatientCompoundName": ("9000000015", "Smith", False, "formal"),
    "PatientSearch-Jayne-Smyth": ("9000000017", "Smyth", False, "formal"),
    "PatientSearch": ("9000000009", "Smith", False, "formal"),
    "Sensitive_PatientSearch": ("9000000025", "Smythe", True, "formal"),
    "fuzzy_single_searchset": ("5900022366", "Smith", False, ""),
    "mock_single_searchset": ("5900054586", "McMatch-Single", False, ""),
}
TOO_MANY = ("mock_multiple_searchset",)
RELATED = (
    "Personal_Details_RelatedPersonBundle",
    "Referenced_RelatedPersonBundle",
    "RelatedPersonBundle",
    "related_person_9000000009",
    "related_person_9000000017",
)
"""Answers to a question that is not asked here: none of them is taken for a person."""


def answered(shared_data, name, *, searching):
    body = (shared_data / "pds" / f"{name}.json").read_bytes()

    return asyncio.run(traced_by(body, searching=searching))


def told(person):
    return person.nhs_number, person.family, person.protected, person.death_status


@pytest.mark.parametrize(("name", "expected"), RETRIEVED.items())
def test_a_published_retrieve_is_its_person(shared_data, name, expected):
    traced = answered(shared_data, name, searching=False)
    assert (traced.outcome, told(traced.person)) == ("found", expected)


@pytest.mark.parametrize(("name", "expected"), SEARCHED.items())
def test_a_published_trace_is_its_person(shared_data, name, expected):
    traced = answered(shared_data, name, searching=True)
    assert (traced.outcome, told(traced.person)) == ("found", expected)


@pytest.mark.parametrize("name", TOO_MANY)
def test_two_who_fit_are_nobody_in_particular(shared_data, name):
    assert answered(shared_data, name, searching=True).outcome == "unsure"


@pytest.mark.parametrize("searching", [False, True])
@pytest.mark.parametrize("name", RELATED)
def test_somebody_related_is_never_taken_for_the_person(shared_data, name, searching):
    with pytest.raises(SourceError):
        answered(shared_data, name, searching=searching)


def test_every_published_file_is_tried(shared_data):
    tried = {*RETRIEVED, *SEARCHED, *TOO_MANY, *RELATED}
    assert {file.stem for file in (shared_data / "pds").glob("*.json")} == tried
