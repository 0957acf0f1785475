"""Say that the region is ready: `demo.json` for programs, a few lines for people."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from carerecord.contract import Person
from carerecord.demo.contents import EMERGENCY_DOCTOR, Contents
from carerecord.demo.folder import write_atomically
from carerecord.demo.launching import RecordSystem
from carerecord.demo.national import NationalProcess
from carerecord.demo.source_process import SourceProcess
from carerecord.demo.telling import Telling
from carerecord.demo.westmere import Westmere

_TRY_FIRST = ("medicines-conflict", "allergies-disagree")


@dataclass(frozen=True, slots=True)
class Ready:
    """What is running."""

    base_url: str
    contents: Contents
    sources: Sequence[SourceProcess]
    index: NationalProcess
    server: int  # its process
    record_system: RecordSystem
    neighbour: Westmere | None = None


def write_ready_file(path: Path, ready: Ready) -> None:
    base_url, contents, record_system = ready.base_url, ready.contents, ready.record_system
    neighbour = ready.neighbour
    content = {
        "base_url": base_url,
        "fhir_url": f"{base_url}/fhir/R4",
        "people": [_person(person, contents) for person in contents.people],
        "staff": [
            {
                "username": member.username,
                "name": member.name,
                "role": member.role_name.lower() if member.role_name != "GP" else "GP",
                "organisation": member.organisation,
                "cares_for": contents.cared_for(member),
            }
            for member in contents.staff
        ],
        "sources": [one.described for one in ready.sources],
        "national_index": ready.index.described,
        "launchers": [record_system.described],
        "neighbours": [neighbour.described] if neighbour else [],
        "pids": {
            "demo": os.getpid(),
            "server": ready.server,
            "sources": {one.source.id: one.pid for one in ready.sources},
            "national_index": ready.index.pid,
            "launchers": {record_system.described["id"]: record_system.pid},
            "neighbours": _pids(neighbour) if neighbour else {},
        },
    }
    write_atomically(path, msgspec.json.format(msgspec.json.encode(content)))


def announce(telling: Telling, folder: Path, ready: Ready) -> None:
    base_url, contents, record_system = ready.base_url, ready.contents, ready.record_system
    first = _first(contents)
    telling.line()
    telling.line(f"Ready: {base_url}")
    telling.line(f"  API      {base_url}/fhir/R4   (carerecord token --as … --dir {folder})")
    telling.line(f"  sign in  {EMERGENCY_DOCTOR}, or {_others(contents)}")
    if first:
        born = f"born {first.birth_date}" if first.birth_date else "birth date not known"
        telling.line(f"  try      {_name(first)}, {born}, NHS number {first.nhs_number}")
    telling.line(
        f"  launch   {record_system.url}   (a hospital’s own system, as {EMERGENCY_DOCTOR})"
    )
    if ready.neighbour:
        who = " and ".join(ready.neighbour.staff)
        telling.line(f"  beside   {ready.neighbour.base_url}   (the neighbouring region, as {who})")
    telling.line(f"  region   {len(contents.people):,} people; everything is in {folder}")
    telling.line("Ctrl-C stops it. Everyone here is invented.")


def _pids(neighbour: Westmere) -> dict[str, int]:
    return {
        "server": neighbour.server.pid,
        "senders": neighbour.senders.pid,
        "asked": neighbour.asked.pid,
    }


def _person(person: Person, contents: Contents) -> dict[str, str]:
    return {
        "nhs_number": person.nhs_number,
        "name": _name(person),
        "birth_date": person.birth_date,
        "case": contents.cases.get(person.nhs_number, ""),
    }


def _name(person: Person) -> str:
    return f"{person.family.upper()}, {person.given}" if person.given else person.family.upper()


def _first(contents: Contents) -> Person | None:
    """Somebody the emergency doctor may see at once; a case worth seeing if there is one."""
    doctor = next((one for one in contents.staff if one.username == EMERGENCY_DOCTOR), None)
    cared_for = set(contents.cared_for(doctor)) if doctor else set()
    known = [person for person in contents.people if person.nhs_number in cared_for]
    for case in _TRY_FIRST:
        for person in known:
            if contents.cases.get(person.nhs_number) == case:
                return person
    return known[0] if known else None


def _others(contents: Contents) -> str:
    names = [one.username for one in contents.staff if one.username != EMERGENCY_DOCTOR]
    return ", ".join(names[:3]) + f" and {max(len(names) - 3, 0)} others"
