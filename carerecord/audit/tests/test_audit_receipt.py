"""Nobody but the log, and the spool that an emergency waits in, makes a receipt.

So nobody can ask a source without an entry being durable.
"""

from __future__ import annotations

import ast
from pathlib import Path

import carerecord

ROOT = Path(carerecord.__file__).parent


def makes_a_receipt(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = getattr(called, "id", None) or getattr(called, "attr", None)
            if name == "Receipt":
                return True
    return False


def test_only_the_log_makes_a_receipt():
    files = [path for path in ROOT.rglob("*.py") if "tests" not in path.parts]
    makers = [str(path.relative_to(ROOT)) for path in files if makes_a_receipt(path)]
    assert makers == ["audit/log.py", "audit/spool/file.py"]
