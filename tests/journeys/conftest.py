"""A real Chromium, without a screen, at the widths of a phone and of a ward computer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from carerecord.web.tests.chromium import started_chromium
from running import Region, running_region

sys.path.insert(0, str(Path(__file__).parent))  # for `steps`

WIDTHS = (390, 1440)
ALSO = {390: (320,), 1440: (1024,)}  # nothing may stand out sideways here either


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with started_chromium() as browser:
        yield browser


@pytest.fixture(params=WIDTHS, ids=[f"{width}px" for width in WIDTHS])
def page(request: pytest.FixtureRequest, chromium: Browser, region: Region) -> Iterator[Page]:
    """A fresh browser window with script off: every journey works without it."""
    context = chromium.new_context(
        viewport={"width": request.param, "height": 900},
        java_script_enabled=False,
        base_url=region.base_url,
    )
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """A region of its own for mornings at work, in which evidence ends and officers are alerted."""
    with running_region(tmp_path_factory.mktemp("morning") / "demo") as running:
        yield running


@pytest.fixture
def see(page: Page) -> Callable[[str], None]:
    """Hold the page to the width of the window, and to narrower ones; measured without script."""
    window = page.viewport_size or {"width": 0, "height": 0}
    chrome = page.context.new_cdp_session(page)

    def look(name: str) -> None:
        for width in (*ALSO[window["width"]], window["width"]):
            page.set_viewport_size({"width": width, "height": window["height"]})
            laid_out = chrome.send("Page.getLayoutMetrics")["cssContentSize"]["width"]
            assert laid_out == width, f"{name} at {width}"

    return look
