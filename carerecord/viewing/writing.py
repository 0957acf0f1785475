"""Writing down, for the door: what cannot be written down does not happen (I1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carerecord.audit import Along, AuditUnavailable, Log
from carerecord.contract import Receipt, Viewer
from carerecord.viewing.contract import RecordUnavailable


@dataclass(frozen=True, slots=True)
class Writing:
    log: Log

    async def entry(
        self,
        kind: str,
        viewer: Viewer | None,
        person_id: str = "",
        view_id: str = "",
        body: Mapping[str, object] | None = None,
        along: Along | None = None,
    ) -> Receipt:
        """The receipt of a durable entry, and of what is written along with it. Raises `RecordUnavailable`."""
        try:
            return await self.log.append(
                kind, viewer, person_id=person_id, view_id=view_id, body=body or {}, along=along
            )
        except AuditUnavailable as error:
            raise RecordUnavailable("it could not be written down") from error

    async def entries(
        self, viewer: Viewer | None, entries: Sequence[tuple[str, str, Mapping[str, object]]]
    ) -> None:
        """(kind, person id, body) of each, all durable or none. Raises `RecordUnavailable`."""
        try:
            await self.log.append_all(viewer, entries)
        except AuditUnavailable as error:
            raise RecordUnavailable("it could not be written down") from error
