"""Renderings whose time is over are removed by the running server itself, once a day and at its start."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from carerecord.audit.renderings.store import Renderings
from carerecord.background import in_background
from carerecord.store import StoreError

DAY = 86_400.0  # seconds
_log = structlog.get_logger()


@asynccontextmanager
async def removing(renderings: Renderings, every: float = DAY) -> AsyncIterator[None]:
    """In the background of a server, until it stops. Several workers may: what is gone is gone."""
    async with in_background(_for_ever(renderings, every)):
        yield


async def _for_ever(renderings: Renderings, every: float) -> None:
    while True:
        try:
            await renderings.remove_old(datetime.now(UTC))
        except StoreError as error:
            _log.error("audit.renderings_kept", words=str(error))
        await asyncio.sleep(every)
