"""What may be used once is used once, whichever of four processes it came to (T32)."""

from __future__ import annotations

from collections import Counter
from multiprocessing import get_context

import pytest

from carerecord.signin.launch import Launches
from carerecord.signin.launch.tests import racing
from carerecord.signin.launch.tests.launch_signing import AT, settings_in, signed
from carerecord.store import Database

PROCESSES = 4


@pytest.mark.parametrize("races", [20, pytest.param(1000, marks=pytest.mark.slow)])
async def test_of_four_processes_that_bring_one_secret_exactly_one_is_let_in(
    db_url, tmp_path, races
):
    settings = settings_in(tmp_path)
    db = Database.open(db_url)
    ours = Launches(db, settings, now=lambda: AT)
    brought = [(signed(jti=f"token-{number:06}"), "") for number in range(races // 2)]
    for number in range(races // 2):
        begun = await ours.begin_token(signed(jti=f"secret-{number:06}"), "", {})
        brought.append((begun.address.split("c=")[1], begun.browser))
    db.close()
    winners = run_all(db_url, str(tmp_path), brought)
    assert Counter(winners) == dict.fromkeys(range(len(brought)), 1)


def run_all(url, folder, brought):
    context = get_context("spawn")
    barrier, won = context.Barrier(PROCESSES), context.Queue()
    each = [
        context.Process(target=racing.run, args=(url, folder, brought, barrier, won))
        for _ in range(PROCESSES)
    ]
    for one in each:
        one.start()
    winners = [won.get(timeout=300) for _ in brought]
    for one in each:
        one.join(60)
    assert [one.exitcode for one in each] == [0] * PROCESSES
    while not won.empty():
        winners.append(won.get())
    return winners
