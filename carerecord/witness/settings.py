"""A witness's own configuration, `witness.toml`: whom it knows, where it listens, whom it tells."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from carerecord.audit.notes import COSIGNER, SIGNER, Key, PublicKey
from carerecord.config import SettingsError

SEED_BYTES = 32
_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Own:
    """`[witness]`"""

    name: str  # its own, without a scheme: "ig.northgate.example/witness"
    host: str = "127.0.0.1"
    port: int = 8600
    key_file: str = "witness.key"  # beside this file
    database: str = "witness.db"
    silence_minutes: float = 5.0  # without hearing of a log that is still written


@dataclass(frozen=True, slots=True)
class Tell:
    """`[tell]`: who is told of an alarm."""

    file: str = "alarms.log"  # one line for each alarm, beside this file
    command: tuple[str, ...] = ()  # run with the line as its last argument
    mail_server: str = ""  # "mail.example:25"; empty = no mail
    mail_from: str = ""
    mail_to: tuple[str, ...] = ()
    mail_tls: bool = True  # STARTTLS before anything is sent


@dataclass(frozen=True, slots=True)
class Region:
    """`[[region]]`: one whose logs are witnessed."""

    keys: tuple[str, ...]  # its verifier keys: the one it signs with now, and those before


@dataclass(frozen=True, slots=True)
class WitnessSettings:
    witness: Own
    tell: Tell = field(default_factory=Tell)
    region: tuple[Region, ...] = ()
    folder: Path = Path()

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """Of every region. `SettingsError` for one that is damaged."""
        try:
            found = tuple(PublicKey.read(key) for one in self.region for key in one.keys)
        except ValueError as error:
            raise SettingsError(f"[[region]] keys: {error}") from None
        if any(key.kind != SIGNER for key in found):
            raise SettingsError("[[region]] keys: a witness's key, where a log's is needed")
        return found

    @property
    def key(self) -> Key:
        path = self.folder / self.witness.key_file
        try:
            if path.stat().st_mode & _OTHERS:
                raise SettingsError(f"{path}: others may read it; do chmod 600 on it")
            seed = path.read_bytes()
        except OSError as error:
            raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
        try:
            return Key(self.witness.name, seed, COSIGNER)
        except ValueError as error:
            raise SettingsError(f"{path} or [witness] name: {error}") from None


def read_settings(path: Path) -> WitnessSettings:
    """The configuration of one witness. `SettingsError` names what is wrong."""
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        found = msgspec.convert({**content, "folder": ""}, _Written)
    except FileNotFoundError:
        raise SettingsError(
            f"{path}: no such file; make one with `carerecord witness init`"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{path}: {error}") from None
    settings = WitnessSettings(found.witness, found.tell, found.region, path.resolve().parent)
    return _checked(settings, path)


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    witness: Own
    tell: Tell = msgspec.field(default_factory=Tell)
    region: tuple[Region, ...] = ()
    folder: str = ""


def _checked(settings: WitnessSettings, path: Path) -> WitnessSettings:
    if settings.witness.silence_minutes <= 0:
        raise SettingsError(f"{path}: witness.silence_minutes must be more than 0")
    if settings.tell.mail_server and not (settings.tell.mail_from and settings.tell.mail_to):
        raise SettingsError(f"{path}: mail needs tell.mail_from and tell.mail_to")
    _ = settings.keys
    return settings


def new_key(path: Path) -> None:
    """For its owner alone; one that is there is left as it is."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(SEED_BYTES))
        file.flush()
        os.fsync(file.fileno())
