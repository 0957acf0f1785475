"""What nothing here reads: opt-outs about uses beyond a person's own care (OPT-1)."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[3]

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


def test_nothing_reads_the_opt_outs_about_uses_beyond_care():
    """OPT-1: they do not apply to a person's own care, so no code may know them."""
    found = [
        f"{path.relative_to(PACKAGE)}: {match[0]}"
        for ending in ("*.py", "*.sql", "*.cedar", "*.toml", "*.cedarschema")
        for path in sorted(PACKAGE.rglob(ending))
        if "tests" not in path.parts
        for match in [BEYOND_CARE.search(path.read_text("utf-8"))]
        if match
    ]
    assert found == []
