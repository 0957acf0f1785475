"""Writing down, for the door: what cannot be written down does not happen (I1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass

from carerecord.access.contract import Decision
from carerecord.audit import Along, AuditAltered, AuditUnavailable, Log
from carerecord.contract import Receipt, Viewer
from carerecord.store import Transaction
from carerecord.viewing.besides import Besides, Keeping
from carerecord.viewing.contract import RecordUnavailable, View
from carerecord.viewing.spooling import Spooling, may_wait

NOT_WRITTEN = "it could not be written down"


@dataclass(frozen=True, slots=True)
class Writing:
    log: Log

    async def entry(
        self,
        kind: str,
        viewer: Viewer | None,
        person_id: str = "",
        body: Mapping[str, object] | None = None,
        along: Along | None = None,
    ) -> Receipt:
        """The receipt of a durable entry, and of what is written along with it. Raises `RecordUnavailable`."""
        try:
            return await self.log.append(
                kind, viewer, person_id=person_id, body=body or {}, along=along
            )
        except AuditUnavailable as error:
            raise RecordUnavailable(NOT_WRITTEN) from error

    async def entries(
        self, viewer: Viewer | None, entries: Sequence[tuple[str, str, Mapping[str, object]]]
    ) -> None:
        """(kind, person id, body) of each, all durable or none. Raises `RecordUnavailable`."""
        try:
            await self.log.append_all(viewer, entries)
        except AuditUnavailable as error:
            raise RecordUnavailable(NOT_WRITTEN) from error


@dataclass(frozen=True, slots=True)
class ViewWriting:
    """Of a view: in the log; or while that cannot be written, and in an emergency alone, in the spool (AUD-3)."""

    log: Log
    keeping: Keeping
    spooling: Spooling | None = None

    async def entry(
        self,
        kind: str,
        decision: Decision,
        viewer: Viewer,
        person_id: str,
        body: Mapping[str, object],
        besides: Besides,
        view_id: str = "",
    ) -> Receipt:
        """The first entry of what is done. Raises `RecordUnavailable`."""
        row = {"person_id": person_id, "view_id": view_id}
        along = self.keeping.along(besides)
        try:
            return await self.log.append(kind, viewer, **row, body=body, along=along)
        except AuditUnavailable as error:
            if isinstance(error, AuditAltered) or not may_wait(kind, decision):
                raise RecordUnavailable(NOT_WRITTEN) from error
            return await self._spooled(kind, viewer, body, besides, **row)

    async def of_view(
        self,
        kind: str,
        view: View,
        body: Mapping[str, object],
        besides: Besides,
        also: Along | None = None,
    ) -> Receipt:
        """Beside the entry that opened the view: its page says where that is. Raises `RecordUnavailable`.

        `also`: what is written along where the log is, and has no need to wait anywhere.
        """
        row = {"person_id": view.person.id, "view_id": view.id}
        if view.receipt.spooled and may_wait(kind, view.decision):
            return await self._spooled(kind, view.viewer, body, besides, **row)
        along = _both(self.keeping.along(besides), also)
        try:
            return await self.log.append(kind, view.viewer, **row, body=body, along=along)
        except AuditUnavailable as error:
            raise RecordUnavailable(NOT_WRITTEN) from error

    def running(self) -> AbstractAsyncContextManager[None]:
        """In the background of a server: what waits is added to the log."""
        return self.spooling.running() if self.spooling else nullcontext()

    async def _spooled(
        self, kind: str, viewer: Viewer, body: Mapping[str, object], besides: Besides, **row: str
    ) -> Receipt:
        if self.spooling is None:
            raise RecordUnavailable(NOT_WRITTEN)
        waits = self.log.row(kind, viewer, **row, body={**body, "spooled": True})
        return await self.spooling.add(waits, besides)


def _both(first: Along, second: Along | None) -> Along:
    def within(tx: Transaction, entry_id: str) -> None:
        first(tx, entry_id)
        if second:
            second(tx, entry_id)

    return within
