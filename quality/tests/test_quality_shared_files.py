"""Every file that others published goes through the connector it belongs to, and none of what it holds is lost.

With `-s` it prints the table.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from carerecord.connectors import CONNECTORS, PUSHED
from quality.shared_files.contract import Row
from quality.shared_files.kinds import KINDS, NOT_OURS, folders_in
from quality.shared_files.run import SHARED, main, rows_of, show

WITHOUT_FILES = {"prescriptions", "csv_drop"}
"""Nothing of theirs is among the published files."""


@pytest.fixture(scope="module")
def shared() -> Path:
    if not SHARED.exists():
        pytest.skip(f"no shared data beside the project ({SHARED.name})")
    return SHARED


async def test_nothing_of_any_published_file_is_lost(shared: Path):
    rows = await rows_of(shared)
    print()
    show(rows, Console(width=150))
    assert {kind.protocol: row.lost for kind, row in rows.items() if row.lost} == {}
    assert {kind.protocol for kind, row in rows.items() if not row.made} == set()
    for kind, row in rows.items():
        suffixes = {"immunisation": ".json", "csv_vaccinations": ".csv"}
        there = [
            one
            for folder in kind.folders
            for one in (shared / folder).iterdir()
            if one.is_file() and one.suffix == suffixes.get(kind.protocol, one.suffix)
        ]
        assert row.files == len(there), kind.protocol


def test_no_folder_is_forgotten(shared: Path):
    assert {*folders_in(shared)} == {one for kind in KINDS for one in kind.folders} | {*NOT_OURS}


def test_every_connector_has_its_files_or_there_are_none():
    tried = {kind.protocol for kind in KINDS} - {"pds"}
    assert tried | WITHOUT_FILES == {*CONNECTORS, *PUSHED}


@pytest.mark.parametrize(
    ("row", "lost"),
    [
        pytest.param(Row(came=3, made=2, aside=Counter({"why": 1})), 0, id="accounted-for"),
        pytest.param(Row(came=3, made=2), 1, id="never-came"),
        pytest.param(Row(came=3, made=3, missing=2), 2, id="read-and-not-kept"),
    ],
)
def test_what_is_lost_is_what_is_neither_there_nor_put_aside(row: Row, lost: int):
    assert row.lost == lost


def test_without_the_files_it_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    assert main(["--data", str(tmp_path / "none")]) == 0
    assert "nothing to try" in capsys.readouterr().out
