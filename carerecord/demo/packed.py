"""One source's records in one file, found by NHS number, so that a source needs no memory for them.

`{source}.ndjson` has one resource on each line, a person's lines together; `{source}.index.json` says
where each person's lines begin and how many bytes they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

_index_decoder = msgspec.json.Decoder(dict[str, tuple[int, int]])


class Packer:
    """Writes the files of every source, one person after the other."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, BinaryIO] = {}
        self._indexes: dict[str, dict[str, tuple[int, int]]] = {}

    def add(self, source_id: str, nhs_number: str, resources: Iterable[bytes]) -> None:
        file = self._file(source_id)
        start = file.tell()
        for resource in resources:
            file.write(resource + b"\n")
        self._indexes[source_id][nhs_number] = (start, file.tell() - start)

    def _file(self, source_id: str) -> BinaryIO:
        if source_id not in self._files:
            self._files[source_id] = (self._folder / f"{source_id}.ndjson").open("wb")
            self._indexes[source_id] = {}
        return self._files[source_id]

    def __enter__(self) -> Packer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for source_id, file in self._files.items():
            file.close()
            index = msgspec.json.encode(self._indexes[source_id])
            (self._folder / f"{source_id}.index.json").write_bytes(index)


class Packed:
    """Reads one source's file. A source nobody was packed for is empty."""

    def __init__(self, folder: Path, source_id: str) -> None:
        data = folder / f"{source_id}.ndjson"
        index = folder / f"{source_id}.index.json"
        self._index = _index_decoder.decode(index.read_bytes()) if index.exists() else {}
        self._file = os.open(data, os.O_RDONLY) if self._index else -1

    def of(self, nhs_number: str) -> list[bytes] | None:
        """The person's resources as they were packed; None when this source does not know them."""
        if (found := self._index.get(nhs_number)) is None:
            return None
        start, length = found
        return os.pread(self._file, length, start).splitlines()
