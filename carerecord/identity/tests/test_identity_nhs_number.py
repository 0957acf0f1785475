"""What is an NHS number and what is not, and what the viewer is told."""

from __future__ import annotations

import json
import random
import warnings
from pathlib import Path

import pytest

from carerecord.identity import NotAnNHSNumber, nhs_number

FOUND_IN_PRACTICE = Path(__file__).parents[4] / "shared/data/bad-input/ids/nhs_number.jsonl"


@pytest.mark.parametrize(
    "typed",
    ["9990010005", "999 001 0005", "999-001-0005", " 9990010005\n", "999\u00a0001\u20110005"],
)
def test_spaces_and_hyphens_do_not_matter(typed):
    assert nhs_number.read(typed) == "9990010005"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "Enter"),
        ("   ", "Enter"),
        ("-", "Enter"),
        ("999001000", "this has 9"),
        ("99900100055", "this has 11"),
        ("1" * 5000, "this has 5000"),
        ("9990010006", "check digit"),
        ("9990100005", "check digit"),
        ("9999999999", "placeholder"),
        ("0000000000", "placeholder"),
        ("0123456789", "placeholder"),
        ("999001000X", "only the digits"),
        ("９９９００１０００５", "only the digits"),
        ("٩٩٩٠٠١٠٠٠٥", "only the digits"),
        ("²990010005", "only the digits"),
        ("99900\u200b10005", "only the digits"),
        ("9990010005\0", "only the digits"),
        ("999.001.0005", "only the digits"),
        ("+9990010005", "only the digits"),
        ("999_001_0005", "only the digits"),
        ("\ud800990010005", "only the digits"),
    ],
)
def test_what_is_not_one_is_told_why(typed, why):
    with pytest.raises(NotAnNHSNumber, match=why):
        nhs_number.read(typed)


def test_the_reason_repeats_nothing_that_was_typed():
    with pytest.raises(NotAnNHSNumber) as told:
        nhs_number.read("9990010006")
    assert "9990010006" not in str(told.value)


def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught():
    chance = random.Random(1)
    for _ in range(300):
        nine = f"999{chance.randrange(10**6):06}"
        number = nine + nhs_number.check_digit(nine)
        if len(number) < 10:
            continue
        for place in range(10):
            for digit in set("0123456789") - {number[place]}:
                changed = number[:place] + digit + number[place + 1 :]
                assert not nhs_number.check_digit_agrees(changed)
        for place in range(9):
            if number[place] != number[place + 1]:
                pair = number[place + 1] + number[place]
                assert not nhs_number.check_digit_agrees(
                    number[:place] + pair + number[place + 2 :]
                )


def test_nine_digits_that_need_a_ten_to_complete_are_never_issued():
    without = [n for n in range(200) if not nhs_number.check_digit(f"999{n:06}")]
    assert without
    for n in without:
        for digit in "0123456789":
            assert not nhs_number.check_digit_agrees(f"999{n:06}{digit}")


def test_it_is_shown_in_groups():
    assert nhs_number.spaced("9990010005") == "999 001 0005"


def found_in_practice() -> list[dict]:
    if not FOUND_IN_PRACTICE.exists():
        warnings.warn(f"{FOUND_IN_PRACTICE.name} is not here: not tested against it", stacklevel=1)
        return []
    return [json.loads(line) for line in FOUND_IN_PRACTICE.read_text("utf-8").splitlines()]


def read_or_none(typed: str) -> str | None:
    try:
        return nhs_number.read(typed)
    except NotAnNHSNumber:
        return None


def test_numbers_as_they_are_found_in_practice():
    for case in found_in_practice():
        allowed = {case["canonical"]} | ({None} if case.get("or_null") else set())
        assert read_or_none(case["in"]) in allowed, case["why"]
