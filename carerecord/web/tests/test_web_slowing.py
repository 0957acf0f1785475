"""How often anybody may ask before they are signed in: each address, and all together (T27)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from starlette.routing import Route

from carerecord.config import Server, SignIn
from carerecord.store import Database
from carerecord.web.framing import name_of
from carerecord.web.pages import PAGES
from carerecord.web.slowing import is_before_sign_in
from carerecord.web.tests.signed_in_site import Site, site
from carerecord.web.throttle import MOST_ADDRESSES, Throttle, network_of


@dataclass
class Clock:
    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_minutes_worth_may_come_at_once_and_then_at_the_rate(clock):
    throttle = Throttle(each=60, all_=1000, clock=clock)
    assert [throttle.wait("10.0.0.1") for _ in range(62)] == [0] * 60 + [1] * 2
    clock.at += 1
    assert [throttle.wait("10.0.0.1") for _ in range(2)] == [0, 1]
    assert throttle.wait("10.0.0.2") == 0


def test_all_together_are_limited_too(clock):
    throttle = Throttle(each=60, all_=6, clock=clock)
    waits = [throttle.wait(f"10.0.0.{n}") for n in range(7)]
    assert waits == [0] * 6 + [10]
    clock.at += 10
    assert throttle.wait("10.0.1.1") == 0


def test_whoever_is_told_to_wait_is_not_counted(clock):
    throttle = Throttle(each=6, all_=1000, clock=clock)
    assert [throttle.wait("10.0.0.1") for _ in range(50)][-1] == 10


def test_a_refused_try_is_worth_more_than_one(clock):
    throttle = Throttle(each=60, all_=1000, clock=clock)
    throttle.charge("10.0.0.1", 59)
    assert [throttle.wait("10.0.0.1") for _ in range(2)] == [0, 1]


def test_no_more_addresses_are_remembered_than_there_is_room_for(clock):
    throttle = Throttle(each=1, all_=10**9, clock=clock)
    assert throttle.wait("10.255.0.1") == 0
    assert throttle.wait("10.255.0.1") > 0
    for n in range(MOST_ADDRESSES):
        throttle.wait(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(throttle._until) == MOST_ADDRESSES
    assert throttle.wait("10.255.0.1") == 0


@pytest.mark.parametrize(
    ("address", "of"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("testclient", ""),
    ],
)
def test_one_customer_is_one_address(address, of):
    assert network_of(address) == of


def test_what_is_slowed_is_what_leaves_something_behind_before_sign_in():
    slowed = {
        f"{method} {route.path}"
        for page in PAGES
        for route in page.ROUTES
        if isinstance(route, Route) and is_before_sign_in(route, name_of(page))
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert slowed == {
        "POST /sign-in",
        "GET /sign-in/{provider}",
        "GET /sign-in/{provider}/back",
        "POST /sign-in/{provider}/logout",
        "GET /sign-in/passkey",
        "POST /sign-in/passkey",
        "GET /account/passkey",
        "POST /account/passkey",
        "GET /account/passkey/{invitation}",
        "GET /launch",
        "POST /launch",
        "GET /launch/back",
        "GET /launch/open",
        "POST /launch/window",
    }


LIMITED = SignIn(each_per_minute=10, all_per_minute=25)


@pytest.fixture
async def here(db: Database) -> AsyncIterator[Site]:
    made = await site(db, sign_in=LIMITED, server=Server(url="https://record.example"))
    yield made
    await made.close()


def of(here: Site, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(here.server, client=(address, 1))
    return httpx.AsyncClient(transport=transport, base_url="https://record.example")


async def test_beyond_the_limit_somebody_is_told_to_wait_and_nothing_is_written(here):
    guessing = of(here, "192.0.2.1")
    first = await guessing.post("/sign-in", data={"username": "nobody"})
    assert first.status_code == 400  # refused: worth ten
    assert len(here.written.kinds) == 1
    told = await guessing.post("/sign-in", data={"username": "amin"})
    assert told.status_code == 429
    assert 1 <= int(told.headers["retry-after"]) <= 6
    assert told.headers["cache-control"] == "no-store"
    assert "Nothing is wrong with your account, and nobody was signed in." in told.text
    assert "set-cookie" not in told.headers
    assert len(here.written.kinds) == 1
    assert (await of(here, "192.0.2.2").post("/sign-in", data={"username": "amin"})).is_redirect


async def test_pages_that_write_nothing_go_on(here):
    guessing = of(here, "192.0.2.1")
    await guessing.post("/sign-in", data={"username": "nobody"})
    assert (await guessing.get("/sign-in")).status_code == 200


async def test_launches_and_sign_ins_are_counted_together_for_all(here):
    came = [(await of(here, f"192.0.2.{n}").get("/launch")).status_code for n in range(26)]
    assert came == [403] * 25 + [429]
    framed = await of(here, "192.0.2.99").get("/launch")
    assert framed.status_code == 429
