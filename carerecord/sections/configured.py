"""The sections that sources share, as the configuration names them."""

from __future__ import annotations

from carerecord.config import Settings, SettingsError
from carerecord.sections import BY_NAME


def refuse_unknown_sections(settings: Settings) -> None:
    """A misspelt section would read as “not shared” for ever (I8). Raises `SettingsError`."""
    for source in settings.source:
        for name in source.sections:
            if name not in BY_NAME:
                known = ", ".join(BY_NAME)
                raise SettingsError(f"source {source.id}: no section “{name}”; known: {known}")
