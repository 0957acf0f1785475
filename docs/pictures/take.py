"""Take the pictures in this folder anew, from a running demo, in a real browser.

    .venv/bin/python docs/pictures/take.py http://127.0.0.1:8000 demo-region

The demo's own control address is used to break one source for the picture of a missing source.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).parent
SIZES = ((1440, 1350), (390, 1350))
"""Width, and how much of a page is in the picture at most."""
COLOURS = 64
"""Of each picture: a third of the bytes."""
RECORD = {
    "summary": "",
    "allergies": "/allergies",
    "medicines": "/medicines",
    "results": "/results",
    "timeline": "/timeline",
    "contacts": "/contacts",
    "documents": "/documents",
    "care-plans": "/care-plans",
    "changes": "/changes",
    "ambulance": "/ambulance",
}
STAFF = {
    "find": ("a.okafor", "/find"),
    "sources": ("a.okafor", "/sources"),
    "review": ("q.fairbairn", "/review"),
    "states": ("a.okafor", "/design"),
}
"""Pages about nobody: who sees them, and where."""
BROKEN = "lowland-mental-health"
PROGRAMS = ("chromium", "chromium-browser", "chromium-headless-shell")
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")


def main(base_url: str, folder: Path) -> None:
    demo = json.loads((folder / "demo.json").read_text("utf-8"))
    person = next(one for one in demo["people"] if one["case"] == "medicines-conflict")
    control = next(one["control_url"] for one in demo["sources"] if one["id"] == BROKEN)
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        page = _signed_in(browser, base_url, "a.okafor")
        record = _opened(page, base_url, person["nhs_number"])
        for name, path in RECORD.items():
            _take(page, record + path, name)
        page.goto(record + "/documents")
        _take(page, page.locator("main table a").first.evaluate("link => link.href"), "document")
        with _broken(control):
            _take(page, record, "missing-source")
        for name, (username, path) in STAFF.items():
            _take(_signed_in(browser, base_url, username), base_url + path, name)
        browser.close()


def _signed_in(browser: Browser, base_url: str, username: str) -> Page:
    page = browser.new_context().new_page()
    page.goto(f"{base_url}/sign-in")
    page.locator(f"button[value='{username}']").click()
    return page


def _opened(page: Page, base_url: str, nhs_number: str) -> str:
    """Find the person as staff do; the address of the record."""
    page.goto(f"{base_url}/find")
    page.fill("input[name=nhs_number]", nhs_number)
    page.click("main button:has-text('Find')")
    if "/p/" not in page.url:
        page.click("main a:has-text('Open')")
    found = re.match(r".*/p/[^/?]+", page.url)
    if found is None:
        raise SystemExit("the record did not open")
    return found.group(0)


def _take(page: Page, address: str, name: str) -> None:
    for width, most in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(height, most)})
        picture = Image.open(io.BytesIO(page.screenshot()))
        file = HERE / f"{name}-{width}.png"
        picture.convert("RGB").quantize(COLOURS).save(file, optimize=True)
        print(file.name)


@contextmanager
def _broken(control: str) -> Iterator[None]:
    _control("PUT", control, b'{"fault": "http_500"}')
    try:
        yield
    finally:
        _control("DELETE", control, None)


def _control(method: str, url: str, body: bytes | None) -> None:
    request = urllib.request.Request(url, data=body, method=method)  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - loopback
        pass


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]))
