"""Every rule is listed and explained where a governance lead looks for it."""

from __future__ import annotations

import re
from pathlib import Path

from carerecord import access
from carerecord.access import Policies, decide, terms
from carerecord.access.policies import FILES

HERE = Path(access.__file__).parent
FOLDER = HERE / "policies"
ROW = re.compile(r"^\| ([A-Z0-9][\w.-]*) \| (\S+) \| (.+) \|$", re.MULTILINE)


def listed() -> list[tuple[str, str, str]]:
    return ROW.findall((HERE / "README.md").read_text("utf-8"))


def ids_in(name: str) -> list[str]:
    return re.findall(r'^@id\("([^"]+)"\)$', (FOLDER / name).read_text("utf-8"), re.MULTILINE)


def test_every_policy_file_is_listed_and_every_listed_file_is_there() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.cedar")) == sorted(FILES)


def test_the_table_of_rules_repeats_each_policy_in_order_and_in_its_own_words() -> None:
    rules = Policies.load().rules
    written = [
        (rule, f"policies/{name}", rules[rule].comment) for name in FILES for rule in ids_in(name)
    ]
    assert written == [row for row in listed() if row[1].startswith("policies/")]


def test_the_engine_knows_the_rules_by_their_governance_ids() -> None:
    assert list(Policies.load().rules) == [rule for name in FILES for rule in ids_in(name)]


def test_every_policy_says_in_plain_english_what_it_does() -> None:
    for rule in Policies.load().listing():
        assert rule.comment.endswith("."), rule.id


def test_rules_that_code_gives_are_in_the_table() -> None:
    given = {
        *re.findall(r'"(3\.1-\w+|\w+-none)"', text_of(decide) + text_of(terms)),
        *re.findall(r'"((?:SEN|SFL|ROL|OPT)-\d+)"', withholding()),
    }
    assert given == {rule for rule, at, _ in listed() if not at.startswith("policies/")}


def text_of(function: object) -> str:
    module = str(getattr(function, "__module__", "")).rpartition(".")[2]
    return (HERE / f"{module}.py").read_text("utf-8")


def withholding() -> str:
    return "".join(path.read_text("utf-8") for path in sorted((HERE / "withholding").glob("*.py")))
