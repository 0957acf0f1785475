"""The spool of a node as the configuration has it; none where no folder is named."""

from __future__ import annotations

import os
from datetime import timedelta

from carerecord.audit.key import log_key, log_keys
from carerecord.audit.spool.contract import Bounds
from carerecord.audit.spool.file import Spool
from carerecord.audit.spool.lines import Lines
from carerecord.config import Settings, SettingsError, region_key
from carerecord.sealing import derived_key


def spool_of(settings: Settings) -> Spool | None:
    """Raises SettingsError for a folder that cannot be: a spool that is missed only in an outage helps nobody."""
    audit = settings.audit
    if not audit.spool:
        return None
    folder = settings.beside(audit.spool)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"audit.spool: {folder} cannot be made: {error.strerror}") from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
        raise SettingsError(
            f"audit.spool: {folder} is somebody else’s: nothing can be written there"
        )
    sealing = derived_key(region_key(settings), "carerecord emergency spool 1")
    lines = Lines(audit.node, sealing, log_key(settings), log_keys(settings))
    bounds = Bounds(
        entries=audit.spool_entries,
        size=audit.spool_bytes,
        time=timedelta(minutes=audit.spool_minutes),
    )
    return Spool(folder, lines, bounds)
