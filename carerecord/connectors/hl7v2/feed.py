"""One hospital's feed: each message is kept, set aside or refused, and answered accordingly."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import structlog

from carerecord.connectors.contract import Keep, NotKept, SetAside
from carerecord.connectors.hl7v2.batch import answered, batch_of
from carerecord.connectors.hl7v2.listener import Listener
from carerecord.connectors.hl7v2.message import MessageError, NotHl7
from carerecord.connectors.hl7v2.receive import receive
from carerecord.connectors.hl7v2.replying import Code, replies
from carerecord.connectors.hl7v2.settings import Settings, settings_of
from carerecord.connectors.hl7v2.taking import taken
from carerecord.connectors.listening import tls_of
from carerecord.contract import SourceSettings

_LOG = structlog.get_logger()


def _now() -> datetime:
    return datetime.now(UTC)


class HospitalFeed:
    def __init__(
        self,
        source: SourceSettings,
        settings: Settings,
        keep: Keep,
        beside: Callable[[str], Path],
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._source = source
        self._settings = settings
        self._keep = keep
        self._now = now
        self._began = secrets.token_hex(6)
        self._answers = count(1)
        self.listener = Listener(settings, self.take, tls_of(settings, beside))

    @classmethod
    def open(
        cls, source: SourceSettings, keep: Keep, beside: Callable[[str], Path]
    ) -> HospitalFeed:
        """Raises `SettingsError`."""
        return cls(source, settings_of(source), keep, beside)

    def running(self) -> AbstractAsyncContextManager[None]:
        return self.listener.running()

    async def take(self, raw: bytes) -> Sequence[bytes]:
        """The acknowledgements: AA and CA only when what it says, or the message itself, is durable."""
        if batch := batch_of(raw):
            whole = (raw,) if batch.wrong else ()  # without messages it is refused itself
            parts = batch.messages or whole
            answers = await taken(partial(self._answered, wrong=batch.wrong), parts)
            return (answered(batch, answers, now=self._now(), own_id=self._own_id()),)
        return await self._answered(raw)

    async def _answered(self, raw: bytes, wrong: str = "") -> Sequence[bytes]:
        """`wrong`: why it is not even looked at."""
        code, words = await self._taken(raw) if not wrong else _not_taken(wrong)
        if code != "AA":
            if raw.strip():
                await self._put_by(raw, f"refused ({code}): {words}")
            _LOG.warning("feed.refused", source=self._source.id, code=code, why=words)
        return replies(raw, code, words, now=self._now(), own_id=self._own_id)

    async def _put_by(self, raw: bytes, why: str) -> None:
        """What was refused is kept as it came, for whoever asks its sender why. The answer is the same where it cannot be."""
        with contextlib.suppress(NotKept):
            await self._keep(self._source, SetAside(why, was_refused=True), raw)

    def _own_id(self) -> str:
        """At most 20 characters (MSH-10). To ask for randomness each time would let another thread go first."""
        return f"{self._began}{next(self._answers):x}"

    async def again(self, raw: bytes) -> str:
        """Why it still cannot be filed, or ""."""
        return (await self._taken(raw))[1]

    async def _taken(self, raw: bytes) -> tuple[Code, str]:
        try:
            found = receive(raw, self._source, self._settings, self._now())
            why = await self._keep(self._source, found, raw)
        except NotHl7 as error:
            return "AR", str(error)
        except MessageError as error:
            return "AE", str(error)
        except NotKept:
            return "AE", "it could not be kept now: send it again"
        return "AA", f"kept for a person to look at: {why}" if why else ""


def _not_taken(wrong: str) -> tuple[Code, str]:
    return "AE", wrong
