"""From the spool to the log: each entry once, whatever happens in between, and one that says so.

Entries have their ids from the start, so what is in the log already is not added again; the file goes only after
all of it is there. An entry that this process gave a receipt for and that the file no longer has is added all the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carerecord.audit.log import Add, Log
from carerecord.audit.spool.contract import Held, Spooled
from carerecord.audit.spool.file import Spool
from carerecord.store import Transaction

Keep = Callable[[Transaction, Spooled], None]
"""Does what is to be kept with an entry, in the transaction that adds it."""
Alarm = Callable[[Transaction, str, Sequence[Spooled]], None]
"""Tells that the spool was not as it was written: the id of the entry that says so, and what was in it."""


@dataclass(frozen=True, slots=True)
class Drained:
    entries: int  # that were not in the log before
    intact: bool


async def drain(log: Log, spool: Spool, keep: Keep, alarm: Alarm) -> Drained:
    """Raises `AuditUnavailable` or `SpoolUnavailable`; then all that waits goes on waiting."""
    given, held = dict(spool.given), await spool.held()  # in this order: what was given is there
    there = {one.id for one in held.entries}
    gone = [one for one in given.values() if one.id not in there]
    if not (held.digest or gone):
        return Drained(0, intact=True)

    def job(tx: Transaction, add: Add) -> Drained:
        new = [one for one in held.entries if _added(tx, add, keep, one)]
        missed = [one for one in gone if _added(tx, add, keep, one)]
        done = Drained(len(new) + len(missed), intact=held.intact and not missed)
        if done.entries or not done.intact:
            said = _said(log, held, missed, done)
            if add(said) and not done.intact:
                alarm(tx, said["entry_id"], (*held.entries, *missed))
        return done

    done = await log.all_once(job)
    for one in given:
        spool.given.pop(one, None)
    await spool.let_go(held)
    return done


def _added(tx: Transaction, add: Add, keep: Keep, one: Spooled) -> bool:
    new = add(one.row)
    if new:
        keep(tx, one)
    return new


def _said(log: Log, held: Held, missed: Sequence[Spooled], done: Drained) -> dict[str, str]:
    """Named by what was found, so that finding it again says nothing new."""
    found = (*held.entries, *missed)
    times = sorted(one.row["at"] for one in found)
    body = {"entries": done.entries, "intact": done.intact, "missed": len(missed)}
    span = {"first": times[0], "last": times[-1]} if times else {}
    row = log.row("spool-drained", None, body=body | span)
    name = " ".join([held.digest, *(one.id for one in missed)])
    return row | {"entry_id": hashlib.sha256(name.encode()).hexdigest()[:32]}
