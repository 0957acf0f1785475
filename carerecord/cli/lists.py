"""A list of people held against the region's index, with progress: is each row about one of its people?"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from carerecord.access.evidence.importing import Changes, ListSource, changes
from carerecord.access.evidence.lists import Listed, Problem, read_list
from carerecord.app import App
from carerecord.identity import nhs_number

T = TypeVar("T")


async def check_list(app: App, data: bytes, of: ListSource) -> tuple[Changes, list[Problem]]:
    """What the list would change, or everything that is wrong with it and no change at all."""
    listed, problems = read_list(data, of.kind, nhs_number.read)
    known: list[tuple[Listed, str]] = []
    for one in _with_progress(listed, "Checking"):
        about = await _about(app, one)
        if isinstance(about, Problem):
            problems.append(about)
        else:
            known.append((one, about))
    problems += _same_person(known)
    if problems:
        return Changes(), sorted(problems, key=lambda one: (one.row, one.column))
    before = await app.access.evidence.signals_of_source(of.source, of.kind)
    return changes(known, of, before, datetime.now(UTC)), []


async def _about(app: App, one: Listed) -> str | Problem:
    """The person's id, through numbers that were replaced."""
    found = (await app.people.by_number(one.nhs_number)).person
    if found is None:
        return Problem(one.row, "nhs_number", "nobody in this region's index has this number")
    held = found.birth_date
    if not held or one.birth_date[: len(held)] != held:
        words = "the index has another birth date for this NHS number; check both"
        return Problem(one.row, "birth_date", words)
    return found.id


def _same_person(known: Iterable[tuple[Listed, str]]) -> Iterator[Problem]:
    """Two rows may name one person, when a number was replaced by another."""
    first: dict[tuple[str, ...], Listed] = {}
    for one, person_id in known:
        before = first.setdefault((person_id, one.team, one.staff, one.source_id), one)
        if before is not one and before.nhs_number != one.nhs_number:
            words = f"the same person as row {before.row}, by a number that was replaced"
            yield Problem(one.row, "nhs_number", words)


def _with_progress(rows: list[T], words: str) -> Iterable[T]:
    """On a terminal a bar on standard error; elsewhere nothing."""
    if not sys.stderr.isatty():
        return rows
    return track(rows, words, console=Console(stderr=True), transient=True)
