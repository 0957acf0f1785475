"""The key that a region signs its log with, and with it the log's own name; and the keys it signed with before."""

from __future__ import annotations

import contextlib
import os
import secrets
from hashlib import sha256
from pathlib import Path

from carerecord.audit.notes import Key, PublicKey
from carerecord.config import Settings, SettingsError, audit_seed

_OTHERS = 0o077
_SEED_BYTES = 32


def log_key(settings: Settings) -> Key:
    """Named by the region, or by its first key, so that no two regions' logs are called the same.

    Raises SettingsError: a log that cannot be signed is not written, and nothing is shown.
    """
    seed = audit_seed(settings)
    path = _path(settings)
    if path.stat().st_mode & _OTHERS:
        raise SettingsError(f"{path}: others may read the key that signs the log; chmod 600 it")
    return _named(settings, seed)


def log_keys(settings: Settings) -> tuple[PublicKey, ...]:
    """Every key that a log of this region may be signed with: that of now, and those before."""
    return (log_key(settings).public, *_retired(settings))


def next_key(settings: Settings) -> Key:
    """The key to rotate to: made beside the one of now, where it waits until the log says so."""
    path = _waiting(settings)
    with contextlib.suppress(FileExistsError):
        _write(path, secrets.token_bytes(_SEED_BYTES))
    return Key(log_key(settings).public.name, path.read_bytes())


def take_next_key(settings: Settings, old: PublicKey) -> None:
    """The log says that the next key is in force: list the old one, and let its secret half go."""
    if str(old) not in map(str, _retired(settings)):
        with _list(settings).open("a", encoding="utf-8") as file:
            file.write(f"{old}\n")
            file.flush()
            os.fsync(file.fileno())
    _waiting(settings).replace(_path(settings))


def waiting_key(settings: Settings) -> Key | None:
    """The next key, where somebody began to rotate."""
    path = _waiting(settings)
    return Key(log_key(settings).public.name, path.read_bytes()) if path.exists() else None


def _named(settings: Settings, seed: bytes) -> Key:
    retired = _retired(settings)
    made = sha256(Key("unnamed", seed).public.raw).hexdigest()[:12]
    first = retired[0].name if retired else f"carerecord-{made}/audit"
    try:
        return Key(settings.audit.origin or first, seed)
    except ValueError:
        raise SettingsError(
            "audit.origin: a name without a space or a plus, such as record.example/audit"
        ) from None


def _retired(settings: Settings) -> tuple[PublicKey, ...]:
    path = _list(settings)
    try:
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return tuple(PublicKey.read(line) for line in lines if line)
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}") from None


def _path(settings: Settings) -> Path:
    return settings.beside(settings.audit.key_file)


def _list(settings: Settings) -> Path:
    path = _path(settings)
    return path.with_name(f"{path.name}.retired")


def _waiting(settings: Settings) -> Path:
    path = _path(settings)
    return path.with_name(f"{path.name}.next")


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
