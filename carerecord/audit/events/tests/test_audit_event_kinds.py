"""Every kind of entry has its event, and every event of governance its entries; the reference says which."""

from __future__ import annotations

import re
from pathlib import Path

from carerecord.audit import KINDS
from carerecord.audit.events import SHAPES

PAGE = Path(__file__).parents[4] / "docs/reference/audit-event.md"
PACKAGE = Path(__file__).parents[3]
AUD_1 = (
    "session", "launch", "search", "decision", "section view", "item or document open", "print, copy, export",
    "source query and answer", "break-glass start and stop", "consent change",
    "policy, configuration or agreement change", "training", "user administration", "audit query itself",
    "policy officer’s action", "connector change", "backup and restore",
)  # fmt: skip
"""As governance lists them (AUD-1)."""
WRITTEN = re.compile(
    r"^\| ([^|`]+) \| ((?:`[a-z-]+` ?)+) \| ((?:`[a-z_/]+\.py` ?)+) \|$", re.MULTILINE
)
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


def _written() -> dict[str, tuple[list[str], list[str]]]:
    """By event: its kinds, and the files that write them."""
    return {
        event: (re.findall(r"[a-z-]+", kinds), re.findall(r"[a-z_/]+\.py", files))
        for event, kinds, files in WRITTEN.findall(PAGE.read_text("utf-8"))
    }


def test_every_event_of_governance_has_its_entries() -> None:
    assert set(AUD_1) - _written().keys() == set()


def test_every_kind_is_of_an_event() -> None:
    kinds = {kind for kinds, _ in _written().values() for kind in kinds}
    assert kinds == KINDS.keys()


def test_every_kind_is_written_where_the_reference_says() -> None:
    for event, (kinds, files) in _written().items():
        text = "".join((PACKAGE / file).read_text("utf-8") for file in files)
        assert [kind for kind in kinds if f'"{kind}"' not in text] == [], event
