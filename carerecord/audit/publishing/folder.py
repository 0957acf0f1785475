"""A folder that any web server can show: each log as C2SP tiles (c2sp.org/tlog-tiles), without its entries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from carerecord.audit.notes import PublicKey
from carerecord.audit.proving import TILE_LEVELS, TILE_WIDTH, Proving
from carerecord.audit.publishing.kept import written
from carerecord.audit.publishing.store import Due

Tile = tuple[int, int, int]
"""Level, number, and how many hashes are in it."""


class Folder:
    """Tiles first, then the checkpoint that needs them."""

    def __init__(self, path: Path, proving: Proving) -> None:
        self._path = path
        self._proving = proving
        self._sizes: dict[str, int] = {}

    async def publish(self, due: Due, keys: tuple[PublicKey, ...]) -> None:
        log = self._path / due.log
        if due.closed and _holds(log / "checkpoint", str(due.note)):
            return
        for tile in [] if due.lost else tiles(self._sizes.get(due.log, 0), due.size):
            await self._write(due.log, log / "tile" / tile_path(*tile), tile)
        log.mkdir(parents=True, exist_ok=True)
        written(log / "checkpoint", str(due.note).encode())
        written(self._path / "keys", "".join(f"{key}\n" for key in keys).encode())
        self._sizes[due.log] = due.size

    async def _write(self, log: str, file: Path, tile: Tile) -> None:
        """A full tile never changes."""
        if tile[2] < TILE_WIDTH or not _is_there(file):
            _put(file, await self._proving.tile(log, *tile), full=tile[2] == TILE_WIDTH)


def _holds(file: Path, content: str) -> bool:
    """Whether it says this already: a closed log changes no more, and may have been pruned since."""
    return file.exists() and file.read_bytes() == content.encode()


def _is_there(file: Path) -> bool:
    return file.exists()


def _put(file: Path, content: bytes, *, full: bool) -> None:
    """Of a full tile, nobody needs what it was while it filled."""
    file.parent.mkdir(parents=True, exist_ok=True)
    written(file, content)
    if full:
        shutil.rmtree(file.with_name(f"{file.name}.p"), ignore_errors=True)


def tiles(old: int, size: int) -> Iterator[Tile]:
    """Those that a log of `size` has and one of `old` had not."""
    level = 0
    while size:
        for number in range(old // TILE_WIDTH, -(-size // TILE_WIDTH)):
            yield level, number, min(TILE_WIDTH, size - number * TILE_WIDTH)
        old, size, level = old >> TILE_LEVELS, size >> TILE_LEVELS, level + 1


def tile_path(level: int, number: int, width: int) -> str:
    """Under `tile/`: 0/x001/234, and 0/x001/234.p/12 for one that is not full."""
    parts = [f"{number % 1000:03}"]
    while number := number // 1000:
        parts.insert(0, f"x{number % 1000:03}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"{level}/{'/'.join(parts)}{partial}"


def tile_of(level: int, path: str) -> Tile | None:
    """What `tile_path` spells; None for what it never would."""
    name, _, width = path.partition(".p/")
    digits = name.replace("/", "").replace("x", "")
    wide = width or str(TILE_WIDTH)
    if not (digits.isascii() and digits.isdigit() and wide.isascii() and wide.isdigit()):
        return None
    tile = level, int(digits), int(wide)
    return (
        tile
        if tile[2] <= TILE_WIDTH and len(path) < 40 and tile_path(*tile) == f"{level}/{path}"
        else None
    )
