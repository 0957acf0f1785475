"""The newest checkpoint of each log in a file beside the key, so that an older database is noticed."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from carerecord.audit.notes import Checkpoint, Note
from carerecord.config import Settings, SettingsError


def kept_file(settings: Settings) -> Path:
    path = settings.beside(settings.audit.key_file)
    return path.with_name(f"{path.name}.kept")


class Kept:
    """By log. Only what grew is written, whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def lock(self) -> Path:
        """Held by the one process of this machine that publishes."""
        return self._path.with_name(f"{self._path.name}.lock")

    def read(self) -> dict[str, Note]:
        """Raises SettingsError: what was published is not known, so nothing may be added to it."""
        try:
            found = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
            return {str(log): Note.read(note) for log, note in found.items()}
        except (OSError, ValueError, AttributeError) as error:
            raise SettingsError(
                f"{self._path}: cannot be read ({type(error).__name__}). It holds what was published of the "
                "audit log: bring it back from a backup, or remove it if you know why it is damaged"
            ) from None

    def write(self, notes: Mapping[str, Note]) -> None:
        """Beside those of logs that are not named; never fewer entries than were written down before."""
        before = self.read()
        grown = {log: note for log, note in notes.items() if not _shorter(note, before.get(log))}
        content = {log: str(note) for log, note in (before | grown).items()}
        written(self._path, json.dumps(content, indent=1).encode())


def _shorter(note: Note, before: Note | None) -> bool:
    return before is not None and Checkpoint.of(note).size < Checkpoint.of(before).size


def written(path: Path, content: bytes) -> None:
    """A file that is there whole, on the disk, or as it was before."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
