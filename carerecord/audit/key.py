"""The key that a region signs its log with, and with it the log's own name."""

from __future__ import annotations

from hashlib import sha256

from carerecord.audit.notes import Key
from carerecord.config import Settings, SettingsError, audit_seed


def log_key(settings: Settings) -> Key:
    """Named by the region, or by the key itself, so that no two regions' logs are called the same.

    Raises SettingsError: a log that cannot be signed is not written, and nothing is shown.
    """
    seed = audit_seed(settings)
    made = sha256(Key("unnamed", seed).public.raw).hexdigest()[:12]
    try:
        return Key(settings.audit.origin or f"carerecord-{made}/audit", seed)
    except ValueError:
        raise SettingsError(
            "audit.origin: a name without a space or a plus, such as record.example/audit"
        ) from None
