"""What others say about a person's wishes (OPT-5 to OPT-7, T15), and what nothing here reads (OPT-1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carerecord.access.objections import Heard, gp_refusal, pds_dissent, scr_permission

PACKAGE = Path(__file__).parents[3]
ITSELF = "access/objections/elsewhere.py"

# How the two opt-outs are named in systems, codes and files; put together here, so that this is not found.
BEYOND_CARE = re.compile(
    "|".join(
        [
            r"national[\s_-]*data[\s_-]*opt", r"\bndop\b", r"type[\s_-]*(1|one|2|two)[\s_-]*opt",
            r"9Nu[0145]\b", r"827241000000103", r"881561000000100",
        ]
    ),
    re.IGNORECASE,
)  # fmt: skip


def test_a_practice_s_refusal_says_that_the_patient_asked_for_it():
    heard = gp_refusal(403, ["NO_PATIENT_CONSENT"])
    assert heard
    assert (heard.rule, heard.state) == ("OPT-5", "withheld")
    assert "asked the practice not to share" in heard.words


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (403, ["NO_ORGANISATION_CONSENT"]),
        (403, ["ACCESS_DENIED"]),
        (403, []),
        (404, ["PATIENT_NOT_FOUND"]),
        (404, ["NO_PATIENT_CONSENT"]),
        (200, ["NO_PATIENT_CONSENT"]),
    ],
)
def test_any_other_refusal_is_not_put_on_the_patient(status: int, codes: list[str]) -> None:
    assert gp_refusal(status, codes) is None


@pytest.mark.parametrize(
    ("value", "is_followed", "closes"),
    [
        ("2", True, True),
        ("2", False, False),
        ("1", True, False),
        ("3", True, False),
        ("", True, False),
        ("22", True, False),
    ],
)
def test_express_dissent_closes_only_in_a_region_that_follows_it(
    value: str, is_followed: bool, closes: bool
) -> None:
    heard = pds_dissent(value, is_followed=is_followed)
    assert (heard is not None) == closes
    assert heard is None or (heard.rule, heard.state) == ("OPT-6", "restricted")


@pytest.mark.parametrize(
    ("value", "state"),
    [("Yes", "ask"), ("Ask", "ask"), ("ask", "ask"), ("No", "withheld"), ("", "withheld"),
     ("Perhaps", "withheld")],
)  # fmt: skip
def test_a_summary_record_is_never_opened_without_asking(value: str, state: str) -> None:
    assert scr_permission(value).state == state
    assert scr_permission(value).rule == "OPT-7"


def test_words_stand_after_the_name_of_a_source():
    for heard in (gp_refusal(403, ["NO_PATIENT_CONSENT"]), pds_dissent("2", is_followed=True)):
        assert isinstance(heard, Heard)
        assert heard.words[0].islower()
        assert heard.words.endswith(".")


def test_nothing_reads_the_opt_outs_about_uses_beyond_care():
    """OPT-1: they do not apply to a person's own care, so no code may know them."""
    found = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for ending in ("*.py", "*.sql", "*.cedar", "*.toml", "*.cedarschema")
        for path in sorted(PACKAGE.rglob(ending))
        if "tests" not in path.parts and path.relative_to(PACKAGE).as_posix() != ITSELF
        for match in [BEYOND_CARE.search(path.read_text("utf-8"))]
        if match
    ]
    assert found == []


def test_the_one_file_that_names_them_does_so_to_say_it_does_not_read_them():
    text = (PACKAGE / ITSELF).read_text("utf-8")
    docstring, rest = text.split('"""', 2)[1:]
    assert BEYOND_CARE.search(docstring)
    assert not BEYOND_CARE.search(rest)
