"""The built style: within its budget, and asking nothing of anybody else."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from carerecord.web.tests.client import Browser
from carerecord.web.tests.harness import WebRegion

BUILD = Path(__file__).parents[1] / "style" / "build.sh"


@pytest.fixture(scope="module")
def address() -> str:
    """Built as set-up builds it; at once when nothing changed."""
    subprocess.run([str(BUILD)], check=True, timeout=300)
    page = Browser(WebRegion().app).get("/sign-in")
    return re.search(r'href="(/static/record-[0-9a-f]+\.css)"', page.text)[1]


def test_the_style_is_small_and_kept_for_ever(address):
    page = Browser(WebRegion().app).get(address, accept_encoding="gzip")
    assert len(page.body) <= 24 * 1024
    assert "immutable" in page.headers["cache-control"]


def test_the_style_asks_nothing_of_anybody_else(address):
    text = Browser(WebRegion().app).get(address).text
    assert "@font-face" not in text
    assert not re.search(r"url\([\"']?(?!data:|/[^/]|[\"'])", text)
    assert "http" not in text.replace("http://www.w3.org/", "")


@pytest.mark.parametrize("name", ["manifest.json", "../render.py", ".stamp", "record-0.css"])
def test_nothing_but_the_style_is_served(name):
    answer = Browser(WebRegion().app).get(f"/static/{name}")
    assert answer.status == 404
    assert answer.headers["cache-control"] == "no-store"
