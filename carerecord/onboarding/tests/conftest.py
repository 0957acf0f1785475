"""A small region, empty or with all in order, on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from carerecord.onboarding import Onboarding
from carerecord.onboarding.tests.small_region import Region, fill


@pytest.fixture
def region(migrated: str) -> Iterator[Region]:
    made = Region(migrated)
    yield made
    for database in made.opened:
        database.close()


@pytest.fixture
async def onboarding(region: Region) -> Onboarding:
    """All in order: what a test is about is taken away from here."""
    made = region.another()
    await fill(made)
    return made


@pytest.fixture
async def empty(region: Region) -> Onboarding:
    return region.another()
