"""A walk over every page of one record: all that a reader can reach by its links, without script."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from carerecord.viewing.contract import View
from carerecord.web.frame import PAGES
from carerecord.web.tests.harness import WebRegion

_LINK = re.compile(r'href="([^"#]*)"')
_ENTRY = re.compile(r"/(?:item|documents)/([0-9a-f]{24}(?:-\d+)?)$")


@dataclass
class Walked:
    """Addresses of pages that were drawn, and ids of the entries that they lead to."""

    drawn: dict[str, str] = field(default_factory=dict)
    entries: set[str] = field(default_factory=set)
    failed: dict[str, int] = field(default_factory=dict)


def walk(view: View) -> Walked:
    """From each page of the record on, but into no entry: those are many, and each is a page of its own."""
    region = WebRegion().holds(view)
    browser, base, found = region.browser(), f"/p/h-{view.person.id[::-1]}", Walked()
    waiting = [f"{base}/{slug}" for slug in (*PAGES, "timeline")]
    while waiting:
        address = waiting.pop()
        if address in found.drawn:
            continue
        page = browser.get(address)
        found.drawn[address] = page.text
        if page.status != 200:
            found.failed[address] = page.status
        for link in map(unescape, _LINK.findall(page.text)):
            whole = f"{address.partition('?')[0]}{link}" if link.startswith("?") else link
            if entry := _ENTRY.search(whole):
                found.entries.add(entry.group(1))
            elif whole.startswith(f"{base}/") and _is_listed(whole, base):
                waiting.append(whole)
    return found


def _is_listed(address: str, base: str) -> bool:
    """Pages with lists; not the choices of a drawing, of days, or what is no part of the record."""
    rest = address.removeprefix(f"{base}/")
    slug, _, query = rest.partition("?")
    return slug.split("/")[0] in PAGES and not query.startswith(("over=", "since=", "range="))


def every_entry(view: View) -> set[str]:
    return {one.id for record in view.records.values() for one in record.every_entry}
