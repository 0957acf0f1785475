"""All of Westmere's senders in one process, and what its region has to know of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from carerecord.contract import Person
from carerecord.demo.configuration import block, ports_before
from carerecord.demo.folder import RegionFolder
from carerecord.demo.forking import forked, say
from carerecord.demo.ports import LOOPBACK, free_port
from carerecord.demo.processes import stopped_at_the_end
from carerecord.demo.westmere.senders.messages import (
    of_council,
    of_laboratory,
    of_letters,
    of_wards,
)
from carerecord.demo.westmere.senders.sending import Repeating, posted, put_into, to_port
from carerecord.demo.westmere.senders.sources import (
    COUNCIL,
    EVERY_HOURS,
    LABORATORY,
    LETTERS,
    LISTENED_FOR,
    SENDERS,
    WARDS,
)

_LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class SendersProcess:
    pid: int
    blocks: tuple[str, ...]  # of the configuration
    control_urls: Mapping[str, str]  # by the id of the source
    people: Sequence[str]  # NHS numbers

    @property
    def described(self) -> list[dict[str, object]]:
        return [
            {
                "id": one.id,
                "name": one.name,
                "protocol": one.protocol,
                "control_url": self.control_urls[one.id],
                "people": list(self.people[:1] if one is WARDS else self.people),
            }
            for one in SENDERS
        ]


@contextmanager
def senders(people: Sequence[Person], day: date, own: RegionFolder) -> Iterator[SendersProcess]:
    before = ports_before(own.configuration)
    ports = {one.id: free_port(before.get(one.id, 0)) for one in LISTENED_FOR}
    log = own.logs / "senders.log"
    child = forked(lambda pipe: _serve(people, day, ports, own.path, pipe), log)
    with stopped_at_the_end([child.pid]):
        urls = dict(zip((one.id for one in SENDERS), child.said(len(SENDERS)), strict=True))
        yield SendersProcess(
            child.pid, tuple(_blocks(ports)), urls, [one.nhs_number for one in people]
        )


def _blocks(ports: Mapping[str, int]) -> Iterator[str]:
    for one in SENDERS:
        port = ports.get(one.id)
        listen = {"listen": f"{LOOPBACK}:{port}"}
        drop = {"folder": _folder(one.id), "look_seconds": _LOOK_SECONDS}
        yield block(one, listen if port else drop, sends_every_hours=EVERY_HOURS)


def _folder(source_id: str) -> str:
    return f"drops/{source_id}"


async def _serve(
    people: Sequence[Person], day: date, ports: Mapping[str, int], folder: Path, pipe: int
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    sending = {
        WARDS.id: to_port(ports[WARDS.id], of_wards(people, now)),
        LABORATORY.id: put_into(folder / _folder(LABORATORY.id), of_laboratory(people, day)),
        COUNCIL.id: put_into(folder / _folder(COUNCIL.id), of_council(people, day)),
        LETTERS.id: posted(ports[LETTERS.id], of_letters(people, day)),
    }
    repeating = [Repeating(sending[one.id]) for one in SENDERS]
    for one in repeating:
        await one.control.open()
    say(pipe, *(one.control.url for one in repeating))
    await asyncio.gather(*(one.for_ever() for one in repeating))
