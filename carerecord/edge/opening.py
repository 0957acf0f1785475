"""The sources of the configuration: asked over a wire, in a region beside ours, or pushed and asked of their copies."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from carerecord.config import Settings, SettingsError
from carerecord.connectors import PUSHED, Http, open_source
from carerecord.connectors.contract import Feed, Source
from carerecord.connectors.neighbour import PROTOCOL
from carerecord.contract import SourceSettings
from carerecord.edge.feeding import Feeding
from carerecord.edge.source import EdgeSource
from carerecord.edge.store import Edge
from carerecord.regions import Regions, open_neighbour


def open_sources(
    settings: Settings, http: Http, edge: Edge, regions: Regions
) -> tuple[Source, ...]:
    """In the order of the source strip. Raises `SettingsError`."""

    def opened(one: SourceSettings) -> Source:
        if one.protocol in PUSHED:
            if one.ask != "always":
                raise SettingsError(f"source {one.id}: ask: one that pushes is always asked")
            return EdgeSource(one, edge)
        if one.protocol == PROTOCOL:
            return open_neighbour(one, regions, settings.fanout)
        return open_source(one, http, settings.beside)

    return tuple(map(opened, settings.source))


@dataclass(frozen=True, slots=True)
class Listening:
    """The port of every source that pushes, each beside the server."""

    feeds: Sequence[Feed]

    @classmethod
    def of(cls, settings: Settings, feeding: Feeding) -> Listening:
        """Raises `SettingsError` for a setting that is wrong, or a certificate that cannot be read."""
        return cls(
            [
                PUSHED[one.protocol].open(one, feeding.keep, settings.beside)
                for one in settings.source
                if one.protocol in PUSHED
            ]
        )

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Raises `SettingsError` where a port cannot be listened on."""
        async with contextlib.AsyncExitStack() as stack:
            for feed in self.feeds:
                await stack.enter_async_context(feed.running())
            yield
