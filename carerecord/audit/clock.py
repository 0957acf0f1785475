"""After a clock that was ahead was set right: two people say so, and servers start again.

Entries made meanwhile keep the time they have; the order of the log is not by the clock alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from carerecord.audit.log import Log
from carerecord.audit.restoring import NothingMissing, refuse_one_person
from carerecord.audit.starting import ahead_of


async def acknowledge_clock(
    log: Log, by: Sequence[str], why: str, *, node: str, now: datetime
) -> int:
    """Written down at the right time, so that nothing is ahead of it; by how many seconds it was.

    Raises `TwoPeople`, and `NothingMissing` where no clock was ahead.
    """
    refuse_one_person(by)
    seconds = int((await ahead_of(log.db, node, now)).total_seconds())
    if seconds <= 0:
        raise NothingMissing(
            "The newest entry is not ahead of this clock: there is nothing to say."
        )
    body = {"by": sorted(by), "why": why, "seconds": seconds}
    await log.append("clock-was-ahead", None, body=body)
    return seconds
