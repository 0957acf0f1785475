"""The feeds of the configuration, each a task of its own beside the server."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from carerecord.audit.events import Recorder
from carerecord.audit.feed.fhir import Fhir
from carerecord.audit.feed.place import Place
from carerecord.audit.feed.receiver import Receiver, tls_of
from carerecord.audit.feed.sending import Feed
from carerecord.audit.feed.syslog import Syslog
from carerecord.audit.log import Log
from carerecord.config import AuditFeed, Settings
from carerecord.store import Database, StoreError


@dataclass(frozen=True, slots=True)
class Feeds:
    feeds: Sequence[Feed]

    @classmethod
    def of(cls, settings: Settings, db: Database, log: Log, recorder: Recorder) -> Feeds:
        """Raises SettingsError where a certificate cannot be read."""
        process = secrets.token_hex(8)
        return cls(
            [
                Feed(
                    Place(db, one.id, process),
                    _receiver(settings, one),
                    recorder,
                    log,
                    without_person=one.without_person,
                )
                for one in settings.audit_feed
            ]
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Delivering, until the block is left."""
        tasks = [asyncio.create_task(feed.run()) for feed in self.feeds]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for feed in self.feeds:
                with contextlib.suppress(StoreError):  # then another process waits a little longer
                    await feed.close()


def _receiver(settings: Settings, feed: AuditFeed) -> Receiver:
    if feed.url.startswith("syslog+tls://"):
        return Syslog.at(feed.url, tls_of(settings, feed), settings.audit.node or "carerecord")
    secured = feed.url.startswith("https://")
    return Fhir(feed.url, tls_of(settings, feed) if secured else None)
