"""The layout is what ARCHITECTURE.md and the parents' lists say it is."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "carerecord"
LISTS = ["sections", "connectors", "web/pages"]
FORBIDDEN = {"utils", "util", "helpers", "common", "core", "services", "managers", "misc", "lib"}
MOST_LINES = 320


def folders(parent: Path) -> list[str]:
    """The folders of a package that hold Python, tests apart."""
    return sorted(p.parent.name for p in parent.glob("*/__init__.py") if p.parent.name != "tests")


def committed() -> list[Path]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for path in (ROOT / name for name in names.splitlines()) if path.is_file()]


def names_in(file: Path) -> set[str]:
    """Every module imported by one file, every string, and what strings name in `backticks`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found |= set((node.module or "").split("."))
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {part for alias in node.names for part in alias.name.split(".")}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {node.value, *re.findall(r"`(\w+)`", node.value)}
    return found


def python_files() -> Iterator[Path]:
    yield from (path for path in committed() if path.suffix == ".py")


@pytest.mark.parametrize("part", folders(PACKAGE))
def test_every_part_says_what_it_is_for_and_is_on_the_map(part: str) -> None:
    tree = ast.parse((PACKAGE / part / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree), f"carerecord/{part}/__init__.py does not say what it is for"
    map_of_parts = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    assert f"`{part}/`" in map_of_parts, f"ARCHITECTURE.md does not name {part}/"


@pytest.mark.parametrize("parent", LISTS)
def test_every_folder_is_listed_by_name_in_its_parent(parent: str) -> None:
    there = folders(PACKAGE / parent)
    listed = names_in(PACKAGE / parent / "__init__.py")
    assert there, f"nothing found in {parent}"
    assert set(there) - listed == set()


def test_no_folder_or_file_has_a_name_that_says_nothing() -> None:
    paths = [path.relative_to(ROOT) for path in python_files()]
    parts = {part for path in paths for part in (*path.parts[:-1], path.stem)}
    assert parts & FORBIDDEN == set()


def test_no_file_holds_more_than_one_idea() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := path.read_text("utf-8").count("\n")) > MOST_LINES
    }
    assert long == {}


def test_every_test_file_has_a_name_of_its_own() -> None:
    names = [path.name for path in python_files() if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))


def test_connectors_never_import_each_other() -> None:
    protocols = folders(PACKAGE / "connectors")
    for protocol in protocols:
        others = {f"carerecord.connectors.{other}" for other in protocols if other != protocol}
        for file in (PACKAGE / "connectors" / protocol).rglob("*.py"):
            modules = {
                node.module or ""
                for node in ast.walk(ast.parse(file.read_text("utf-8")))
                if isinstance(node, ast.ImportFrom)
            }
            assert not [m for m in modules for other in others if m.startswith(other)], file
