"""Whether it is safe to add to the log: not from an older database, not with a clock that is behind.

An older database that goes on is a second history of the same log, which nobody outside can tell from a forged one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import aiohttp

from carerecord.audit.head import Head, LogAltered, checkpoint_of
from carerecord.audit.notes import Checkpoint, Note, PublicKey
from carerecord.audit.proving import Proving
from carerecord.audit.publishing import Ahead, Kept, Publishing, Refused, Submitting
from carerecord.audit.publishing import store as publishing
from carerecord.audit.publishing.submitting import UNANSWERED
from carerecord.store import Database, sql

SQL = sql(__file__, "starting.sql")
BEHIND = timedelta(seconds=60)
_NOT_OURS = 422
_DO = (
    "If a backup was restored, restore the newest one; if there is no newer one, two people say so with "
    "`carerecord audit restored`."
)

_OR_SAY = (
    " If it is right, and was ahead when that entry was written, two people say so with "
    "`carerecord audit clock`."
)


class StartRefused(Exception):
    """Adding to the log would do harm; the message says why, and what to do."""


async def refuse_unsafe(
    db: Database, kept: Kept, keys: Sequence[PublicKey], *, node: str, now: datetime
) -> None:
    """By what is on this machine. Raises `StartRefused`."""
    heads = [head for head in await Proving(db).heads() if head.node == node]
    _refuse_behind(now + await ahead_of(db, node, now), now, "the newest entry", _OR_SAY)
    for head in heads:
        if not head.closed:
            _refuse_unsigned(head, keys[0])
    for gone in await missing(db, kept.read().values(), keys):
        raise StartRefused(f"The database is older than what was published: {gone}. {_DO}")


async def ahead_of(db: Database, node: str, now: datetime) -> timedelta:
    """By how much the newest entry of this node is later than now; negative where it is not."""
    newest = await db.one(SQL.newest, node=node)
    return datetime.fromisoformat(newest["at"]) - now if newest else timedelta()


async def refuse_unwitnessed(
    publishing: Publishing, witnesses: Iterable[Submitting], *, now: datetime
) -> list[str]:
    """By what witnesses say, each of them asked at once; the names of those that did not answer."""
    async with aiohttp.ClientSession() as session:
        asked = (_ask(session, publishing, one, now) for one in witnesses)
        answers = await asyncio.gather(*asked, return_exceptions=True)
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return [str(name) for name in answers if name]


async def missing(db: Database, outside: Iterable[Note], keys: Sequence[PublicKey]) -> list[str]:
    """What the checkpoints from outside show that this database does not have, in words."""
    proving = Proving(db)
    heads = {head.log: head for head in await proving.heads()}
    lost = {one.log for one in await publishing.dues(db) if one.lost}
    found = []
    for log, point in _ours(outside, keys):
        head = heads.get(log)
        size = head.size if head else 0
        if log in lost:
            continue
        if size < point.size:
            found.append(f"log {log} ends at entry {size}, and {point.size} were published")
        elif head and await root_at(proving, head, point.size) != point.root:
            found.append(f"the first {point.size} entries of log {log} are not those published")
    return found


async def root_at(proving: Proving, head: Head, size: int) -> bytes:
    """Of the first `size` entries; of the whole log even where its entries were pruned."""
    return head.frontier.root if size == head.size else await proving.root(head.log, size)


def _ours(outside: Iterable[Note], keys: Sequence[PublicKey]) -> list[tuple[str, Checkpoint]]:
    """By the log's name; what no key of ours has signed counts for nothing."""
    found = []
    for note in outside:
        point = Checkpoint.of(note)
        if any(point.origin.startswith(f"{key.name}/") and key.signed(note) for key in keys):
            found.append((point.origin.removeprefix(f"{keys[0].name}/"), point))
    return found


async def _ask(
    session: aiohttp.ClientSession, publishing: Publishing, witness: Submitting, now: datetime
) -> str:
    try:
        at = await publishing.submit(session, witness)
    except Ahead as error:
        raise StartRefused(
            f"The witness {witness.name} says: {error}, which are not these. {_DO}"
        ) from None
    except Refused as error:
        if error.status == _NOT_OURS:
            raise StartRefused(
                f"The witness {witness.name} knows another log by this name: {error}. {_DO}"
            ) from None
        return witness.name
    except UNANSWERED:
        return witness.name
    if at:
        _refuse_behind(at, now, f"the witness {witness.name}")
    return ""


def _refuse_behind(other: datetime, now: datetime, whose: str, else_do: str = "") -> None:
    if other - now > BEHIND:
        seconds = int((other - now).total_seconds())
        raise StartRefused(
            f"The clock of this machine is {seconds} seconds behind {whose}. Set it right (see "
            f"`timedatectl`), then start again.{else_do}"
        )


def _refuse_unsigned(head: Head, key: PublicKey) -> None:
    try:
        checkpoint_of(head, key)
    except LogAltered as error:
        raise StartRefused(
            f"{error}. Bring back the key file that belongs to this database (audit.key_file), and see "
            "what `carerecord audit verify` says."
        ) from None
