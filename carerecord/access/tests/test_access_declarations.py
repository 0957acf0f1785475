"""What a viewer may say for themselves: which reasons, which words, for how long (governance 3.3, 3.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from carerecord.access.contract import DeclarationKind
from carerecord.access.declarations import (
    KINDS,
    REASONS,
    DeclarationIncomplete,
    DeclarationsUnusable,
    declaration,
    ends,
    lasts,
    read,
)
from carerecord.contract import Viewer

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
HOURS = {"LR-14": 8, "OWN-3": 8, "DEC-1": 8, "SFL-3": 8, "LR-16": 4}
EVERY = [(kind, reason.code) for kind in KINDS for reason in REASONS[kind]]


def test_three_reasons_are_offered_and_none_of_them_needs_typing() -> None:
    offered = [reason for reason in REASONS["LR-16"] if reason.offered]
    assert len(offered) == 3
    assert not any(reason.words_required for reason in offered)


def test_a_claim_is_one_of_four_reasons() -> None:
    assert [reason.code for reason in REASONS["LR-14"]] == [
        "caring-now",
        "referred",
        "following-up",
        "asked-to-look",
    ]


def test_the_reasons_left_after_a_death_are_the_four_of_the_rule() -> None:
    assert [reason.code for reason in REASONS["DEC-1"]] == [
        "medical-examiner",
        "bereavement",
        "coroner",
        "safeguarding-review",
    ]


def test_agreeing_and_being_unable_to_are_two_reasons() -> None:
    codes = {reason.code for reason in REASONS["LR-16"]}
    assert {"person-agrees", "cannot-consent", "relationship-unavailable"} <= codes


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_reasons_of_a_kind_are_the_same(kind: DeclarationKind) -> None:
    codes = [reason.code for reason in REASONS[kind]]
    assert codes
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_a_declaration_is_one_viewers_about_one_person_for_some_hours(
    kind: DeclarationKind, code: str
) -> None:
    made = declaration(kind, "e1", DOCTOR, "p1", code, "order of the court, 2026/44", NOW)
    assert (made.kind, made.person_id, made.source) == (kind, "p1", code)
    assert (made.holder_kind, made.holder) == ("user", "a.okafor")
    assert (made.starts, made.ends) == (NOW, NOW + timedelta(hours=HOURS[kind]))
    assert made.words.startswith("you ")
    assert "2026/44" not in made.words


@pytest.mark.parametrize("kind", KINDS)
def test_a_declaration_ends_with_its_kind_whatever_its_row_says(kind: DeclarationKind) -> None:
    made = declaration(kind, "e1", DOCTOR, "p1", REASONS[kind][0].code, "", NOW)
    latest = NOW + timedelta(hours=HOURS[kind])
    assert ends(replace(made, ends=None)) == latest
    assert ends(replace(made, ends=NOW + timedelta(days=9))) == latest
    assert ends(replace(made, ends=NOW + timedelta(minutes=5))) == NOW + timedelta(minutes=5)
    assert ends(replace(made, kind="LR-1", ends=None)) is None


@pytest.mark.parametrize(
    ("kind", "code", "words", "said"),
    [
        ("LR-16", "", "", "Choose a reason"),
        ("LR-16", "because", "", "Choose a reason"),
        ("LR-14", "life-at-risk", "", "Choose a reason"),
        ("LR-99", "caring-now", "", "Choose a reason"),
        ("LR-16", "other", "", "at least 10"),
        ("LR-16", "other", "  short   ", "at least 10"),
        ("LR-16", "court-order", "2026/44", "at least 10"),
        ("LR-16", "court-order", "an order of the court", "reference number"),
        ("LR-16", "statute", "the Act says so, plainly", "reference number"),
        ("LR-16", "life-at-risk", "x" * 501, "at most 500"),
        ("LR-14", "caring-now", "x" * 501, "at most 500"),
    ],
)
def test_an_incomplete_declaration_says_what_is_missing(
    kind: DeclarationKind, code: str, words: str, said: str
) -> None:
    with pytest.raises(DeclarationIncomplete, match=said):
        declaration(kind, "e1", DOCTOR, "p1", code, words, NOW)


def test_how_long_each_lasts_is_read_from_the_file() -> None:
    assert {kind: long / timedelta(hours=1) for kind, long in lasts().items()} == HOURS


GOOD = "[hours]\n" + "\n".join(f"{kind} = 2" for kind in KINDS)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("nonsense", "declarations.toml"),
        ("[hours]\nLR-14 = 8\n", "OWN-3"),
        (f"{GOOD}\nLR-1 = 2", "LR-1"),
        (GOOD.replace("LR-16 = 2", "LR-16 = 5"), "4 hours"),
        (GOOD.replace("DEC-1 = 2", "DEC-1 = 0"), "DEC-1"),
        (GOOD.replace("DEC-1 = 2", "DEC-1 = 25"), "DEC-1"),
        (GOOD.replace("DEC-1 = 2", 'DEC-1 = "2"'), "declarations.toml"),
    ],
)
def test_a_wrong_file_of_durations_is_refused(text: str, named: str) -> None:
    assert read(GOOD)
    with pytest.raises(DeclarationsUnusable, match=named):
        read(text)
