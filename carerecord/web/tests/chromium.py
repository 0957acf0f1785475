"""A real browser for tests: Debian’s Chromium, which `setup/tests` installs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


@contextmanager
def started_chromium(*more: str) -> Iterator[Browser]:
    """Started with these arguments too. To be let go soon: it keeps an event loop running."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: run `setup/tests`, or apt-get install chromium"
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", *more]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield browser
        finally:
            browser.close()
