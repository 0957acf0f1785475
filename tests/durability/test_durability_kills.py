"""Processes are killed while they append: what anybody was told of is there, and the log goes on whole (R1).

With `-s` it says how long the processes that were started after a kill took to their first receipt.
"""

from __future__ import annotations

import asyncio
import random

import pytest
from killing import KEY, as_figures, killed_at_random

from carerecord.audit import Log
from carerecord.audit.verifying import Verifying
from carerecord.store import Database

SEED = 20261121
CHECKED_EACH = 25  # kills between two readings of the whole tree


@pytest.mark.parametrize("processes", [1, 4])
@pytest.mark.parametrize(
    "kills",
    [pytest.param(24, id="24"), pytest.param(1_000, id="1000", marks=pytest.mark.slow)],
)
def test_a_receipt_given_before_a_kill_has_its_entry(db_url, processes, kills):
    Database.open(db_url).close()
    chance, told, killed = random.Random(SEED + processes), set(), 0
    restarts: list[float] = []
    while killed < kills:
        for one in killed_at_random(db_url, processes, chance):
            told.update(one.receipts)
            restarts.append(one.first_seconds)
            killed += 1
        if killed % CHECKED_EACH < processes or killed >= kills:
            _is_whole(db_url, told)
    assert len(told) >= kills
    after = restarts[processes:]  # the first were not started after a kill
    print(f"\n{killed} kills, {len(told)} receipts; to a first receipt: {as_figures(after)}")


def _is_whole(url: str, told: set[str]) -> None:
    db = Database.open(url, [])

    async def read() -> tuple[set[str], list[str]]:
        kept = {entry.entry_id async for entry in Log(db).entries()}
        faults = [str(o.fault) async for o in Verifying(db, [KEY.public]).all() if o.fault]
        await Log(db, KEY).append("open", None, body={})
        return kept, faults

    kept, faults = asyncio.run(read())
    db.close()
    assert told <= kept, f"{len(told - kept)} receipts have no entry"
    assert faults == []
