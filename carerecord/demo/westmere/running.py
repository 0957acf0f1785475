"""Start Westmere beside the demo's own region: its hospital and its server, in a folder inside the demo's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial

from carerecord.config import SettingsError, read
from carerecord.contract import Resource
from carerecord.demo.configuration import ports_before, source_block, write_configuration
from carerecord.demo.contents import Contents
from carerecord.demo.fill import fill
from carerecord.demo.folder import Made, RegionFolder, Wish
from carerecord.demo.onboarded import Place
from carerecord.demo.people import InventedPerson, InventedStaff
from carerecord.demo.ports import LOOPBACK, free_port
from carerecord.demo.processes import stopped_at_the_end
from carerecord.demo.records import Records
from carerecord.demo.server_process import ServerProcess
from carerecord.demo.source_process import SourceProcess, start_source
from carerecord.demo.sources import BEYOND
from carerecord.demo.westmere.agreed import Side, block, make_certificates
from carerecord.demo.westmere.asked import ASKED, AskedProcess, asked
from carerecord.demo.westmere.contents import (
    DOCTOR,
    STAFF,
    contents_of,
    seen_there,
    sent_about,
    written_there,
)
from carerecord.demo.westmere.senders import SENDERS, SendersProcess, senders
from carerecord.fhir import encode_resource

NAME = "Westmere Shared Care Record"
EASTFIELD = Place("QNE01", "Eastfield", "neighbour")
WESTMERE = Place("QNW01", "Westmere", "neighbour")


@dataclass(frozen=True, slots=True)
class Westmere:
    base_url: str
    block: str  # what the demo's own region has in its configuration
    people: tuple[str, ...]  # NHS numbers
    server: ServerProcess
    senders: SendersProcess
    asked: AskedProcess

    staff: tuple[str, ...] = (DOCTOR,)

    @property
    def described(self) -> dict[str, object]:
        return {
            "name": NAME,
            "base_url": self.base_url,
            "staff": list(self.staff),
            "people": list(self.people),
            "senders": self.senders.described,
            "asked": self.asked.described,
        }


@contextmanager
def westmere(contents: Contents, made: Made, folder: RegionFolder) -> Iterator[Westmere]:
    """Made at the first start, as its neighbour is. Its server is starting: wait for it when it is needed."""
    people = seen_there(contents)
    if not people:
        raise SettingsError("--neighbour needs invented people; leave --bundles out.")
    own = RegionFolder(folder.neighbour)
    with ExitStack() as stack:
        stack.enter_context(own.alone())
        before = own.made(Wish(len(people), made.seed), made.day)
        source = stack.enter_context(_hospital(people, made, own))
        patients = [one.person for one in sent_about(people)]
        sending = stack.enter_context(senders(patients, made.day, own))
        answering = stack.enter_context(asked(patients, made.day, own))
        home = _side(EASTFIELD, folder, contents.staff)
        away = _side(WESTMERE, own, STAFF)
        make_certificates((home, away))
        port = free_port(ports_before(own.configuration).get("server", 0))
        ours, theirs = block(home, away), block(away, home)
        blocks = [
            source_block(BEYOND, source.url),
            *sending.blocks,
            *answering.blocks,
            theirs,
        ]
        write_configuration(own.configuration, port, 1, blocks, NAME)
        if not before.filled:
            own.clear()
            own.remember(before)
            everyone = (BEYOND, *SENDERS, *ASKED)
            fill(read(own.configuration), contents_of(people, made), everyone, EASTFIELD)
            own.finished(before)
        numbers = tuple(one.person.nhs_number for one in people)
        server = ServerProcess(own.configuration, port, own.logs / "server.log")
        stack.callback(server.stop)
        yield Westmere(f"http://{LOOPBACK}:{port}", ours, numbers, server, sending, answering)


def _side(place: Place, folder: RegionFolder, staff: tuple[InventedStaff, ...]) -> Side:
    port = free_port(ports_before(folder.configuration).get("neighbours", 0))
    return Side(place, folder.path, port, staff)


@contextmanager
def _hospital(
    people: tuple[InventedPerson, ...], made: Made, own: RegionFolder
) -> Iterator[SourceProcess]:
    by_number = {one.person.nhs_number: one for one in people}
    own.logs.mkdir(exist_ok=True)
    started = start_source(
        BEYOND,
        partial(_records, by_number, made),
        port=ports_before(own.configuration).get(BEYOND.id, 0),
        log=own.logs / f"{BEYOND.id}.log",
    )
    with stopped_at_the_end([started.pid]):
        yield started.ready()


def _records(by_number: Mapping[str, InventedPerson], made: Made) -> Records:
    """Called in the hospital's own process, which remembers what it told."""

    @cache
    def records(nhs_number: str) -> list[bytes | Resource] | None:
        person = by_number.get(nhs_number)
        return [encode_resource(one) for one in written_there(person, made)] if person else None

    return records
