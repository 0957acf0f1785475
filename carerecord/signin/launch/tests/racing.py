"""One process of a race: brings every token and every secret as soon as the others do."""

from __future__ import annotations

import asyncio
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from carerecord.signin.launch import Launches, LaunchRefused
from carerecord.signin.launch.tests.launch_signing import AT, settings_from
from carerecord.store import Database

Race = tuple[str, str]
"""What is brought, and the browser that brings it; a signed token where there is no browser."""


def run(url: str, folder: str, races: list[Race], barrier: Barrier, won: Any) -> None:
    asyncio.run(_run(url, folder, races, barrier, won))


async def _run(url: str, folder: str, races: list[Race], barrier: Barrier, won: Any) -> None:
    db = Database.open(url)
    ours = Launches(db, settings_from(Path(folder)), now=lambda: AT)
    for number, (value, browser) in enumerate(races):
        barrier.wait(60)
        try:
            if browser:
                await ours.end_token(value, browser)
            else:
                await ours.begin_token(value, "", {})
        except LaunchRefused:
            continue
        won.put(number)
    await ours.close()
    db.close()
