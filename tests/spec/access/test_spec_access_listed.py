"""Every rule is listed, counted and explained: a deleted one cannot go unseen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from carerecord import access
from carerecord.access import Policies
from carerecord.access.decide import NO_LINK, NOT_CHECKED
from carerecord.access.policies import FILES
from carerecord.access.withholding.restricted import restricted_codes

HERE = Path(access.__file__).parent
FOLDER = HERE / "policies"
ROW = re.compile(r"^\| ([A-Z0-9][\w.-]*) \| (\S+) \| (.+) \|$", re.MULTILINE)

EXPECTED = {
    "organisation.cedar": 1,
    "training.cedar": 1,
    "role.cedar": 1,
    "purpose.cedar": 1,
    "own_record.cedar": 2,
    "objection.cedar": 2,
    "relationship.cedar": 17,
    "emergency.cedar": 2,
}


def listed() -> dict[str, str]:
    return {rule: where for rule, where, _ in ROW.findall((HERE / "README.md").read_text("utf-8"))}


def ids_in(name: str) -> list[str]:
    return re.findall(r'^@id\("([^"]+)"\)$', (FOLDER / name).read_text("utf-8"), re.MULTILINE)


def test_every_policy_file_is_listed_and_every_listed_file_is_there():
    assert sorted(path.name for path in FOLDER.glob("*.cedar")) == sorted(FILES)


@pytest.mark.parametrize(("name", "count"), EXPECTED.items())
def test_each_file_holds_as_many_rules_as_expected(name: str, count: int) -> None:
    assert len(ids_in(name)) == count


def test_every_file_is_counted():
    assert set(EXPECTED) == set(FILES)


def test_every_policy_is_in_the_table_of_rules_under_its_file():
    written = {rule: f"policies/{name}" for name in FILES for rule in ids_in(name)}
    assert written == {rule: at for rule, at in listed().items() if at.startswith("policies/")}


def test_the_engine_knows_the_rules_by_their_governance_ids():
    assert list(Policies.load().rules) == [rule for name in FILES for rule in ids_in(name)]


def test_every_policy_says_in_plain_english_what_it_does():
    for name in FILES:
        text = (FOLDER / name).read_text("utf-8")
        for block in text.split("@id(")[:-1]:
            assert block.rstrip().splitlines()[-1].startswith("// "), name


def test_rules_that_code_gives_are_in_the_table():
    given = {NO_LINK.rule, NOT_CHECKED.rule, *restricted_codes().rules.values()}
    source = (HERE / "withhold.py").read_text("utf-8")
    given |= set(re.findall(r'"((?:SEN|SFL|ROL)-\d+)"', source))
    assert given == {rule for rule, at in listed().items() if not at.startswith("policies/")}
