"""What may be used once is used once, whichever of four processes it reaches (T32)."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Awaitable, Callable

from carerecord.signin.accounts import AccountRefused, PasskeyRefused
from carerecord.signin.accounts.tests.conftest import Home
from carerecord.signin.accounts.tests.device import Device
from carerecord.store import Database

PROCESSES = 4
spawn = multiprocessing.get_context("spawn")

Attempt = tuple[str, str, str]  # what to do, the browser, what it sends
DOING: dict[str, Callable[[Home, str, str], Awaitable[object]]] = {
    "sign-in": lambda home, browser, text: home.passkeys.sign_in(browser, text),
    "make": lambda home, browser, text: home.passkeys.make(browser, text, "phone"),
    "add": lambda home, name, username: home.add(username, name),
}


def attempt(url: str, start: object, what: Attempt) -> str:
    """In a process of its own: “done”, or why not."""

    async def run() -> str:
        db = Database.open(url)
        try:
            start.wait()
            await DOING[what[0]](Home(db), what[1], what[2])
        except PasskeyRefused as refused:
            return refused.why
        except AccountRefused:
            return "refused"
        finally:
            db.close()
        return "done"

    return asyncio.run(run())


def race(url: str, attempts: list[Attempt]) -> list[str]:
    with spawn.Manager() as manager, spawn.Pool(PROCESSES) as pool:
        start = manager.Barrier(PROCESSES)
        return sorted(pool.starmap(attempt, [(url, start, one) for one in attempts], 1))


async def test_one_challenge_signs_in_one_of_four(home, db_url):
    await home.add()
    device = await home.enrolled()
    text = device.sign(await home.passkeys.to_sign_in("b"))
    assert race(db_url, [("sign-in", "b", text)] * PROCESSES) == ["challenge"] * 3 + ["done"]


async def test_one_counter_value_signs_in_one_of_four(home, db_url):
    """Four copies of one passkey, each with a challenge of its own."""
    await home.add()
    device = await home.enrolled()
    texts = [device.sign(await home.passkeys.to_sign_in("b"), count=7) for _ in range(PROCESSES)]
    won = race(db_url, [("sign-in", "b", text) for text in texts])
    assert won == ["counter"] * 3 + ["done"]


async def test_one_invitation_makes_one_passkey_of_four(home, db_url):
    await home.add()
    invitation = await home.accounts.invite("a.jones", "Priya Shah")
    attempts: list[Attempt] = []
    for _ in range(PROCESSES):
        browser = await home.passkeys.openings.invited(invitation.url.rsplit("/", 1)[1])
        making = await home.passkeys.to_make(browser)
        attempts.append(("make", browser, Device().make(making.options)))
    assert race(db_url, attempts) == ["done"] + ["invitation"] * 3
    assert len(await home.accounts.passkeys_of("a.jones")) == 1


async def test_one_person_gets_one_account_of_four(home, db_url):
    names = ["a.jones", "ann.jones", "jones.ann", "annj"]
    attempts: list[Attempt] = [("add", "Ann Jones", username) for username in names]
    assert race(db_url, attempts) == ["done"] + ["refused"] * 3
    assert len(await home.accounts.listed()) == 1
