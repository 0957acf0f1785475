"""What the tests of launching share: the demo's record system, and Chromium where a frame has to be a frame."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from carerecord.web.tests.chromium import started_chromium
from running import Region

sys.path.insert(0, str(Path(__file__).parent))  # for `epr`

from epr import Epr


@pytest.fixture(scope="session")
def epr(region: Region) -> Epr:
    return Epr.of(region)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """With invented host names on this machine."""
    with started_chromium("--host-resolver-rules=MAP *.example 127.0.0.1") as browser:
        yield browser
