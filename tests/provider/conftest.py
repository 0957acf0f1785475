"""One region and one provider for all that is asked of both; and Chromium, for what a person sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from carerecord.web.tests.chromium import started_chromium
from provider.place import Person, Place, place


@pytest.fixture(scope="session")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with place(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def somebody(here: Place) -> Person:
    return Person(here)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started_chromium() as browser:
        yield browser
