"""There is no second way to a person's data: who may build what, read from the source text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "carerecord"

# What only one part may build.
BUILDERS = {
    "Receipt": "audit/",
    "View": "viewing/",
    "Released": "viewing/",
    "SectionState": "viewing/",
}

RESPONSES = {"Response", "HTMLResponse", "StreamingResponse", "JSONResponse", "PlainTextResponse"}


def files() -> Iterator[tuple[str, ast.Module]]:
    """Every module that runs in production, by its path inside the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if "/tests/" not in f"/{name}" and "node_modules" not in name:
            yield name, ast.parse(path.read_text("utf-8"))


def called(tree: ast.Module) -> set[str]:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        call.attr if isinstance(call, ast.Attribute) else call.id
        for call in calls
        if isinstance(call, ast.Attribute | ast.Name)
    }


def strings(tree: ast.Module) -> set[str]:
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


@pytest.mark.parametrize(("built", "only_in"), BUILDERS.items())
def test_only_one_part_builds(built: str, only_in: str) -> None:
    builders = [name for name, tree in files() if built in called(tree)]
    assert builders, f"nothing builds {built}: has it been renamed?"
    assert [name for name in builders if not name.startswith(only_in)] == []


def test_only_one_file_of_the_pages_makes_responses() -> None:
    """`record_response` takes a `Released`; what cannot call Response cannot go round it."""
    makers = {
        name for name, tree in files() if name.startswith("web/") and called(tree) & RESPONSES
    }
    assert makers - {"web/stylesheet.py"} == {"web/respond.py"}


def test_an_interface_that_opens_a_record_sends_only_what_was_released() -> None:
    opening = [
        (name, function)
        for name, tree in files()
        if name.startswith("api/")
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef) and "records.open" in ast.unparse(function)
    ]
    assert opening
    for name, function in opening:
        sent = [
            ast.unparse(body)
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and ast.unparse(call.func) in RESPONSES
            for body in [*call.args[:1], *(one.value for one in call.keywords if one.arg == "body")]
        ]
        assert sent == ["released.body"], name


def test_no_address_carries_an_nhs_number() -> None:
    routes = {
        text
        for name, tree in files()
        if name.startswith(("web/", "api/"))
        for text in strings(tree)
        if re.fullmatch(r"/[\w{}:./$-]*", text)
    }
    assert routes
    assert [route for route in routes if re.search(r"nhs|number|\d{10}", route)] == []


@pytest.mark.parametrize("module", ["sqlite3", "httpx", "requests", "pickle", "xml.etree"])
def test_nothing_imports_what_was_turned_down(module: str) -> None:
    """sqlite3 beside apsw on one file corrupts; pickle and xml.etree trust what they read.

    httpx costs too much for sources; Authlib's client is one, for sign-in (decision 0006).
    """
    importers = [
        name
        for name, tree in files()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(a.name.startswith(module) for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith(module))
    ]
    assert [name for name in importers if (module, name) != ("httpx", "signin/oidc/http.py")] == []
