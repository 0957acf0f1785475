"""One laboratory's folder: every report in every file is kept, set aside, or refused with the place that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from carerecord.connectors.contract import Keep, NotKept
from carerecord.connectors.drop_folder import DropFolder
from carerecord.connectors.edifact.message import NotEdifact, messages
from carerecord.connectors.edifact.settings import Settings, settings_of
from carerecord.connectors.edifact.translate import pushed
from carerecord.contract import SourceSettings


class LaboratoryFeed:
    def __init__(
        self, source: SourceSettings, settings: Settings, keep: Keep, beside: Callable[[str], Path]
    ) -> None:
        self._source = source
        self._settings = settings
        self._keep = keep
        folder = beside(settings.folder)
        self.folder = DropFolder(source.id, folder, self.take, settings.look_seconds)

    @classmethod
    def open(
        cls, source: SourceSettings, keep: Keep, beside: Callable[[str], Path]
    ) -> LaboratoryFeed:
        """Raises `SettingsError`."""
        return cls(source, settings_of(source), keep, beside)

    def running(self) -> AbstractAsyncContextManager[None]:
        return self.folder.running()

    async def take(self, raw: bytes) -> list[str]:
        """Why some of it could not be read; all else is durable. Raises `NotKept`."""
        try:
            found = messages(raw)
        except NotEdifact as error:
            return [str(error)]
        wrong: list[str] = []
        for message in found:
            try:
                said = pushed(message, self._source, self._settings.local_zone)
            except NotEdifact as error:
                wrong.append(f"message {message.place}: {error}")
                continue
            await self._keep(self._source, said, message.raw)
        return wrong

    async def again(self, raw: bytes) -> str:
        """Why it still cannot be filed, or ""."""
        try:
            (message,) = messages(raw)
            said = pushed(message, self._source, self._settings.local_zone)
            return await self._keep(self._source, said, raw)
        except NotEdifact as error:
            return str(error)
        except NotKept:
            return "it could not be kept now: try again"
