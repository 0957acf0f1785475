"""Trying a source for whoever connects it: written down, with invented people alone, and beside no view."""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from carerecord.config import Fanout, Settings, SettingsError
from carerecord.connectors.contract import Source
from carerecord.connectors.knocking import knock
from carerecord.connectors.neighbour import PROTOCOL
from carerecord.connectors.reaching import Beside
from carerecord.contract import Answer, Query, SourceSettings, Viewer
from carerecord.federation import Breakers, HealthBoard, Seen, ask_all
from carerecord.merge.merge import merge
from carerecord.regions import Regions
from carerecord.store import StoreError
from carerecord.viewing.contract import NotForThisRole, RecordUnavailable
from carerecord.viewing.source_checks.contract import NOBODY, Checked, Tried, invented_number
from carerecord.viewing.source_checks.judging import judged
from carerecord.viewing.writing import Writing

KIND = "source-checked"


def _now() -> datetime:
    return datetime.now(UTC)


async def without_asking(
    source: SourceSettings, beside: Beside, agreed: ssl.SSLContext | None, now: datetime
) -> Tried:
    """What can be tried of a source before anybody is named; of a neighbouring region it is all."""
    if "url" not in source.options:
        return Tried(source, now)
    try:
        own = agreed if source.protocol == PROTOCOL else None
        return Tried(source, now, knocked=await knock(source, beside, own))
    except SettingsError as error:
        return Tried(source, now, str(error))


@dataclass(frozen=True, slots=True)
class SourceDesk:
    sources: Sequence[Source]
    fanout: Fanout
    writing: Writing
    beside: Beside
    board: HealthBoard
    engineers: frozenset[str] = frozenset()  # ids of staff who connect sources
    agreed: ssl.SSLContext | None = None  # how neighbouring regions are reached
    now: Callable[[], datetime] = _now

    @classmethod
    def of(
        cls,
        settings: Settings,
        sources: Sequence[Source],
        regions: Regions,
        writing: Writing,
        board: HealthBoard,
    ) -> SourceDesk:
        engineers = frozenset(settings.region.engineers)
        return cls(
            sources, settings.fanout, writing, settings.beside, board, engineers, regions.asking
        )

    async def must(self, viewer: Viewer) -> None:
        """Raises `NotForThisRole`, and writes down that it was tried."""
        if viewer.id not in self.engineers:
            await self.writing.entry("refused", viewer, body={"function": "sources"})
            raise NotForThisRole

    async def health(self, viewer: Viewer) -> list[tuple[SourceSettings, Seen]]:
        """Every source as all workers have seen it lately. Raises `NotForThisRole`, `RecordUnavailable`."""
        await self.must(viewer)
        try:
            seen = await self.board.read(self.now())
        except StoreError as error:
            raise RecordUnavailable("how the sources are doing cannot be read") from error
        every = (source.settings for source in self.sources)
        return [(one, seen.get(one.id, Seen())) for one in every]

    async def check(
        self, viewer: Viewer | None, source_id: str, number: str = "", birth_date: str = ""
    ) -> Checked | None:
        """The ten checks; None: no such source. Nobody: the command line of the machine.

        Raises `NotForThisRole`, `NotATestPerson`, `RecordUnavailable`.
        """
        if viewer is not None:
            await self.must(viewer)
        found = next((one for one in self.sources if one.settings.id == source_id), None)
        if found is None:
            return None
        person = invented_number(number) if number else ""
        tried = await self._tried(viewer, found, person, birth_date)
        records = merge([tried.answer]).records if tried.answer else {}
        return Checked(found.settings, judged(tried), records)

    async def _tried(
        self, viewer: Viewer | None, source: Source, number: str, birth_date: str
    ) -> Tried:
        settings = source.settings
        tried = await without_asking(settings, self.beside, self.agreed, self.now())
        if tried.problem or not number or settings.protocol == PROTOCOL:
            return tried
        answer = await self._asked(viewer, source, number, birth_date)
        nobody = await self._asked(viewer, source, NOBODY, "")
        return replace(tried, answer=answer, nobody=nobody)

    async def _asked(
        self, viewer: Viewer | None, source: Source, number: str, birth_date: str
    ) -> Answer:
        """Breakers of its own: a source that is tried is not paused for anybody else."""
        body: Mapping[str, object] = {"source": source.settings.id}
        receipt = await self.writing.entry(KIND, viewer, body=body)
        query = Query(number, birth_date, (), secrets.token_hex(12), self.now())
        within = self.fanout.within_seconds
        [answer] = await ask_all([source], query, receipt, within=within, breakers=Breakers())
        return answer
