"""What a neighbour has to be given before it believes this region: its name, its certificate's fingerprint, its public key."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc.jwk import ECKey, KeySet

from carerecord.config import Settings, SettingsError
from carerecord.regions.agreed import Regions


@dataclass(frozen=True, slots=True)
class Card:
    issuer: str
    fingerprint: str  # SHA-256 of our certificate, hexadecimal
    keys: dict[str, Any]  # a JWK Set, public


def card_of(settings: Settings) -> Card:
    """Makes the key that signs where there is none. Raises `SettingsError`."""
    if not settings.neighbours.key_file:
        raise SettingsError("[neighbours] needs key_file")
    _make_key(settings.beside(settings.neighbours.key_file))
    regions = Regions.of(settings)
    return Card(
        regions.issuer,
        hashlib.sha256(regions.certificate).hexdigest(),
        dict(KeySet([regions.key]).as_dict(private=False)) if regions.key else {},
    )


def _make_key(path: Path) -> None:
    """Readable by its owner alone; one that is there stays."""
    key = ECKey.generate_key("P-256", private=True).as_pem(private=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
    except FileExistsError:
        return
    except OSError as error:
        raise SettingsError(f"[neighbours]: {path} cannot be made: {error.strerror}") from None
