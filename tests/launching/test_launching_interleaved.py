"""Launches, tabs and people in random order: no page whose banner, data and audit entry disagree (T6)."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

import pytest
from epr import STAFF, Epr, banner_number

from carerecord.identity import People
from carerecord.store import Database
from running import Caller, Region, Reply, audited

SLUGS = ("", "/medicines", "/allergies", "/problems", "/timeline", "/documents")
BROWSERS = 3
PEOPLE = 5
OPEN_TABS = 6


@dataclass
class Tab:
    address: str
    number: str
    username: str
    session: int


@dataclass
class Seat:
    """One browser: who it is signed in as, and the tabs that were opened in it."""

    caller: Caller
    username: str = ""
    session: int = 0
    tabs: list[Tab] = field(default_factory=list)


@dataclass
class Story:
    region: Region
    epr: Epr
    numbers: list[str]
    chance: Random
    seats: list[Seat]
    pages: list[tuple[str, str, bytes]] = field(default_factory=list)  # number, username, body
    shut: int = 0

    def step(self) -> None:
        seat = self.chance.choice(self.seats)
        if not seat.tabs or self.chance.random() < 0.4:
            self._launch(seat)
        else:
            self._look(seat, self.chance.choice(seat.tabs[-OPEN_TABS:]))

    def _launch(self, seat: Seat) -> None:
        number = self.chance.choice(self.numbers)
        username = self.chance.choice([seat.username or "a.okafor", *STAFF])
        reply = self.epr.launch(seat.caller, number, username)
        if seat.username not in ("", username):
            assert banner_number(reply.text) == ""
            address = reply.text.split('action="/p/')[1].split('"')[0]
            reply = seat.caller.get(f"/p/{address}")
            seat.session += 1
        seat.username = username
        self._right(reply, number, username)
        seat.tabs.append(Tab(reply.url, number, username, seat.session))

    def _look(self, seat: Seat, tab: Tab) -> None:
        reply = seat.caller.get(tab.address + self.chance.choice(SLUGS))
        if tab.session == seat.session:
            self._right(reply, tab.number, tab.username)
        else:
            assert reply.status == 404
            assert not any(number in digits(reply) for number in self.numbers)
            self.shut += 1

    def _right(self, reply: Reply, number: str, username: str) -> None:
        assert reply.status == 200, reply.text
        assert banner_number(reply.text) == number
        assert not any(other in digits(reply) for other in self.numbers if other != number)
        assert STAFF[username][0] in reply.text
        self.pages.append((number, username, reply.body))


def digits(reply: Reply) -> str:
    return reply.text.replace(" ", "").replace("\u00a0", "").replace("&nbsp;", "")


def ids_of(region: Region, numbers: list[str]) -> Mapping[str, str]:
    async def read() -> dict[str, str]:
        db = Database.open(region.folder / "region.db", create=False)
        found = {number: (await People(db).by_number(number)).person for number in numbers}
        db.close()
        return {number: person.id for number, person in found.items() if person}

    return asyncio.run(read())


@pytest.mark.parametrize("steps", [150, pytest.param(1000, marks=pytest.mark.slow)])
def test_in_any_order_of_launches_and_tabs_banner_data_and_audit_agree(region, epr, steps):
    numbers = [
        one["nhs_number"]
        for one in region.demo["people"]
        if not one["case"] and len(one["birth_date"]) == 10
    ][:PEOPLE]
    seats = [Seat(Caller(region.base_url)) for _ in range(BROWSERS)]
    story = Story(region, epr, numbers, Random(f"interleaved/{steps}"), seats)
    for _ in range(steps):
        story.step()
    assert len(story.pages) > steps / 2
    assert story.shut, "no tab outlived its session: nothing was tried"

    ids = ids_of(region, numbers)
    shown = {one["body"]["sha256"]: one for one in audited(region.folder) if one["kind"] == "shown"}
    for number, username, body in story.pages:
        entry = shown[hashlib.sha256(body).hexdigest()]
        assert (entry["person_id"], entry["viewer"]) == (ids[number], username)
