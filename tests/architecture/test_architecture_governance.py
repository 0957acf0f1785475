"""Every rule of governance about who may look has its row: where it is, what fails without it, or why it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/governance-rules.md"
GOVERNANCE = ROOT.parent / "shared/docs/governance.md"  # beside the project, where there is one
ROW = re.compile(r"^\| ([A-Z]{3}-\d+|LR-\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
LAST = {
    "AUT": 11, "LR": 26, "ROL": 6, "ORG": 6, "TRN": 5, "BTG": 10, "OPT": 11, "SEN": 17,
    "SFL": 8, "CHD": 5, "PRX": 1, "DEC": 3, "OWN": 6, "ALR": 10, "PAT": 8, "SRC": 7,
}  # fmt: skip
"""The families of sections 3.1 to 3.10 and 3.12 to 3.14, and the last number of each."""
UNUSED = {"LR-19"}


def every_rule() -> Iterator[str]:
    for family, last in LAST.items():
        yield from (rule for n in range(1, last + 1) if (rule := f"{family}-{n}") not in UNUSED)


def rows() -> dict[str, tuple[str, str]]:
    """Where it is and what is said of it, by rule."""
    found = ROW.findall(PAGE.read_text("utf-8"))
    assert len({rule for rule, *_ in found}) == len(found), "a rule has two rows"
    return {rule: (where, said) for rule, _, where, said in found}


def test_every_rule_of_governance_has_its_row() -> None:
    assert list(rows()) == list(every_rule())


@pytest.mark.parametrize("rule", [*every_rule()])
def test_a_rule_names_where_it_is_and_what_fails_without_it_or_why_it_is_not(rule: str) -> None:
    where, said = rows()[rule]
    files = re.findall(r"`(carerecord/[\w./-]+)`", where)
    assert [name for name in files if not (ROOT / name).is_file()] == []
    reason = re.search(r"\bNot (here|yet): .{20,}", said)
    assert reason or (files and "`test_" in said), f"{rule} is neither carried out nor excused"
    assert files or reason, f"{rule} names no file"


def test_the_rules_are_those_of_the_governance_document() -> None:
    if not GOVERNANCE.exists():
        pytest.skip("no governance document beside the project")
    text = GOVERNANCE.read_text("utf-8")
    chapters = re.split(r"^## 3\.(\d+)", text, flags=re.MULTILINE)
    ours = "".join(
        body
        for number, body in zip(chapters[1::2], chapters[2::2], strict=True)
        if int(number) in {*range(1, 11), 12, 13, 14}
    )
    families = "|".join(LAST)
    said = re.findall(rf"^\| ((?:{families})-\d+) \|", ours, re.MULTILINE)
    assert sorted(set(said)) == sorted(every_rule())
