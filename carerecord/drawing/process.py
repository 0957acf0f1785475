"""Start the process that draws for one document, and believe nothing it says but pictures and words."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from carerecord.drawing.contract import PDF, CannotDraw, Leaf, Leaves, Why

CHILD = Path(__file__).with_name("child.py")
MOST_BYTES = 32 << 20  # of a document
MOST_DRAWN = 24 << 20  # bytes of what comes back
SECONDS = 12.0
READING_SECONDS = 3.0  # for the words of all PDFs of a record
AT_ONCE = 2  # in one worker
WAITING = 8  # more than this, and the next is turned away


class _Said(msgspec.Struct):
    words: list[str | None] = []
    leaves: tuple[Leaf, ...] = ()
    total: int = 0
    why: Why | None = None


_decoder = msgspec.msgpack.Decoder(_Said)


@dataclass(slots=True)
class Drawing:
    """One for each worker. A process of its own for each document: nothing of one person is there for the next."""

    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _waiting: int = 0

    async def pages(self, kind: str, body: bytes, first: int, count: int) -> Leaves:
        """Pages `first` (from 1) to `first + count - 1`, as far as there are; `kind` is one of `DRAWN`.

        Raises `CannotDraw`.
        """
        if len(body) > MOST_BYTES:
            raise CannotDraw("too-large")
        question = {"body": body, "pdf": kind == PDF, "first": first, "count": count}
        said = await self._said(question)
        if said.why:
            raise CannotDraw(said.why)
        return Leaves(said.leaves, first, said.total)

    async def words(self, bodies: Sequence[bytes]) -> list[str | None]:
        """Of PDFs of one person, in their order; None for what could not be read, or not in the time there is."""
        taken, size = 0, 0
        for body in bodies:
            if (size := size + len(body)) > MOST_BYTES:
                break
            taken += 1
        try:
            said = await self._said({"bodies": bodies[:taken], "seconds": READING_SECONDS})
        except CannotDraw:
            return [None] * len(bodies)
        return [*said.words, *[None] * (len(bodies) - len(said.words))][: len(bodies)]

    async def _said(self, question: object) -> _Said:
        if self._waiting >= WAITING:
            raise CannotDraw("busy")
        self._waiting += 1
        try:
            async with self._places:
                return _read(await _drawn(msgspec.msgpack.encode(question)))
        finally:
            self._waiting -= 1


async def _drawn(question: bytes) -> bytes:
    """What it wrote; nothing when it was ended by a limit of its own."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(CHILD)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a message may quote the document
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await child.communicate(question)
    except TimeoutError:
        raise CannotDraw("too-large") from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    return said


def _read(said: bytes) -> _Said:
    if not said or len(said) > MOST_DRAWN:
        raise CannotDraw("too-large")
    try:
        return _decoder.decode(said)
    except msgspec.DecodeError:
        raise CannotDraw("damaged") from None
