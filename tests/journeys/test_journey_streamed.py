"""Somebody in a hurry reads a page while its sources still answer, with script on and off (ux 8, acceptance test 11)."""

from __future__ import annotations

import re
import socket
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager, suppress
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect
from steps import open_record, sees, sees_nothing_of, sign_in

from running import Region, running_region

SLOW, BROKEN = "northgate-acute", "riverside-gp"
PHONE = {"width": 390, "height": 844}
LINES = 0.18
"""Of a phone's window: two lines and a button."""
HELD = "Not shown until every source has answered"


@pytest.fixture(scope="module")
def early(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """A region whose pages are drawn after 1.2 seconds, with what has come."""
    with running_region(tmp_path_factory.mktemp("early") / "demo", whole=False) as running:
        yield running


@pytest.fixture(params=[True, False], ids=["script on", "script off"])
def reader(request: pytest.FixtureRequest, chromium: Browser, early: Region) -> Iterator[Page]:
    """Opens the record of Mrs Gibson on a phone."""
    context = chromium.new_context(
        viewport=PHONE, java_script_enabled=request.param, base_url=early.base_url
    )
    page = context.new_page()
    sign_in(page)
    open_record(page, early.number_of("medicines-conflict"))
    yield page
    context.close()


def record_of(page: Page) -> str:
    found = re.search(r"/p/[^/?]+", page.url)
    assert found
    return found.group()


def test_a_slow_source_is_waited_for_in_words_and_let_in_by_the_reader(
    reader: Page, early: Region
) -> None:
    with early.fault(SLOW, "delay", seconds=5):
        reader.goto(record_of(reader), wait_until="commit")
        sees(reader, "Waiting for 1 source", "Known allergies: at least", HELD)
        before = reader.locator("h1").bounding_box()
        expect(reader.get_by_role("button", name="Show them")).to_be_visible(timeout=20_000)
        sees(reader, "Northgate University Hospital has answered: ", "can be shown now")
        assert reader.locator("h1").bounding_box() == before
        sees(reader, HELD)
        reader.get_by_role("button", name="Show them").click()
        sees_nothing_of(reader, "Waiting for 1 source", HELD, "at least")
        sees(reader, "Willow Court Care Home")


def test_however_many_are_late_their_words_stay_at_the_foot_of_the_window(
    reader: Page, early: Region
) -> None:
    with ExitStack() as slow:
        for source in early.demo["sources"]:
            slow.enter_context(early.fault(source["id"], "delay", seconds=4))
        reader.goto(record_of(reader), wait_until="commit")
        reader.get_by_role("link", name="See which").wait_for()
        assert over_the_page(reader) <= LINES
        expect(reader.locator(".late")).to_contain_text(
            "Nothing more is waited for.", timeout=30_000
        )
        assert over_the_page(reader) <= LINES
        names = {source["name"] for source in early.demo["sources"]}
        said = reader.locator(".late .notice").all_text_contents()
        assert {name for name in names if any(name in one for one in said)} == names
        reader.get_by_role("link", name="See all that has come").click()
        expect(reader.locator(".late .notice").first).to_be_in_viewport()
        reader.get_by_role("button", name="Show them").click()
        sees(reader, "Willow Court Care Home", "Known allergies: 4")


def over_the_page(page: Page) -> float:
    """How much of the window what stands over its foot takes."""
    boxes = [one.bounding_box() for one in page.locator(".newest").all() if one.is_visible()]
    [box] = [one for one in boxes if one]
    return box["height"] / PHONE["height"]


def test_one_that_fails_and_one_that_never_answers_are_named_and_the_rest_is_there(
    reader: Page, early: Region
) -> None:
    with early.fault(BROKEN, "http_500"), early.fault(SLOW, "hang"):
        reader.goto(f"{record_of(reader)}/problems", wait_until="commit")
        sees(reader, "Riverside Medical Practice is not available.", "Waiting for 1 source")
        expect(reader.locator(".late")).to_contain_text("No answer in", timeout=30_000)
        reader.get_by_role("button", name="Show them").click()
        sees(
            reader,
            "Riverside Medical Practice and Northgate University Hospital are not available.",
        )
        sees_nothing_of(reader, "Waiting for", "[place not shown]")


def test_one_that_breaks_off_while_it_is_read_is_named(reader: Page, early: Region) -> None:
    with early.fault(SLOW, "truncated"):
        reader.goto(f"{record_of(reader)}/medicines")
        sees(reader, "It broke off while answering.", "What it holds is missing from this page.")


def test_the_head_says_who_is_waited_for_and_goes_when_the_page_is_there(
    reader: Page, early: Region
) -> None:
    with early.fault(SLOW, "delay", seconds=3), early.fault(BROKEN, "delay", seconds=3):
        reader.goto(f"{record_of(reader)}/problems", wait_until="commit")
        pending = reader.locator(".pending")
        expect(pending).to_be_visible()
        expect(pending).to_contain_text("Checking allergies…")
        expect(pending).to_contain_text(re.compile(r"Waiting for \w+"))
        expect(reader.locator("h1")).to_be_visible()
        expect(pending).to_be_hidden()


def _read(sent: bytes) -> bytes:
    """What a browser can read of an answer so far, which comes compressed and may come in chunks."""
    head, _, body = sent.partition(b"\r\n\r\n")
    reading, found = zlib.decompressobj(31), b""
    if b"content-encoding: gzip" not in head.lower():
        return body
    if b"chunked" not in head.lower():
        return reading.decompress(body)
    while b"\r\n" in body:
        size, _, body = body.partition(b"\r\n")
        found += reading.decompress(body[: int(size, 16)])
        body = body[int(size, 16) + 2 :]
    return found


@contextmanager
def cut_after(region: Region, words: bytes) -> Iterator[tuple[str, Event]]:
    """Where the region is reached over a line that carries no more once these words have gone through; and what cuts it."""
    cut = Event()

    def carry(caller: socket.socket) -> None:
        host, port = region.base_url.removeprefix("http://").split(":")
        with closing(caller), socket.create_connection((host, int(port)), 20) as server:
            caller.settimeout(20)
            server.sendall(caller.recv(1 << 16))
            sent = b""
            while words not in _read(sent) and (piece := server.recv(1 << 9)):
                sent += piece
                caller.sendall(piece)
            cut.wait(20)

    def serve() -> None:
        with suppress(OSError), ThreadPoolExecutor() as each:  # it is closed at the end
            while True:
                each.submit(carry, listener.accept()[0])

    listener = socket.create_server(("127.0.0.1", 0))
    with ThreadPoolExecutor(1) as beside:
        beside.submit(serve)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", cut
        finally:
            cut.set()
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def test_a_page_that_is_cut_short_keeps_what_came_and_says_so(
    chromium: Browser, early: Region
) -> None:
    context = chromium.new_context(viewport=PHONE, base_url=early.base_url)
    page = context.new_page()
    sign_in(page)
    open_record(page, early.number_of("medicines-conflict"))
    with cut_after(early, b"</h1>") as (line, cut):
        page.goto(f"{line}{record_of(page)}/allergies", wait_until="commit")
        expect(page.locator("h1")).to_be_visible()
        cut.set()
        notice = page.locator(".cut")
        expect(notice).to_be_hidden()
        notice.evaluate("it => it.getAnimations().forEach(one => one.finish())")  # 20 seconds on
        expect(notice).to_be_visible()
        expect(notice).to_contain_text("Only part of this page arrived.")
    context.close()
