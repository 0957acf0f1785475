"""A region for the pages, for the tests of every page."""

from __future__ import annotations

import pytest

from carerecord.web.tests.harness import WebRegion


@pytest.fixture
def region() -> WebRegion:
    return WebRegion()
