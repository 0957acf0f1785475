"""The table of rules names every rule of this part, and files that are there."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parents[1]
PACKAGE = HERE.parents[1]
ROW = re.compile(r"^\| (OPT-\d+) \| (.+?) \| .+ \|$", re.MULTILINE)


def test_every_rule_is_in_the_table_with_where_it_is_carried_out() -> None:
    rows = ROW.findall((HERE / "README.md").read_text("utf-8"))
    assert {rule for rule, _ in rows} == {f"OPT-{number}" for number in range(1, 12)}
    for rule, where in rows:
        files = re.findall(r"[\w/]+\.py", where)
        assert files or where in ("not here", "not yet"), rule
        missing = [
            one for one in files if not (HERE / one).exists() and not (PACKAGE / one).exists()
        ]
        assert missing == [], rule
