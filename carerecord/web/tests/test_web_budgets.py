"""Bytes of every page beside its budget: with 100 entries of each class, and of a life of 10,000 (ux 12)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from carerecord.contract import Resource
from carerecord.web import stylesheet
from carerecord.web.frame import PAGES
from carerecord.web.tests.harness import WebRegion, answer, view_of
from carerecord.web.tests.large_record import LIFE, large, made

KB = 1024
SUMMARY, LIST, SCRIPT, STYLE, AMBULANCE = 15 * KB, 40 * KB, 6 * KB, 24 * KB, 14 * KB
LISTS = (
    *PAGES, "timeline", "changes", "medicines?show=all", "medicines?show=stopped", "results?show=all",
    "results?show=reports",
    "results?show=outside", "results?show=imaging", "results?show=observations", "timeline?hide=gp", "problems?show=active", "contacts?hide=clinics",
)  # fmt: skip
AWAY = re.compile(r'(?:src|href|action)="(?:https?:)?//')
"""What would lead a browser to somebody else."""


def over_budget(resources: Sequence[Resource]) -> dict[str, int]:
    """Compressed bytes of each page that is too large; what was measured is printed."""
    browser = WebRegion().holds(view_of(answer("riverside-gp", resources))).browser()
    limits = {"": SUMMARY, "ambulance": AMBULANCE, **dict.fromkeys(LISTS, LIST)}
    sizes = {}
    for slug in limits:
        page = browser.get(f"/p/h-yregram-p/{slug}".rstrip("/"))
        assert page.status == 200, slug
        assert not AWAY.search(page.text), slug
        sizes[slug] = len(gzip.compress(page.body))
    print({slug or "summary": f"{size / KB:.1f} KB" for slug, size in sizes.items()})
    return {slug: size for slug, size in sizes.items() if size > limits[slug]}


def test_every_page_of_100_entries_a_section_is_within_its_budget():
    assert over_budget(large(100)) == {}


@pytest.mark.slow
def test_every_page_of_10_000_entries_is_within_the_same_budget():
    life = made(LIFE)
    assert len(life) == 10_000
    assert over_budget(life) == {}


def test_a_list_of_more_than_200_says_how_many_there_are():
    page = (
        WebRegion()
        .holds(view_of(answer("riverside-gp", made({"document": 230}))))
        .page("documents")
    )
    assert "1 to 200 of 230 shown." in page.words
    assert "Page 1 of 2" in page.words


def test_all_our_scripts_and_the_style_are_within_their_budgets():
    scripts = sorted(Path(stylesheet.__file__).parent.rglob("*.js"))
    ours = [one for one in scripts if "node_modules" not in one.parts]
    assert ours
    assert sum(len(gzip.compress(one.read_bytes())) for one in ours) <= SCRIPT
    assert (
        len(gzip.compress((stylesheet.STATIC / Path(stylesheet.address()).name).read_bytes()))
        <= STYLE
    )
