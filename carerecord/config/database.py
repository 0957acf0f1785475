"""Where the database is that a configuration names."""

from __future__ import annotations

from pathlib import Path

from carerecord.config.settings import Settings


def database_of(settings: Settings) -> str | Path:
    """A PostgreSQL address as it is; a file beside the configuration."""
    url = settings.store.url
    return url if "://" in url else settings.beside(url)
