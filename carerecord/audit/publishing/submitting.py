"""One witness, asked to cosign (c2sp.org/tlog-witness)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import aiohttp

from carerecord.audit.notes import (
    COSIGNER,
    Checkpoint,
    Note,
    NoteUnreadable,
    PublicKey,
    Signature,
    Submission,
)
from carerecord.audit.proving import Proving
from carerecord.audit.publishing.store import Cosigned, Due
from carerecord.config import Settings, SettingsError, Witness

WITHIN = 5.0  # seconds for one answer
MOST_ANSWER = 1 << 14
UNANSWERED = (aiohttp.ClientError, asyncio.TimeoutError, OSError)
"""What a witness that cannot be reached raises here."""


class Refused(Exception):
    """The witness does not cosign this; the message says what it answered."""

    def __init__(self, words: str, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


class Ahead(Refused):
    """The witness has cosigned more entries than this log has, or others."""

    def __init__(self, log: str, size: int) -> None:
        super().__init__(f"it has cosigned {size} entries of log {log}", 409)
        self.size = size


@dataclass(frozen=True, slots=True)
class Submitting:
    """A witness by name, and where and how it signs."""

    name: str
    url: str
    key: PublicKey

    async def submit(
        self, session: aiohttp.ClientSession, proving: Proving, due: Due, old: int
    ) -> Cosigned:
        """`old` is what we think it has; it says if it has another size. `Refused`, or `UNANSWERED`."""
        status, body = await self._send(session, await _asked(proving, due, old))
        if status == 409 and body.strip().isdigit():
            known = int(body)
            if known > due.size or known == old or (due.lost and known != due.size):
                raise Ahead(due.log, known)
            status, body = await self._send(session, await _asked(proving, due, known))
        if status != 200:
            words = f"it answered {status} to {due.size} entries of log {due.log}"
            raise Refused(words, status)
        return self._cosigned(due, body)

    async def newest(self, session: aiohttp.ClientSession, origin: str) -> Note | None:
        """The newest checkpoint of a log that it cosigned, if it is one of ours and shows it."""
        url = f"{self.url}/checkpoint/{sha256(origin.encode()).hexdigest()}"
        async with session.get(url, timeout=_timeout(), allow_redirects=False) as answer:
            content = await answer.content.read(MOST_ANSWER)
        try:
            note = Note.read(content)
            return note if answer.status == 200 and Checkpoint.of(note).origin == origin else None
        except NoteUnreadable:
            return None

    async def _send(self, session: aiohttp.ClientSession, asked: Submission) -> tuple[int, str]:
        async with session.post(
            f"{self.url}/add-checkpoint",
            data=asked.written,
            timeout=_timeout(),
            allow_redirects=False,
        ) as answer:
            content = await answer.content.read(MOST_ANSWER)
        return answer.status, content.decode("utf-8", "replace")

    def _cosigned(self, due: Due, body: str) -> Cosigned:
        try:
            lines = tuple(Signature.read(line) for line in body.splitlines())
        except NoteUnreadable as error:
            raise Refused(f"it answered what is no signature: {error}") from None
        mine = tuple(s for s in lines if (s.name, s.key_id) == (self.key.name, self.key.id))
        note = due.note.signed_by(*mine)
        times = self.key.times(note)
        if not times:
            raise Refused("it signed with another key than the one it is known by")
        return Cosigned(note, max(times))


def witnesses_of(settings: Settings) -> tuple[Submitting, ...]:
    """Those that the configuration names. SettingsError for one that cannot be."""
    return tuple(_witness(one) for one in settings.witness)


def _witness(one: Witness) -> Submitting:
    try:
        key = PublicKey.read(one.key)
    except ValueError as error:
        raise SettingsError(f"witness {one.name}: key: {error}") from None
    if key.kind != COSIGNER:
        raise SettingsError(f"witness {one.name}: key: the key of a log, not of a witness")
    return Submitting(one.name, one.url.rstrip("/"), key)


def _timeout() -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(total=WITHIN)


async def _asked(proving: Proving, due: Due, old: int) -> Submission:
    proof: Sequence[bytes] = () if due.lost else await proving.consistency(due.log, old, due.size)
    start = due.size if due.lost else old
    return Submission(start, tuple(proof), due.note, Checkpoint.of(due.note))
