"""What the tests of launching share: the demo's record system, and Chromium where a frame has to be a frame."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from running import Region

sys.path.insert(0, str(Path(__file__).parent))  # for `epr`

from epr import Epr

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP *.example 127.0.0.1",
]


@pytest.fixture(scope="session")
def epr(region: Region) -> Epr:
    return Epr.of(region)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian’s, with invented host names on this machine. Let go after each file."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: run `make setup`, or apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
