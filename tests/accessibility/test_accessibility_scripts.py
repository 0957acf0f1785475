"""Lines that are made to run as script, in every text of an item and as markup of a document: none runs, none loads (R17).

The pages are put before Chromium without their Content-Security-Policy: what is escaped and cleaned holds by itself. That the
policy would stop what came through is tried apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from carerecord.web.tests.harness import WebRegion, answer, view_of

HERE = "http://record.test/"
FOLDER = Path(__file__).parents[3] / "shared/data/bad-input"
BATCH = 600
COUNT = "window.ran = 0; for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => { window.ran += 1; };"
FOUND = """() => [...document.querySelectorAll('main *')].filter(one =>
    ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'LINK', 'META'].includes(one.tagName)
    || [...one.attributes].some(named => /^on/i.test(named.name)
        || /^(href|src|action|formaction|data)$/i.test(named.name) && /^[\\s\\u0000-\\u0020]*(javascript|vbscript|data):/i.test(named.value))
).map(one => one.outerHTML.slice(0, 200))"""
RUNS = '<!doctype html><img src="nothing" onerror="alert(1)"><script>alert(2)</script>'


def lines() -> list[str]:
    """Every line of published payloads, and strings that are known to break what shows them."""
    named = (("html/xss.jsonl", "p"), ("html/dompurify.jsonl", "payload"), ("strings/blns.jsonl", "s"))  # fmt: skip
    files = [(FOLDER / name, field) for name, field in named if (FOLDER / name).exists()]
    read = [
        json.loads(line)[field]
        for file, field in files
        for line in file.read_text("utf-8").splitlines()
    ]
    return [one.encode("utf-8", "replace").decode() for one in read]


def item(place: int, line: str) -> dict[str, Any]:
    return {
        "resourceType": "Condition", "id": f"c{place}", "subject": {"reference": "Patient/1"},
        "code": {"text": line}, "note": [{"text": line}], "recorder": {"display": line},
        "bodySite": [{"text": line}], "clinicalStatus": {"text": line},
    }  # fmt: skip


def letter(batch: list[str]) -> dict[str, Any]:
    """A document with each line as the markup of a part of its own."""
    parts = [
        {"title": line, "text": {"status": "generated", "div": f"<div>{line}</div>"}}
        for line in batch
    ]
    return {
        "resourceType": "Composition", "id": "letter", "status": "final", "title": "Letter",
        "subject": {"reference": "Patient/1"}, "date": "2026-01-02T10:00:00Z", "type": {"text": "Letter"},
        "section": parts,
    }  # fmt: skip


@pytest.fixture(scope="module")
def policy() -> str:
    return str(WebRegion().page("problems").headers["content-security-policy"])


@pytest.fixture(scope="module")
def pages(policy: str) -> dict[str, str]:
    """By what they hold; drawn, as the policy is asked for, before the browser runs."""
    found: dict[str, str] = {}
    sent = lines()
    for start in range(0, len(sent), BATCH):
        batch = sent[start : start + BATCH]
        items = [item(start + n, line) for n, line in enumerate(batch)]
        region = WebRegion().holds(view_of(answer("northgate-acute", items)))
        found[f"problems from {start}"] = region.page("problems").text
        view = view_of(answer("northgate-acute", [letter(batch)]))
        (entry,) = (one for record in view.records.values() for one in record.entries)
        found[f"document from {start}"] = WebRegion().holds(view).page(f"documents/{entry.id}").text
    return found


@pytest.fixture
def outside(page: Page) -> Iterator[list[str]]:
    """What was asked for of anybody else, while `body` is what this origin answers."""
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if not one.url.startswith(HERE) else None)
    page.add_init_script(COUNT)
    yield asked
    page.unroute_all()


def shown(page: Page, body: str, headers: dict[str, str] | None = None) -> int:
    """How often anything ran."""

    def fulfil(route: Route) -> None:
        if route.request.url == HERE:
            route.fulfill(body=body, headers={"content-type": "text/html; charset=utf-8", **(headers or {})})  # fmt: skip
        else:
            route.abort()

    page.unroute_all()
    page.route("**/*", fulfil)
    page.goto(HERE)
    return int(page.evaluate("window.ran"))


def test_what_runs_is_counted_and_the_policy_of_our_pages_stops_it(
    page: Page, policy: str, outside: list[str]
):
    assert shown(page, RUNS) == 2
    assert shown(page, RUNS, {"content-security-policy": policy}) == 0


def test_no_line_in_any_text_or_markup_runs_or_loads(
    page: Page, pages: dict[str, str], outside: list[str]
):
    if not pages:
        pytest.skip("no shared data beside the project: no lines to try")
    plain = [one for one in lines() if re.fullmatch(r"[A-Za-z]{12,}", one)]
    read = ""
    for name, body in pages.items():
        assert shown(page, body) == 0, name
        read += page.evaluate("document.body.textContent")
        assert page.evaluate(FOUND) == [], name
        assert outside == [], name
    assert plain
    assert [one for one in plain if read.count(one) < 2] == []  # as an item, and in the document
    print(f"\n{len(lines()):,} lines, {len(pages)} pages: 0 ran, 0 asked for anything outside")
