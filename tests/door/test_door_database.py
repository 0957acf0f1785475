"""The database goes under a running region and comes back (R19, bad input): nothing is shown that is not written down.

What was answered meanwhile has its entries, once; the rest is told what to do; and nobody has to start anything again.
"""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext

import httpx
import pytest
from door_gone import gone
from door_people import MARKED
from door_site import Site, serving
from door_walk import HANDLE
from door_words import holdings

from carerecord.audit.key import log_keys
from carerecord.audit.verifying import Verifying
from carerecord.conftest import ENGINES, postgres

SEED = 20261121
ASKING = 3  # programs at once
DO = (b"Try again in a minute.", b"01632 960999")
EVERYTHING = f"/fhir/R4/Patient/{MARKED.id}/$everything"
FAMILY = MARKED.family.encode()
"""Is in the banner of every page about the person."""


@pytest.fixture(params=ENGINES)
def lonely(request, tmp_path) -> Iterator[Site]:
    """A region on a store of its own, each kind, with nobody else in it."""
    own = postgres() if request.param == "postgres" else nullcontext("region.db")
    with own as store, serving(tmp_path / "region", holdings(), store=store) as running:
        yield running


@pytest.mark.parametrize(
    "times", [pytest.param(1, id="once"), pytest.param(40, id="40", marks=pytest.mark.slow)]
)
def test_while_the_database_is_gone_nothing_is_shown_and_all_goes_on_when_it_is_back(lonely, times):
    chance, seconds = random.Random(SEED), list[float]()
    received: list[tuple[str, str]] = []
    with closing(lonely.browser("doctor")) as browser:
        pages = pages_of(browser)
        assert FAMILY in browser.get(pages[1]).content
        with asking(lonely, received):
            for _ in range(times):
                until_more_than(len(received) + chance.randint(0, 4), received)
                seconds.append(gone_and_back(lonely, browser, pages, received))
            until_more_than(len(received) + 2 * ASKING, received)
    has_its_entries(lonely, received)
    print(
        f"\n{times} times, {len(received)} answers; a page again after {max(seconds):.2f} s at most"
    )


def gone_and_back(
    site: Site, browser: httpx.Client, pages: list[str], received: list[tuple[str, str]]
) -> float:
    """Seconds from when it is back until a page is shown."""
    with gone(site):
        before = len(received)
        for page in ("/find", *pages):
            is_refused(browser.get(page), *(DO if page != "/find" else ()))
        with closing(site.program("doctor")) as program:
            is_refused(program.get(EVERYTHING), b"transient")
        is_refused(get(site, "/health/ready"), b"goes on by itself")
        assert len(received) - before <= ASKING, "something was sent that could not be written down"
    since = time.monotonic()
    assert FAMILY in browser.get(pages[1]).content, "it does not work again by itself"
    assert get(site, "/health/ready").status_code == 200
    return time.monotonic() - since


def get(site: Site, path: str) -> httpx.Response:
    with closing(site.nobody()) as anybody:
        return anybody.get(path)


def pages_of(browser: httpx.Client) -> list[str]:
    found = browser.post("/find", data={"nhs_number": MARKED.nhs_number})
    handle = HANDLE.search(found.text)
    assert handle
    return [f"/p/{handle.group(1)}{page}" for page in ("", "/medicines", "/timeline")]


def is_refused(reply: httpx.Response, *words: bytes) -> None:
    assert reply.status_code == 503, reply.text
    assert FAMILY not in reply.content
    for one in words:
        assert one in reply.content, reply.text


@contextmanager
def asking(site: Site, received: list[tuple[str, str]]) -> Iterator[None]:
    """Several programs that ask for a record again and again: (view, digest) of each whole answer."""
    enough = threading.Event()

    def ask() -> None:
        with closing(site.program("doctor")) as program:
            while not enough.is_set():
                reply = program.get(EVERYTHING)
                if reply.status_code == 200:
                    digest = hashlib.sha256(reply.content).hexdigest()
                    received.append((reply.headers["X-Correlation-Id"], digest))

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(ASKING)]
    site.token("doctor")
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        enough.set()
        for thread in threads:
            thread.join(40)


def until_more_than(number: int, received: list[tuple[str, str]]) -> None:
    wait = threading.Event()
    for _ in range(600):
        if len(received) > number:
            return
        wait.wait(0.05)
    raise AssertionError("programs are not answered again")


def has_its_entries(site: Site, received: list[tuple[str, str]]) -> None:
    entries = site.log_of_audit()
    opened = Counter(one.view_id for one in entries if one.kind == "open")
    shown = Counter(
        (one.view_id, one.body["sha256"])
        for one in entries
        if one.kind == "shown" and "sha256" in one.body
    )
    for view, digest in received:
        assert (opened[view], shown[view, digest]) == (1, 1), "not written down exactly once"

    async def faults() -> list[str]:
        keys = log_keys(site.settings)
        return [str(one.fault) async for one in Verifying(site.db, keys).all() if one.fault]

    assert site.run(faults()) == []
