"""The spool as a configuration has it: none unless a folder is named, and one that can be used (AUD-3)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from carerecord.audit.spool import SpoolUnavailable, spool_of
from carerecord.config import Settings, SettingsError
from carerecord.config.settings import Audit

NOBODY = 65534  # the user that owns nothing


def test_there_is_none_unless_a_folder_is_named(tmp_path: Path):
    assert spool_of(Settings(folder=tmp_path)) is None


async def test_its_folder_is_for_its_owner_alone_and_its_bounds_are_those_of_the_settings(
    tmp_path: Path,
):
    settings = Settings(folder=tmp_path, audit=Audit(spool="spool", spool_entries=1))
    made = spool_of(settings)
    assert made
    assert (tmp_path / "spool").stat().st_mode & 0o777 == 0o700
    await made.add({"entry_id": "a", "at": "2026-11-21T10:00:00+00:00"}, {})
    with pytest.raises(SpoolUnavailable, match="1 entries"):
        await made.add({"entry_id": "b", "at": "2026-11-21T10:00:00+00:00"}, {})
    again = spool_of(settings)
    assert again
    assert [one.id for one in (await again.held()).entries] == ["a"]


def test_the_defaults_are_small():
    audit = Audit()
    assert (audit.spool_entries, audit.spool_bytes) == (200, 4 * 1024 * 1024)
    assert timedelta(minutes=audit.spool_minutes) == timedelta(minutes=30)


def test_a_folder_that_cannot_be_stops_the_start(tmp_path: Path):
    (tmp_path / "spool").write_text("a file")
    with pytest.raises(SettingsError, match=r"audit\.spool"):
        spool_of(Settings(folder=tmp_path, audit=Audit(spool="spool")))


@contextmanager
def as_nobody_special() -> Iterator[None]:
    """For root every folder is its own: there it is tried as the user that is nobody's."""
    own = os.geteuid()
    if own == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(own)


def test_a_folder_that_is_somebody_elses_stops_the_start():
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "spool").mkdir(mode=0o500)
        settings = Settings(folder=folder, audit=Audit(spool="spool"))
        with as_nobody_special(), pytest.raises(SettingsError, match="somebody else"):
            spool_of(settings)
