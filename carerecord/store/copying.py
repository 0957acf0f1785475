"""A copy of an embedded database while others go on writing to it: whole, and as it was at one moment."""

from __future__ import annotations

import os
from pathlib import Path

import apsw

from carerecord.store.errors import StoreUnavailable


def copy_file(path: Path, target: Path) -> None:
    """The database at `path` into a new file for its owner alone. `StoreUnavailable`: there is no copy."""
    part = target.with_name(f"{target.name}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600))
        _copied(path, part)
        os.link(part, target)  # never over another
    except FileExistsError:
        raise StoreUnavailable(f"{target} is there already") from None
    except (apsw.Error, OSError) as error:
        raise StoreUnavailable(f"{target} could not be written: {error}") from None
    finally:
        part.unlink(missing_ok=True)


def _copied(path: Path, part: Path) -> None:
    source, copy = apsw.Connection(str(path)), apsw.Connection(str(part))
    try:
        with copy.backup("main", source, "main") as backup:
            backup.step(-1)  # in one go: each write of others would begin it again
    finally:
        copy.close()
        source.close()
