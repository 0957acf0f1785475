"""All of Westmere's services that are asked in one process, and what its region has to know of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from carerecord.contract import Person, Resource
from carerecord.demo.configuration import ports_before, source_block
from carerecord.demo.folder import RegionFolder
from carerecord.demo.forking import forked, say
from carerecord.demo.processes import stopped_at_the_end
from carerecord.demo.records import Records
from carerecord.demo.source_process import SourceProcess, opened
from carerecord.demo.sources import DemoSource
from carerecord.demo.westmere.asked.held import HELD
from carerecord.demo.westmere.asked.sources import ASKED


@dataclass(frozen=True, slots=True)
class AskedProcess:
    pid: int
    sources: Sequence[SourceProcess]
    people: Sequence[str]  # NHS numbers

    @property
    def blocks(self) -> list[str]:
        """Of the configuration."""
        return [source_block(one.source, one.url) for one in self.sources]

    @property
    def described(self) -> list[dict[str, object]]:
        return [{**one.described, "people": list(self.people)} for one in self.sources]


@contextmanager
def asked(people: Sequence[Person], day: date, own: RegionFolder) -> Iterator[AskedProcess]:
    ports = ports_before(own.configuration)
    child = forked(lambda pipe: _serve(people, day, ports, pipe), own.logs / "asked.log")
    with stopped_at_the_end([child.pid]):
        said = child.said(2 * len(ASKED))
        sources = [
            SourceProcess(one, child.pid, url, control_url)
            for one, url, control_url in zip(ASKED, said[::2], said[1::2], strict=True)
        ]
        yield AskedProcess(child.pid, sources, [one.nhs_number for one in people])


async def _serve(people: Sequence[Person], day: date, ports: Mapping[str, int], pipe: int) -> None:
    fakes = [await opened(one, _records(one, people, day), ports.get(one.id, 0)) for one in ASKED]
    say(pipe, *(word for one in fakes for word in (one.url, one.control_url)))
    await asyncio.Event().wait()


def _records(source: DemoSource, people: Sequence[Person], day: date) -> Records:
    held: dict[str, list[bytes | Resource]] = {
        one.nhs_number: [*HELD[source.id](one, day)] for one in people
    }
    return held.get
