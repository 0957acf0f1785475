"""What a browser is sent for the largest record of the region, by its own count (ux 12, acceptance test 13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from steps import open_record, sign_in

from running import Region

KB = 1024
SUMMARY, LIST, STYLE, SCRIPT, AMBULANCE = 15 * KB, 40 * KB, 24 * KB, 6 * KB, 14 * KB
LISTS = ("timeline", "medicines", "results", "documents", "problems", "contacts", "immunisations")


class Sent:
    """Every request of a page, and the bytes of each answer as they came over the line, with their headers."""

    def __init__(self, page: Page) -> None:
        self.kinds: dict[str, tuple[str, str]] = {}  # address and kind by request
        self.bytes: dict[str, float] = {}
        chrome = page.context.new_cdp_session(page)
        chrome.send("Network.enable")
        chrome.send("Network.setCacheDisabled", {"cacheDisabled": True})
        chrome.on("Network.requestWillBeSent", self._asked)
        chrome.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        self.kinds[event["requestId"]] = (event["request"]["url"], event["type"])

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes[event["requestId"]] = event["encodedDataLength"]

    def of(self, kind: str) -> float:
        return sum(self.bytes[one] for one, (_, its) in self.kinds.items() if its == kind)

    def anew(self) -> None:
        self.kinds.clear()
        self.bytes.clear()


@pytest.fixture(scope="module")
def large(chromium: Browser, region: Region) -> Iterator[tuple[Page, str]]:
    """The largest record of the region, and its address."""
    context = chromium.new_context(base_url=region.base_url)
    page = context.new_page()
    sign_in(page)
    open_record(page, region.number_of("huge"))
    found = re.search(r"/p/[^/?]+", page.url)
    assert found
    yield page, found.group()
    context.close()


def test_every_page_of_the_largest_record_is_within_its_budget(
    large: tuple[Page, str], region: Region
) -> None:
    page, v = large
    sent = Sent(page)
    limits = {"": SUMMARY, **dict.fromkeys(LISTS, LIST)}
    sizes = {}
    for slug in limits:
        sent.anew()
        reply = page.goto(f"{v}/{slug}".rstrip("/"))
        assert reply, slug
        assert reply.status == 200, slug
        assert all(url.startswith(region.base_url) for url, _ in sent.kinds.values()), slug
        assert {kind for _, kind in sent.kinds.values()} <= {"Document", "Stylesheet", "Script"}
        assert sent.of("Stylesheet") <= STYLE, slug
        assert sent.of("Script") <= SCRIPT, slug
        sizes[slug] = sent.of("Document")
    print({slug or "summary": f"{size / KB:.1f} KB" for slug, size in sizes.items()})
    assert {slug: size for slug, size in sizes.items() if not 0 < size <= limits[slug]} == {}


def test_a_browser_is_given_no_cookie_but_that_of_the_session(large: tuple[Page, str]) -> None:
    page, v = large
    page.goto(v)
    assert [one["name"] for one in page.context.cookies()] == ["carerecord"]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_ambulance_view_is_one_request_with_all_in_it(large: tuple[Page, str]) -> None:
    page, v = large
    sent = Sent(page)
    page.goto(f"{v}/ambulance")
    assert [kind for _, kind in sent.kinds.values()] == ["Document"]
    assert KB < sent.of("Document") <= AMBULANCE
