"""The windows of each kind as the package has them, and what a region's own file may say."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from carerecord.access.evidence.kinds import KINDS, KindsUnusable, kinds_in, package_kinds
from carerecord.config import SettingsError

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def test_every_kind_is_there_in_order() -> None:
    assert tuple(package_kinds()) == KINDS
    assert len(KINDS) == 18


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("LR-1", "after_end", 28 * DAY),
        ("LR-1", "notify_after_end", True),
        ("LR-2", "before", 14 * DAY),
        ("LR-2", "after_end", 30 * DAY),
        ("LR-3", "open_for", 7 * DAY),
        ("LR-4", "before", 14 * DAY),
        ("LR-4", "open_for", 90 * DAY),
        ("LR-4", "after_cancel", 7 * DAY),
        ("LR-5", "open_for", 548 * DAY),
        ("LR-5", "after_end", 90 * DAY),
        ("LR-5", "after_cancel", 7 * DAY),
        ("LR-6", "after_end", 30 * DAY),
        ("LR-7", "after_end", 0 * DAY),
        ("LR-7", "after_death", 7 * DAY),
        ("LR-7", "remind_after", 30 * DAY),
        ("LR-7", "suspend_after", 45 * DAY),
        ("LR-8", "open_for", 12 * HOUR),
        ("LR-8", "author_for", 72 * HOUR),
        ("LR-9", "open_for", 24 * HOUR),
        ("LR-10", "before", 7 * DAY),
        ("LR-10", "open_for", 30 * DAY),
        ("LR-11", "after_end", 30 * DAY),
        ("LR-12", "strength", "S2"),
        ("LR-12", "closed_within", 72 * HOUR),
        ("LR-12", "review_after", 7 * DAY),
        ("LR-14", "open_for", 8 * HOUR),
        ("LR-14", "strength", "S1"),
        ("LR-15", "strength", "S2"),
        ("LR-16", "open_for", 4 * HOUR),
        ("LR-18", "strength", "S2"),
    ],
)
def test_the_windows_of_governance(kind: str, field: str, value: object) -> None:
    assert getattr(package_kinds()[kind], field) == value


def test_a_region_says_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text('[LR-3]\nopen_for = "3d"\n', "utf-8")
    kinds = kinds_in(file)
    assert kinds["LR-3"].open_for == 3 * DAY
    assert kinds["LR-3"].words == package_kinds()["LR-3"].words
    assert kinds["LR-2"] == package_kinds()["LR-2"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param(
            '[LR-3]\nopen_for = "3 weeks"', "[LR-3] open_for must be a length", id="length"
        ),
        pytest.param("[LR-3]\nopen_for = 3", "[LR-3] open_for must be text", id="number"),
        pytest.param('[LR-3]\nopen_foor = "3d"', "“open_foor”", id="unknown-setting"),
        pytest.param('[LR-19]\nopen_for = "3d"', "[LR-19] is no kind", id="unknown-kind"),
        pytest.param('LR-3 = "3d"', "LR-3 must be a block", id="no-block"),
        pytest.param('[LR-3]\nopen_for = ""', "[LR-3] would never end", id="endless"),
        pytest.param('[LR-14]\nstrength = "S3"', "[LR-14] strength may be at most S1", id="strong"),
        pytest.param('[LR-16]\nopen_for = "5h"', "[LR-16] open_for may be at most 4h", id="btg"),
        pytest.param('[LR-4]\ncancel_counts_from = "noon"', "cancel_counts_from", id="count-from"),
        pytest.param('[LR-2]\nteam_narrows = "yes"', "true or false", id="bool"),
        pytest.param("[LR-3", "not TOML", id="not-toml"),
        pytest.param('[LR-3]\nwords = ""', "[LR-3] needs words", id="no-words"),
    ],
)
def test_a_wrong_file_is_refused_naming_what(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "kinds.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(KindsUnusable) as refused:
        kinds_in(file)
    assert named in str(refused.value)
    assert str(file) in str(refused.value)
    assert isinstance(refused.value, SettingsError)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KindsUnusable, match="no such file"):
        kinds_in(tmp_path / "none.toml")


def test_nothing_is_stronger_than_its_kind() -> None:
    kinds = package_kinds()
    assert kinds["LR-7"].strength_of("S2") == "S2"
    assert kinds["LR-7"].strength_of("") == "S3"
    assert kinds["LR-15"].strength_of("S3") == "S2"
    assert kinds["LR-14"].strength_of("S2") == "S1"
