"""200 cookies of sessions that were stolen, altered or used up: none of them opens anything (T2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import httpx
import pytest
from door_people import PLAIN
from door_site import AGENT, Site
from door_walk import HANDLE

NAME = "carerecord"
SESSIONS = 12  # that came to an end, in each way that one can
AGENTS = (
    "", "Mozilla/5.0", AGENT.upper(), f"{AGENT}s", f"x{AGENT}", AGENT[:-1], f"{AGENT}/2", AGENT * 2,
    *(f"Mozilla/5.0 (X11; Linux x86_64; rv:{n}.0) Gecko/20100101 Firefox/{n}.0" for n in range(120, 132)),
)  # fmt: skip


@dataclass(frozen=True)
class Session:
    """One that has a record open, what its cookie holds, and the address it has the record at."""

    browser: httpx.Client
    cookie: str
    path: str


def session(site: Site, username: str, role: str = "") -> Session:
    browser = site.browser(username)
    if role:
        assert browser.post("/role", data={"role": role}).status_code == 303
    found = browser.post("/find", data={"nhs_number": PLAIN.nhs_number})
    match = HANDLE.search(found.text.split("Your people today")[0])
    assert match, "nobody was found"
    path = f"/p/{match.group(1)}/problems"
    assert browser.get(path).status_code == 200
    return Session(browser, browser.cookies[NAME], path)


@pytest.fixture(scope="module")
def open_(site: Site) -> Iterator[Session]:
    made = session(site, "doctor")
    with closing(made.browser):
        yield made


@pytest.fixture(scope="module")
def thief(site: Site) -> Iterator[httpx.Client]:
    with closing(site.nobody()) as browser:
        yield browser


def opens(thief: httpx.Client, cookie: str, path: str, agent: str = AGENT) -> bool:
    """Whether anything comes of it: the record, a search, or only a page for members of staff."""
    headers = {"Cookie": f"{NAME}={cookie}", "User-Agent": agent}
    for reply in (
        thief.get(path, headers=headers),
        thief.get("/find", headers=headers),
        thief.post("/find", data={"nhs_number": PLAIN.nhs_number}, headers=headers),
    ):
        thief.cookies.clear()
        assert PLAIN.family not in reply.text
        assert PLAIN.nhs_number not in reply.text
        if reply.status_code == 403:  # a form that was drawn for no session there is
            continue
        if reply.status_code != 303 or not reply.headers["location"].startswith(AWAY):
            return True
    return False


AWAY = ("/sign-in", "/locked")


def altered(cookie: str) -> Iterator[str]:
    """Cut short anywhere, and with each of its letters another: by the lowest bit, and by case or by the next."""
    for end in range(len(cookie)):
        yield cookie[:end]
    for at, letter in enumerate(cookie):
        for other in (
            chr(ord(letter) ^ 1),
            letter.swapcase() if letter.isalpha() else chr(ord(letter) ^ 2),
        ):
            yield cookie[:at] + other + cookie[at + 1 :]
    yield from (
        cookie + "A",
        cookie + "=",
        f"%20{cookie}",
        cookie * 2,
        cookie[::-1],
        cookie.lower(),
    )


def ended(site: Site) -> Iterator[Session]:
    """After sign-out, after the lock, after another role was selected, after somebody else signed in there."""
    for _ in range(SESSIONS):
        signed_out, locked = session(site, "doctor"), session(site, "nurse")
        assert signed_out.browser.post("/sign-out").status_code == 303
        assert locked.browser.post("/locked").status_code == 303
        role = session(site, "two-roles", "two-roles-1")
        assert role.browser.post("/role", data={"role": "two-roles-2"}).status_code == 303
        other = session(site, "paramedic")
        assert other.browser.post("/sign-in", data={"username": "nurse"}).status_code == 303
        for one in (signed_out, locked, role, other):
            yield one
            one.browser.close()


def test_the_cookie_itself_opens_the_record(thief: httpx.Client, open_: Session):
    """Otherwise nothing below would show anything."""
    reply = thief.get(open_.path, headers={"Cookie": f"{NAME}={open_.cookie}"})
    assert reply.status_code == 200


def test_no_stolen_altered_or_ended_cookie_opens_anything(
    site: Site, thief: httpx.Client, open_: Session
):
    tried = [(open_.cookie, open_.path, agent) for agent in AGENTS]
    tried += [(cookie, open_.path, AGENT) for cookie in altered(open_.cookie)]
    tried += [(one.cookie, one.path, AGENT) for one in ended(site)]
    assert len(set(tried)) >= 195
    assert len(tried) >= 200
    opened = [n for n, one in enumerate(tried) if opens(thief, *one)]
    assert opened == []
    assert open_.browser.get(open_.path).status_code == 200, "its own browser goes on"


def test_a_cookie_opens_no_record_of_another_session(
    thief: httpx.Client, site: Site, open_: Session
):
    other = session(site, "nurse")
    with closing(other.browser):
        reply = thief.get(other.path, headers={"Cookie": f"{NAME}={open_.cookie}"})
        assert reply.status_code == 404
        assert PLAIN.family not in reply.text


def test_a_cookie_is_no_token_and_a_token_no_cookie(
    thief: httpx.Client, site: Site, open_: Session
):
    everything = f"/fhir/R4/Patient/{PLAIN.id}/$everything"
    bearer = {"Authorization": f"Bearer {open_.cookie}"}
    assert thief.get(everything, headers=bearer).status_code == 401
    assert thief.get(everything, headers={"Cookie": f"{NAME}={open_.cookie}"}).status_code == 401
    assert not opens(thief, site.token("doctor"), open_.path)
