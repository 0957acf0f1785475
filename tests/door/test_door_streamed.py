"""A page that does not wait for every source: sent in parts, each written down before it leaves (ux 8, I1, I4)."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from types import SimpleNamespace

import httpx
import pytest
from door_people import MARKED, OBJECTOR, OBJECTOR_TWIN, PLAIN, TWIN
from door_seen import LABELS, PROTECTED_DOCUMENT
from door_site import HeldSource, Site, serving
from door_twins import normalised
from door_words import holdings, patient, places_of

from carerecord.contract import Person
from carerecord.web import frame

LATE = "northgate"
GOES_ON = {"Sec-Fetch-Site": "same-origin"}
BY_THEN = re.compile(rb"\d of \d sources have answered\. Waiting for [^.]*")
WAITS = b"Waiting for Northgate"
FOOT = b'<div role="status">\n'
"""Where a page ends that is drawn and waits; its head may name whom it waits for too."""
RESTRICTED = {"security": [{"system": LABELS, "code": "R"}]}
WHERE = ("qzxplace", "wilkinson bay", "ls1 4ab", PROTECTED_DOCUMENT.lower())
"""Of a person whom only the slow source knows to be protected: all that tells where."""
PAGES = ("", "/timeline", "/changes", *(f"/{slug}" for slug in frame.PAGES))
HEAD, DRAWN = 0.1, 0.5


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("streamed") / "region"
    held = holdings()
    held["riverside"][PLAIN.nhs_number] = places_of(PLAIN)
    held[LATE][PLAIN.nhs_number] = [patient(PLAIN, meta=RESTRICTED)]
    with serving(folder, held, draw=DRAWN, shell=HEAD) as site:
        yield site


@pytest.fixture
def late(slow: Site) -> Iterator[HeldSource]:
    """One source that answers when the test lets it."""
    source = slow.fakes[LATE]
    source.hold()
    yield source
    slow.run(source.let_go())


@pytest.fixture(scope="module")
def browser(slow: Site) -> Iterator[httpx.Client]:
    with closing(slow.browser("doctor")) as browser:
        yield browser


def address_of(browser: httpx.Client, person: Person) -> str:
    found = browser.post("/find", data={"nhs_number": person.nhs_number})
    match = re.search(r"/p/[\w-]{22}", found.text + found.headers.get("location", ""))
    assert match
    return match.group()


class Stream:
    """What has been received so far."""

    def __init__(self, reply: httpx.Response) -> None:
        self._pieces = reply.iter_bytes()
        self.body = b""

    def until(self, words: bytes) -> bytes:
        while words not in self.body:
            self.body += next(self._pieces)
        return self.body

    def rest(self) -> str:
        before = len(self.body)
        self.body += b"".join(self._pieces)
        return self.body[before:].decode()


@contextmanager
def opening(browser: httpx.Client, address: str, **headers: str) -> Iterator[Stream]:
    with browser.stream("GET", address, headers=headers) as reply:
        assert reply.status_code == 200
        assert reply.headers["cache-control"] == "no-store"
        yield Stream(reply)


def entries(site: Site, after: int, *kinds: str) -> list[dict[str, object]]:
    return [one.body for one in site.log_of_audit(after) if one.kind in kinds]


def place(site: Site) -> int:
    return site.log_of_audit()[-1].place


@contextmanager
def without_log(site: Site) -> Iterator[None]:
    def renamed(old: str, new: str) -> None:
        site.run(site.db.write(lambda tx: tx.run(f"ALTER TABLE {old} RENAME TO {new}")))

    renamed("audit_entry", "audit_entry_lost")
    try:
        yield
    finally:
        renamed("audit_entry_lost", "audit_entry")


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_it_is_drawn_while_a_source_has_not_answered(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    address, before = address_of(browser, TWIN), place(slow)
    with opening(browser, f"{address}/problems") as page:
        drawn = page.until(FOOT)
        assert WAITS in drawn
        assert b"at least" in drawn
        head, shown = entries(slow, before, "shown")
        assert (shown["sha256"], shown["bytes"]) == (digest(drawn), len(drawn))
        assert shown["sent_before"] == head["bytes"]
        assert head["sha256"] == digest(drawn[: head["bytes"]])  # type: ignore[misc] # a number
        assert head["sections"] == {}
        assert entries(slow, before, "late") == []
        slow.run(late.let_go())
        said = page.rest()
        assert "has answered: " in said
        assert 'name="ask" value="+"' in said
        assert page.body.rstrip().endswith(b"</html>")
        *_, shown = entries(slow, before, "shown")
        assert (shown["sha256"], shown["sent_before"]) == (digest(page.body), len(drawn))
        [told] = entries(slow, before, "late")
        assert list(told["sources"]) == [LATE]  # type: ignore[call-overload] # a JSON object


def test_its_head_goes_out_before_anything_is_drawn(slow: Site, browser: httpx.Client) -> None:
    """Nobody has answered: who it is about and who is asked is there, once that is written down, and no more."""
    address, before = address_of(browser, OBJECTOR), place(slow)
    for one in slow.fakes.values():
        one.hold()
    with opening(browser, address) as page:
        head = page.until(b"have answered. Waiting for")
        assert b"GIBSON, Margery" in head
        assert b"Waiting for Riverside Medical Practice" in page.until(b"</p>\n<ul")
        assert b"You may see this record because" in head
        assert b"Wilkinson Bay" not in head
        assert b"<main" not in head
        [shown] = entries(slow, before, "shown")
        assert shown["sha256"] == digest(head[: shown["bytes"]])  # type: ignore[misc] # a number
        for one in slow.fakes.values():
            slow.run(one.let_go())
        page.rest()
    assert b"<main" in page.body
    assert page.body.rstrip().endswith(b"</html>")
    assert page.body.count(b"<title>") == 1


def test_a_page_that_cannot_be_written_down_after_its_head_says_so(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    with opening(browser, f"{address_of(browser, OBJECTOR)}/problems") as page:
        page.until(b"have answered. Waiting for")
        with without_log(slow):
            slow.run(late.let_go())
            page.rest()
    assert b"cannot be shown now" in page.body
    assert b"SEEN" not in page.body
    assert page.body.rstrip().endswith(b"</html>")


def test_its_reader_lets_it_in_and_nobody_is_asked_again(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    address = f"{address_of(browser, TWIN)}/problems"
    with opening(browser, address) as page:
        page.until(FOOT)
        slow.run(late.let_go())
        page.rest()
    asked = len(late.faults.served)
    whole = browser.post(address, data={"ask": "+"})
    assert whole.status_code == 200
    assert WAITS not in whole.content
    assert "at least" not in whole.text
    assert len(late.faults.served) == asked


def test_whoever_goes_on_before_it_came_finds_it_there(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    address, before = address_of(browser, OBJECTOR_TWIN), place(slow)
    with opening(browser, address, **GOES_ON) as page:
        page.until(FOOT)
    slow.run(late.let_go())
    until = time.monotonic() + 20
    while not entries(slow, before, "late"):
        assert time.monotonic() < until, "what came was written down by nobody"
    asked = len(late.faults.served)
    assert WAITS not in browser.get(f"{address}/problems", headers=GOES_ON).content
    assert len(late.faults.served) == asked


def test_what_cannot_be_written_down_is_not_said_and_the_page_says_so(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    with opening(browser, f"{address_of(browser, TWIN)}/problems") as page:
        page.until(FOOT)
        with without_log(slow):
            slow.run(late.let_go())
            said = page.rest()
    assert "cannot be recorded" in said
    assert "has answered: " not in said
    assert said.endswith("</html>")


def test_twins_are_alike_in_every_part(slow: Site, late: HeldSource, browser: httpx.Client) -> None:
    found = []
    for person in (MARKED, TWIN):
        address = address_of(browser, person)
        late.hold()
        with opening(browser, address) as page:
            page.until(FOOT)
            slow.run(late.let_go())
            page.rest()
        got = SimpleNamespace(status=200, headers={}, body=BY_THEN.sub(b"{by then}", page.body))
        walk = SimpleNamespace(person=person, v=address.removeprefix("/p/"))
        found.append(normalised(got, walk))  # type: ignore[arg-type] # as much of a walk as it reads
    assert b"has answered: " in found[0]
    assert found[0] == found[1]


def test_no_page_tells_where_somebody_is_whom_a_source_may_still_protect(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    """Every page of hers at once, before the source that knows it has said so."""
    address = address_of(browser, PLAIN)
    with ExitStack() as open_pages:
        pages = {
            page: open_pages.enter_context(opening(browser, f"{address}{page}")) for page in PAGES
        }
        drawn = {page: one.until(FOOT).decode() for page, one in pages.items()}
        slow.run(late.let_go())
        whole = {page: drawn[page] + one.rest() for page, one in pages.items()}
    told = {page: [one for one in WHERE if one in text.lower()] for page, text in whole.items()}
    assert told == {page: [] for page in PAGES}
    for page in PAGES:
        assert "not shown until Northgate University Hospital has answered" in drawn[page], page
        assert "places and telephone numbers stay hidden" in whole[page], page
    assert "[place not shown]" in drawn["/people"]
    practice = drawn["/people"].split('id="s-gp_practice"')[1].split("</section>")[0]
    assert "no answer yet" in practice
    assert "not recorded" not in practice.lower()


def test_of_anybody_else_places_can_be_let_in_when_every_source_has_answered(
    slow: Site, late: HeldSource, browser: httpx.Client
) -> None:
    address = address_of(browser, TWIN)
    with opening(browser, address) as page:
        drawn = page.until(FOOT).decode()
        slow.run(late.let_go())
        said = page.rest()
    assert "Wilkinson Bay" not in drawn
    assert "Places and telephone numbers can be shown now." in said
    whole = browser.post(address, data={"ask": "+"}).text
    assert "Wilkinson Bay" in whole
    assert "not shown until" not in whole
