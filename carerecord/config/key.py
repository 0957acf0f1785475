"""The region's secrets: what stands for staff in the store and seals what is not to be read there; what signs the log."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from carerecord.config.settings import Settings, SettingsError

KEY_BYTES = 32
_DO = "Bring back the file that this region was started with, readable by who runs the server"


def region_key(settings: Settings) -> bytes:
    """The region's own secret. Raises SettingsError: without it staff would match nobody."""
    return _secret(settings, settings.region.key_file, "region.key_file")


def audit_seed(settings: Settings) -> bytes:
    """What the audit log is signed with. Raises SettingsError: unsigned, nothing may be shown."""
    return _secret(settings, settings.audit.key_file, "audit.key_file")


def _secret(settings: Settings, name: str, setting: str) -> bytes:
    """32 bytes in a file; made by whoever starts first, readable by its owner alone."""
    path = settings.beside(name)
    try:
        if not path.exists():
            _make_key(path)
        key = path.read_bytes()
    except OSError as error:
        words = f"cannot be made or read: {error.strerror}. {_DO}"
        raise SettingsError(f"{path} ({setting}): {words}") from None
    if len(key) != KEY_BYTES:
        words = f"must hold {KEY_BYTES} bytes, not {len(key)}. {_DO}"
        raise SettingsError(f"{path} ({setting}): {words}")
    return key


def _make_key(path: Path) -> None:
    """Whole or not at all: of several processes that start at once, one makes it and all read the same."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()
