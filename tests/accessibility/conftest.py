"""A browser for pages that are drawn before it starts: it keeps the loop running."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from carerecord.web.tests.chromium import started_chromium

sys.path.insert(0, str(Path(__file__).parent))  # for `accessible_pages`


@pytest.fixture(scope="module")
def page(pages: dict[str, str]) -> Iterator[Page]:
    with started_chromium() as browser:
        yield browser.new_page()
