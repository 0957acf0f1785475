"""A real browser for tests: Debian’s Chromium, which `setup/tests` installs.

Without its windows where that is there (`chromium-headless-shell`): the pages are drawn by the same code, but a window
of the whole browser takes as much to start as most tests take.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")


@contextmanager
def started_chromium(*more: str) -> Iterator[Browser]:
    """Started with these arguments too. To be let go soon: it keeps an event loop running."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert path, (
        "Chromium is missing: run `setup/tests`, or apt-get install chromium-headless-shell"
    )
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *more]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
