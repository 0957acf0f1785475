"""A hospital's integration engine, as far as we see it: it sends messages over MLLP and waits for each answer."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime

from carerecord.connectors.hl7v2.framing import Framing, framed
from carerecord.connectors.hl7v2.message import Message, read

_ANSWER_SECONDS = 30.0


class Engine:
    """One connection, kept open."""

    def __init__(self, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
        self._where = host, port
        self._tls = tls
        self._framing = Framing()

    async def __aenter__(self) -> Engine:
        self._reader, self._writer = await asyncio.open_connection(*self._where, ssl=self._tls)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def send(self, message: bytes) -> Message:
        """Its acknowledgement; `ConnectionError` when the other end closes instead."""
        await self.write(framed(message))
        (answer,) = await self.answers(1)
        return answer

    async def write(self, stream: bytes) -> None:
        self._writer.write(stream)
        await self._writer.drain()

    async def answers(self, number: int) -> list[Message]:
        found: list[bytes] = []
        async with asyncio.timeout(_ANSWER_SECONDS):
            while len(found) < number:
                found += self._framing.fed(await self.chunk())
        return [read(one) for one in found]

    async def chunk(self) -> bytes:
        """Of what is answered, as it comes."""
        chunk = await self._reader.read(65536)
        if not chunk:
            raise ConnectionResetError("it closed the connection")
        return chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One stay in hospital, from which each of its messages is written."""

    facility: str  # ODS code
    number: str  # the person's NHS number
    local_id: str
    family: str
    given: str
    birth_date: str  # YYYY-MM-DD
    visit: str
    ward: str
    began: datetime
    patient_class: str = "I"
    address: str = ""  # lines, place, postcode as PID-11 writes them

    def message(
        self, event: str, at: datetime, *, ward: str = "", ended: datetime | None = None
    ) -> bytes:
        """`at`: when it is said; the hospital's own clock shows it with its offset."""
        born = self.birth_date.replace("-", "")
        said = _time(at)
        pv1 = [""] * 46
        pv1[1], pv1[2], pv1[3], pv1[19] = "1", self.patient_class, ward or self.ward, self.visit
        pv1[44], pv1[45] = _time(self.began), _time(ended) if ended else ""
        lines = [
            f"MSH|^~\\&|PAS|{self.facility}|CARERECORD|REGION|{said}||ADT^{event}|{self.visit}-{event}-{said}|P|2.4",
            f"EVN|{event}|{said}",
            f"PID|1||{self.local_id}^^^{self.facility}^MR~{self.number}^^^NHS^NH||{self.family}^{self.given}"
            f"||{born}|||{self.address and '|' + self.address}",
            "PV1" + "|".join(pv1),
        ]
        return "\r".join([*lines, ""]).encode()


def _time(at: datetime) -> str:
    return f"{at:%Y%m%d%H%M%S%z}"
