"""Lets the tests of the door share their region, running once for all of them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the files beside this one

from door_site import Site, serving
from door_walk import Walk, guessed_ids, today, walked
from door_words import holdings

from carerecord.contract import Person


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The door region with one worker. Tests change only what they made for themselves."""
    with serving(tmp_path_factory.mktemp("door") / "region", holdings()) as running:
        yield running


@pytest.fixture(scope="session")
def walks(site: Site) -> Callable[[str, Person], Walk]:
    """Everything one member of staff gets about one person; walked once a day, and looked at by many tests."""
    kept: dict[tuple[str, str], Walk] = {}

    def walk(username: str, person: Person) -> Walk:
        if (username, person.id) not in kept or kept[username, person.id].days != {today()}:
            kept[username, person.id] = walked(site, username, person, ids=guessed_ids())
        return kept[username, person.id]

    return walk
