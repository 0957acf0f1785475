"""Messages that others wrote, made one of our hospital's and sent through a socket: what became of each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from carerecord.connectors.contract import Keep
from carerecord.connectors.hl7v2.batch import batch_of
from carerecord.connectors.hl7v2.fake import Engine
from carerecord.connectors.hl7v2.feed import HospitalFeed
from carerecord.connectors.hl7v2.framing import Framing, framed
from carerecord.connectors.hl7v2.tests.hl7v2_messages import NOW, NUMBER, SETTINGS, SOURCE

OURS = {"MSH": {3: "RNG01", 10: "P"}, "PID": {3: f"N123456^^^RNG01^MR~{NUMBER}^^^NHS^NH", 5: "Gibson^Margery", 7: "19380211"}}  # fmt: skip
"""Fields that make a message one of our hospital's, about somebody known here; MSH-1 is not among its fields."""


@dataclass(slots=True)
class Became:
    messages: int = 0
    filed: int = 0
    aside: int = 0
    refused: int = 0
    why: str = ""


def as_ours(raw: bytes, *names: str) -> bytes:
    return b"\r".join(_as_ours(one, names) for one in re.split(rb"\r\n|\r|\n", raw))


def _as_ours(line: bytes, names: tuple[str, ...]) -> bytes:
    fields = line.removeprefix(b"\xef\xbb\xbf").split(b"|")
    name = fields[0].decode("latin-1")
    for place, value in OURS[name].items() if name in names else ():
        if place < len(fields):
            fields[place] = value.encode()
    return b"|".join(fields)


async def sent(keep: Keep, raw: bytes) -> Became:
    """Each answer counted; a batch is answered once for each of its messages."""
    feed = HospitalFeed(SOURCE, SETTINGS, keep, Path, now=lambda: NOW)
    batch = batch_of(raw)
    became = Became(len(batch.messages) if batch else 1)
    async with feed.running(), Engine("127.0.0.1", feed.listener.port) as engine:
        await engine.write(framed(raw))
        stream = Framing()
        while not (found := stream.fed(await engine.chunk())):
            pass
    for code, words in re.findall(rb"MSA\|(\w\w)\|[^|\r]*\|([^\r]*)", found[0]):
        became.filed += code in (b"AA", b"CA") and not words
        became.aside += code in (b"AA", b"CA") and bool(words)
        became.refused += code not in (b"AA", b"CA")
        became.why = words.decode()
    return became
