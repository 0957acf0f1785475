"""Deal a folder of bundles: every usable file a person, every other file named with its reason."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

import msgspec

from carerecord.config import SettingsError
from carerecord.contract import Person, Resource
from carerecord.demo.bundles.asked_for import asked_for
from carerecord.demo.bundles.dealing import deal
from carerecord.demo.bundles.grouping import SUPPORTING
from carerecord.demo.bundles.homes import Homes
from carerecord.demo.bundles.overlay import Overlay
from carerecord.demo.bundles.people import (
    identify,
    identity_of,
    number_said,
    one_patient,
)
from carerecord.demo.bundles.reading import (
    Bundle,
    Entry,
    Unusable,
    bundle_files,
    encode,
    read_bundle,
)
from carerecord.demo.packed import Packer
from carerecord.demo.people.numbers import numbers
from carerecord.fhir import decode_resource

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Dealt:
    people: tuple[Person, ...]
    skipped: tuple[tuple[str, str], ...] = ()  # file, why


@dataclass(frozen=True, slots=True)
class _File:
    """One file, dealt and written out: from here on nothing in it can fail."""

    person: Person
    identity: object
    held: dict[str, list[bytes]]
    truth: list[bytes]
    notes: tuple[str, ...]


@dataclass(slots=True)
class _Table:
    """What is carried from one file to the next."""

    folder: Path
    overlay: Overlay
    seed: int
    today: date
    library: list[Entry] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    seen: dict[object, str] = field(default_factory=dict)  # person → file
    taken: set[str] = field(default_factory=set)  # numbers nobody else may be given
    used: set[str] = field(default_factory=set)  # numbers of the people so far
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def keep(self, file: _File, name: str) -> None:
        self.people.append(file.person)
        self.seen[file.identity] = name
        self.taken.add(file.person.nhs_number)
        self.used.add(file.person.nhs_number)


def deal_folder(
    folder: Path, into: Path, *, overlay: Overlay, seed: int, today: date, say: Say
) -> Dealt:
    """Pack every usable bundle into `into`. Raises `SettingsError` when not one can be used.

    One file is in memory at a time, whatever the folder holds; files that bring no person are read
    first, because the others refer to the organisations and practitioners in them.
    """
    files = _files(folder)
    table = _Table(folder, overlay, seed, today, taken=set(overlay.numbers))
    fresh = (number for number in numbers(seed) if number not in table.taken)
    with Packer(into) as packer, (into / "truth.ndjson").open("wb") as truth:
        for path in files:
            name = str(path.relative_to(folder))
            try:
                file = _deal_file(path, name, table, fresh)
            except Exception as error:  # one strange file must not keep the others from loading
                why = str(error) if isinstance(error, Unusable) else _strange(error)
                table.skipped.append((name, why))
                say(f"{name}: {why}; skipped")
                continue
            table.keep(file, name)
            for note in file.notes:
                say(f"{name}: {note}")
            for source_id, lines in file.held.items():
                packer.add(source_id, file.person.nhs_number, lines)
            truth.writelines(file.truth)
    if not table.people:
        raise SettingsError(f"{folder}: no file in it is a FHIR R4 bundle about one person")
    return Dealt(tuple(table.people), tuple(table.skipped))


def _strange(error: Exception) -> str:
    return f"not shaped as FHIR R4 says ({type(error).__name__})"


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder of bundles")
    files = bundle_files(folder)
    if not files:
        raise SettingsError(f"{folder}: an empty folder; it should hold FHIR R4 bundles (.json)")
    return sorted(files, key=_names_a_patient)


def _names_a_patient(path: Path) -> bool:
    """A glance, so that files without a person come first; reading the file decides."""
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
        ):
            return content.find(b'"Patient"') >= 0
    except (OSError, ValueError):
        return True


def _deal_file(path: Path, name: str, table: _Table, fresh: Iterator[str]) -> _File:
    bundle, left_out = asked_for(read_bundle(path))
    if not bundle.of_type("Patient") and (kept := _supporting(bundle)):
        table.library.extend(kept)
        raise Unusable(
            f"no Patient in it, but {len(kept)} organisations, practitioners or places, which are "
            f"kept for the others{f'; {left_out}' if left_out else ''}"
        )
    patient = one_patient(bundle).resource
    if first := table.seen.get(identity_of(patient)):
        raise Unusable(f"the same person as {first}")
    person_id = _opaque(f"{table.seed}/bundle/{name}")
    row = table.overlay.of(path.name, patient) or {}
    birth_date = row.get("birth_date") or str(patient.get("birthDate", ""))
    homes = Homes.of(birth_date, table.today, Random(f"{table.seed}/{person_id}/homes"))
    number, renumbered = _number(row, patient, table, fresh)
    who = identify(patient, row, number, person_id, homes.practice)
    dealt = deal(bundle, who, homes, library=table.library, seed=table.seed)
    msgspec.json.encode(who.person)  # the list of people is written for all files at once
    return _File(
        who.person,
        identity_of(patient),
        {source_id: list(map(_sure, held)) for source_id, held in dealt.by_source.items()},
        [msgspec.json.encode(row) + b"\n" for row in dealt.truth],
        tuple(filter(None, (left_out, renumbered))),
    )


def _number(
    row: dict[str, str], patient: Resource, table: _Table, fresh: Iterator[str]
) -> tuple[str, str]:
    """The overlay's, else the Patient's own if it is of the test range, else the next free one.

    Beside it what there is to say of it.
    """
    if row:
        if row["nhs_number"] in table.used:
            raise Unusable("the overlay gives it an NHS number that another file already has")
        return row["nhs_number"], ""
    said, why = number_said(patient)
    if said and said not in table.taken:
        return said, ""
    if said:
        why = "is another file’s"
    given = next(number for number in fresh if number not in table.taken)
    return given, f"its NHS number {why}; it is given one of the test range" if why else ""


def _sure(resource: Resource) -> bytes:
    """The line a source will send; what it could not read again must fail here, at its own file."""
    line = encode(resource)
    decode_resource(line)
    return line


def _opaque(key: str) -> str:
    """Stable for the region, and not made from the NHS number: that could be guessed back."""
    return hashlib.blake2b(key.encode(), digest_size=10).hexdigest()


def _supporting(bundle: Bundle) -> list[Entry]:
    return [entry for entry in bundle.entries if entry.type in SUPPORTING and entry.names]
