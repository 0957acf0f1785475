"""Every file that others published goes through the connector it belongs to, and none of what it holds is lost.

With `-s` it says what became of each folder.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.published_rows import ROWS, folders

NOT_OURS = {
    "fhir-r4/ukcore-xml": "ukcore-json once more in XML, which no source of R4 is asked for",
    "ihe/balp": "audit events to compare ours with: tests/audit_events",
    "ihe/pdqm": "answers to $match (ITI-119), which is not asked; mhd asks who the person is by a search (ITI-78)",
    "ihe/pixm": "what a manager of identities logs, and one error: its cross-references (ITI-83) are not asked for",
    "matching": "pairs of people, for judging who is who: no source sends them",
    "testscripts/fhir-r4-base": "scripts for a FHIR server that is written to; ours is read alone",
    "LICENSES": "licences",
}
"""What belongs to no connector, and why."""
BAD_INPUT = "bad-input"
"""Each kind has tests of its own; its README says what each is for."""


def test_nothing_of_any_published_file_is_lost(shared_data: Path):
    print(
        "\nconnector    folder                            files     in    out  words  aside   lost  why"
    )
    lost = {}
    for folder, (connector, read) in ROWS.items():
        row = read(shared_data / folder)
        print(row.line(folder, connector))
        own = [one for one in (shared_data / folder).iterdir() if one.is_file()]
        left_out = [one for one in own if f"{folder}/{one.name}" in NOT_OURS]
        assert row.files == len(own) - len(left_out), folder
        if row.lost:
            lost[folder] = row.lost
    print(*(f"{folder}: {why}" for folder, why in NOT_OURS.items()), sep="\n")
    assert lost == {}


def test_no_folder_is_forgotten(shared_data: Path):
    there = {one for one in folders(shared_data) if not one.startswith(BAD_INPUT)}
    assert there == {*ROWS, *NOT_OURS} - {one for one in NOT_OURS if "." in one}


@pytest.mark.parametrize("folder", NOT_OURS)
def test_what_is_left_out_is_there(shared_data: Path, folder: str):
    assert (shared_data / folder).exists()
