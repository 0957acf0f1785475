"""One organisation's documents: each is kept, set aside or refused, and answered accordingly."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import structlog

from carerecord.connectors.contract import Keep, NotKept, Pushed, SetAside
from carerecord.connectors.documents.outcome import Outcome
from carerecord.connectors.documents.parsing import BrokenError
from carerecord.connectors.documents.port import Port
from carerecord.connectors.documents.receive import NotReadableError, receive
from carerecord.connectors.documents.settings import Settings, settings_of
from carerecord.connectors.listening import tls_of
from carerecord.contract import SourceSettings

_LOG = structlog.get_logger()
_MUCH = 100_000  # bytes: reading more than that would hold up everybody else


def _now() -> datetime:
    return datetime.now(UTC)


class DocumentFeed:
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
        self.port = Port(settings, source.organisation, self.take, tls_of(settings, beside), now)

    @classmethod
    def open(
        cls, source: SourceSettings, keep: Keep, beside: Callable[[str], Path]
    ) -> DocumentFeed:
        """Raises `SettingsError`."""
        return cls(source, settings_of(source), keep, beside)

    def running(self) -> AbstractAsyncContextManager[None]:
        return self.port.running()

    async def take(self, raw: bytes) -> Outcome:
        """Kept, or set aside, only when that is durable."""
        outcome = await self._taken(raw)
        if outcome.state != "kept":
            _LOG.warning(
                "feed.refused", source=self._source.id, code=outcome.state, why=outcome.why
            )
        if raw and outcome.state in ("refused", "broken"):
            await self._put_by(raw, outcome.words)
        return outcome

    async def _put_by(self, raw: bytes, why: str) -> None:
        """What was refused is kept as it came, for whoever asks its sender why. The answer is the same where it cannot be."""
        with contextlib.suppress(NotKept):
            await self._keep(self._source, SetAside(why, was_refused=True), raw)

    async def again(self, raw: bytes) -> str:
        """Why it still cannot be filed, or ""."""
        outcome = await self._taken(raw)
        return "" if outcome.state == "kept" else outcome.words

    async def _taken(self, raw: bytes) -> Outcome:
        read = (raw, self._settings, self._now())
        try:
            much = len(raw) > _MUCH
            found = await asyncio.to_thread(receive, *read) if much else receive(*read)
            why = await self._keep(self._source, found, raw)
        except NotReadableError as error:
            return Outcome("refused", str(error))
        except BrokenError as error:
            return Outcome("broken", str(error))
        except NotKept:
            return Outcome("not-kept")
        documents = found.documents if isinstance(found, Pushed) else ()
        ids = tuple(f"{one.own['resourceType']}/{one.own['id']}" for one in documents)
        return Outcome("set-aside", why) if why else Outcome("kept", ids=ids)
