"""The docs say what the code does: settings, commands, links, tests they name."""

from __future__ import annotations

import dataclasses
import importlib
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from starlette.routing import BaseRoute, Mount, Route

from carerecord import api
from carerecord.cli import carerecord
from carerecord.config import reading
from carerecord.web.pages import PAGES as PAGES_BY_NAME

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
ELSEWHERE = {"git", "cd", "curl", "sudo", "ls", "cat", "kill", "mkdir", "cp"}  # not ours to test

# Put together here, so that this file is not what it finds.
MACHINE = [f"/{folder}/" for folder in ("work", "root", "home", "opt")]
REGISTRIES = [
    f"{name}.{end}"
    for name, end in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb.debian", "org"),
    ]
]


def committed_text() -> list[tuple[str, str]]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = []
    for name in names.splitlines():
        try:
            found.append((name, (ROOT / name).read_text("utf-8")))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def commands(text: str) -> list[str]:
    """The lines of every ```sh block, continued lines joined, comments left out."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [bare for line in lines if (bare := line.split(" #")[0].strip())]


def known_commands(command: click.Command, path: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    found = {path}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            found |= known_commands(below, (*path, name))
    return found


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def unknown(command: str) -> bool:
    words = [word for word in command.split() if not re.match(r"[A-Z_]+=", word)]
    tool = words[0].removeprefix(".venv/bin/")
    if tool == "make":
        return bool(set(words[1:2]) - make_targets())
    if tool == "carerecord":
        names = tuple(word for word in words[1:3] if re.fullmatch(r"[a-z]+", word))
        known = known_commands(carerecord)
        return names not in known and names[:1] not in known
    return tool not in ELSEWHERE | {"pytest", "python", "ruff", "mypy", "lint-imports"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_shown_exists(page: Path) -> None:
    assert [line for line in commands(page.read_text("utf-8")) if unknown(line)] == []


def test_every_command_is_in_the_reference() -> None:
    text = (ROOT / "docs/reference/commands.md").read_text("utf-8")
    ours = {" ".join(("carerecord", *path)) for path in known_commands(carerecord) if path}
    targets = {f"make {name}" for name in make_targets() - {"help", "dev"}}
    assert sorted(name for name in ours | targets if f"`{name}" not in text) == []


def test_every_setting_is_in_the_reference() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    blocks = {
        name: {one.name for one in dataclasses.fields(kind)}
        for name, kind in reading.BLOCKS.items()
    }
    missing = []
    for block, names in blocks.items():
        part = re.search(rf"^## `\[+{block}\]+`(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
        rows = part.group(1) if part else ""
        missing += [f"{block}.{name}" for name in sorted(names) if f"| `{name}` |" not in rows]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_named_in_the_docs_is_there(page: Path) -> None:
    """`carerecord/…`, `tests/…`, `docs/…`, `bench/…` in backticks; a <placeholder> is not a file."""
    named = re.findall(
        r"`((?:carerecord|tests|docs|bench|setup)/[\w./-]+)(?:::\w+)?`", page.read_text("utf-8")
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_test_named_in_the_docs_is_there() -> None:
    everything = "\n".join(text for name, text in committed_text() if "/test_" in f"/{name}")
    defined = set(re.findall(r"def (test_\w+)", everything))
    defined |= {Path(name).stem for name, _ in committed_text()}
    missing = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for name in re.findall(r"\btest_\w+", page.read_text("utf-8"))
        if name not in defined
    }
    assert sorted(missing) == []


def test_the_project_names_no_machine_and_no_registry() -> None:
    words = re.compile("|".join([re.escape(word) for word in [*MACHINE, *REGISTRIES]]))
    found = [
        f"{name}: {match[0]}" for name, text in committed_text() if (match := words.search(text))
    ]
    assert found == []


def test_every_option_of_a_connector_is_in_the_reference() -> None:
    text = (ROOT / "docs/reference/sources.md").read_text("utf-8")
    missing = []
    for protocol in sorted((ROOT / "carerecord/connectors").glob("*/source.py")):
        name = protocol.parent.name
        settings = importlib.import_module(f"carerecord.connectors.{name}.source").Settings
        part = re.search(rf"^## `{name}`(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
        rows = part.group(1) if part else ""
        options = [one.name for one in dataclasses.fields(settings)]
        missing += [f"{name}.{one}" for one in options if f"| `{one}` |" not in rows]
    assert missing == []


def test_every_address_is_in_the_reference() -> None:
    pages = {route.path for page in PAGES_BY_NAME for route in page.ROUTES}
    named = (ROOT / "docs/reference/addresses.md").read_text("utf-8")
    named += (ROOT / "docs/reference/api.md").read_text("utf-8")
    addresses = pages | set(_paths(api.ROUTES))
    assert (
        sorted(path for path in addresses if not re.search(rf"{re.escape(path)}[`?]", named)) == []
    )


def _paths(routes: Sequence[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _paths(route.routes, before + route.path)
        elif isinstance(route, Route):
            yield before + route.path
