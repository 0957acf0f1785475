"""SQL as SQL: one file beside the code that runs it, each statement under a `-- name:` line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

_NAME = re.compile(r"^--\s*name:\s*([a-z][a-z0-9_]*)\s*$", re.MULTILINE)
_COMMENT_LINE = re.compile(r"^\s*--.*\n?", re.MULTILINE)


class Queries:
    """One attribute for each named statement of a file."""

    def __init__(self, origin: str, statements: Mapping[str, str]) -> None:
        self._origin = origin
        self._statements = dict(statements)

    def __getattr__(self, name: str) -> str:
        try:
            return self._statements[name]
        except KeyError:
            raise AttributeError(f"{self._origin} has no statement named “{name}”") from None

    def __dir__(self) -> list[str]:
        return sorted(self._statements)


def sql(package_file: str, name: str) -> Queries:
    """The statements of the file called `name` beside `package_file` (pass `__file__`)."""
    path = Path(package_file).with_name(name)
    return Queries(str(path.name), read_statements(path.read_text("utf-8"), path.name))


def read_statements(text: str, origin: str) -> dict[str, str]:
    """Name to statement, without comment lines or the closing semicolon."""
    _, *parts = _NAME.split(text)
    found: dict[str, str] = {}
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        statement = _COMMENT_LINE.sub("", body).strip().removesuffix(";").strip()
        if not statement:
            raise ValueError(f"{origin}: “{name}” has no statement")
        if name in found:
            raise ValueError(f"{origin}: “{name}” is named twice")
        found[name] = statement
    return found
