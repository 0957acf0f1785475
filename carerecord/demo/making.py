"""Make the region's people and what the sources hold of them; read them again at every later start."""

from __future__ import annotations

from pathlib import Path

import msgspec

from carerecord.config import SettingsError
from carerecord.contract import Person
from carerecord.demo.bundles import Overlay, deal_folder
from carerecord.demo.contents import Contents, contents_of_bundles, invented_contents
from carerecord.demo.folder import Made, RegionFolder, write_atomically
from carerecord.demo.records import pack, worth_packing
from carerecord.demo.telling import Telling


def make(made: Made, folder: RegionFolder, telling: Telling) -> Contents:
    """Everything but the store. An interrupted start is made again from nothing."""
    folder.clear()
    folder.remember(made)
    if made.bundles:
        _deal(made, folder, telling)
        return contents_of(made, folder)
    telling.line(f"Inventing {made.people:,} people …")
    contents = invented_contents(made)
    people = worth_packing(contents)
    with telling.counting("Telling their histories", len(people)) as told:
        pack(people, made, folder, told)
    return contents


def contents_of(made: Made, folder: RegionFolder) -> Contents:
    """The same people as at every start before."""
    if not made.bundles:
        return invented_contents(made)
    try:
        people = msgspec.json.decode(_people(folder).read_bytes(), type=tuple[Person, ...])
    except (OSError, msgspec.DecodeError):
        raise SettingsError(
            f"{_people(folder)}: cannot be read. Choose another folder with --dir."
        ) from None
    return contents_of_bundles(made, people)


def _deal(made: Made, folder: RegionFolder, telling: Telling) -> None:
    telling.line(f"Dealing the bundles of {made.bundles} …")
    dealt = deal_folder(
        Path(made.bundles),
        folder.sources,
        overlay=Overlay.read(Path(made.overlay)) if made.overlay else Overlay(),
        seed=made.seed,
        today=made.day,
        say=telling.line,
    )
    write_atomically(_people(folder), msgspec.json.encode(dealt.people))
    telling.line(f"{len(dealt.people):,} people dealt to the sources.")


def _people(folder: RegionFolder) -> Path:
    return folder.sources / "people.json"
