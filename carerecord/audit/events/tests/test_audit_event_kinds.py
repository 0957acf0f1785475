"""Every kind of entry has its event, and the reference says which."""

from __future__ import annotations

import re
from pathlib import Path

from carerecord.audit import KINDS
from carerecord.audit.events import SHAPES

PAGE = Path(__file__).parents[4] / "docs/reference/audit-event.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| (.*?) \| (.*?) \| ([CRUDE]) \| (.*?) \|$", re.MULTILINE)


def test_every_kind_of_entry_has_a_shape() -> None:
    assert sorted(KINDS.keys() - SHAPES.keys()) == []


def test_the_reference_has_the_same_table() -> None:
    said = {kind: rest for kind, *rest in ROW.findall(PAGE.read_text("utf-8"))}
    assert said == {
        kind: [
            f"`{shape.profile}`" if shape.profile else "–",
            " ".join(f"`{one['code']}`" for one in (shape.type, *shape.subtypes)),
            shape.action,
            f"`{shape.outcome}`",
        ]
        for kind, shape in SHAPES.items()
    }
