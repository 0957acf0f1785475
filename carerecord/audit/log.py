"""The log: append, durable on return, and read. Nothing here changes or removes an entry.

The tables refuse it too: triggers on both engines answer every UPDATE and DELETE with an error. Reading
takes the logs of all months and nodes as one, in the order of `Entry.place`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from carerecord.audit.appending import Appending
from carerecord.audit.canonical import canonical
from carerecord.audit.entry import KINDS, Entry, from_row, viewer_columns
from carerecord.audit.head import Head, LogAltered
from carerecord.audit.notes import Key
from carerecord.contract import Receipt, Unavailable, Viewer
from carerecord.store import Database, StoreError, StoreUnavailable, Transaction, sql

SQL = sql(__file__, "queries.sql")
NEWEST = 2**62
"""Above every entry: where paging starts."""
Along = Callable[[Transaction, str], None]
"""Rows of another part that are written with an entry, or not at all; it is given the entry's id."""
PAGE = 1000  # entries read at once by an export

T = TypeVar("T")

_NHS_NUMBER = re.compile(r"\d{3}[ -]?\d{3}[ -]?\d{4}")


Add = Callable[[dict[str, str]], bool]
"""Adds a row to the log; false where an entry of that id is there already, and stays as it is."""


class AuditUnavailable(Unavailable):
    """The audit log could not be written, so nothing may be shown."""


class AuditAltered(AuditUnavailable):
    """The log is not what was written to it: nothing is written down anywhere until somebody has looked."""


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return secrets.token_hex(16)


class Log:
    """The logs of one database, and what one node adds to them. Without a key it can only be read."""

    def __init__(
        self,
        db: Database,
        key: Key | None = None,
        *,
        node: str = "",
        now: Callable[[], datetime] = _now,
        new_id: Callable[[], str] = _new_id,
    ) -> None:
        self.db = db
        self._appending = Appending(key, node) if key else None
        self._now = now
        self._new_id = new_id

    async def append(
        self,
        kind: str,
        viewer: Viewer | None,
        *,
        person_id: str = "",
        view_id: str = "",
        body: Mapping[str, Any],
        along: Along | None = None,
    ) -> Receipt:
        """Write one entry; the receipt exists only once it is durable. `AuditUnavailable` otherwise.

        `body` holds ids, states and digests. It is for the caller to keep names and numbers out.
        `along` is durable with the entry, or neither is.
        """
        row = self.row(kind, viewer, person_id=person_id, view_id=view_id, body=body)
        (receipt,) = await self._append([row], along)
        return receipt

    def within(
        self,
        tx: Transaction,
        kind: str,
        viewer: Viewer | None,
        *,
        person_id: str = "",
        view_id: str = "",
        body: Mapping[str, Any],
    ) -> None:
        """One entry in a transaction that another part has begun: durable when that is, so no receipt."""
        row = self.row(kind, viewer, person_id=person_id, view_id=view_id, body=body)
        self._writable.add(tx, row)

    async def append_all(
        self, viewer: Viewer | None, entries: Sequence[tuple[str, str, Mapping[str, Any]]]
    ) -> list[Receipt]:
        """(kind, person id, body) of each; all of them durable, or none and `AuditUnavailable`."""
        return await self._append(
            [
                self.row(kind, viewer, person_id=person_id, body=body)
                for kind, person_id, body in entries
            ]
        )

    async def all_once(self, job: Callable[[Transaction, Add], T]) -> T:
        """What a job adds, durable with what else it writes, or neither. Raises `AuditUnavailable`."""
        appending = self._writable

        def put(tx: Transaction, *, again: bool) -> tuple[T, Head | None]:
            return job(tx, partial(appending.add_once, tx)), appending.end_in(tx)

        done, end = await self._durable(put)
        appending.committed(end)
        return done

    async def about(self, person_id: str, *, before: int = NEWEST, limit: int = 50) -> list[Entry]:
        """What was done about one person, newest first."""
        return await self._read(SQL.about, person_id=person_id, before=before, limit=limit)

    async def by_viewer(
        self, viewer_id: str, *, before: int = NEWEST, limit: int = 50
    ) -> list[Entry]:
        """What one member of staff did, newest first."""
        return await self._read(SQL.by_viewer, viewer_id=viewer_id, before=before, limit=limit)

    async def recent(self, limit: int = 50, *, before: int = NEWEST) -> list[Entry]:
        return await self._read(SQL.recent, before=before, limit=limit)

    async def of_view(self, view_id: str) -> list[Entry]:
        """Every entry of one view, in the order they were written."""
        return await self._read(SQL.of_view, view_id=view_id) if view_id else []

    async def by_id(self, entry_id: str) -> Entry | None:
        found = await self._read(SQL.by_id, entry_id=entry_id)
        return found[0] if found else None

    async def entries(self, *, after: int = 0) -> AsyncIterator[Entry]:
        """The whole log, oldest first, a page in memory at a time; `after` is a place."""
        while page := await self._read(SQL.after, after=after, limit=PAGE):
            for entry in page:
                yield entry
            after = page[-1].place

    async def count(self) -> int:
        """How many entries there are, those of earlier logs included."""
        row = await self.db.one(SQL.count)
        return int(row["entries"]) if row else 0

    def row(
        self,
        kind: str,
        viewer: Viewer | None,
        *,
        person_id: str = "",
        view_id: str = "",
        body: Mapping[str, Any],
    ) -> dict[str, str]:
        """An entry of now, by column, that is not written yet."""
        return {
            "entry_id": self._new_id(),
            "at": self._now().astimezone(UTC).isoformat(timespec="milliseconds"),
            "kind": _known(kind),
            **viewer_columns(viewer),
            "person_id": _pseudonym(person_id),
            "view_id": view_id,
            "body": canonical(body),
        }

    async def _append(
        self, rows: Sequence[dict[str, str]], along: Along | None = None
    ) -> list[Receipt]:
        appending = self._writable

        def put(tx: Transaction, *, again: bool) -> tuple[list[int], Head | None]:
            numbers = [appending.add(tx, row, again=again) for row in rows]
            if along:
                along(tx, rows[0]["entry_id"])
            return numbers, appending.end_in(tx)

        numbers, end = await self._durable(put)
        appending.committed(end)
        return [Receipt(n, row["entry_id"]) for n, row in zip(numbers, rows, strict=True)]

    async def _durable(self, put: Callable[..., T]) -> T:
        """Twice, because the answer to a commit can be lost: an entry that is there is not added again."""
        try:
            try:
                return await self.db.write(partial(put, again=False))
            except StoreUnavailable:
                return await self.db.write(partial(put, again=True))
        except LogAltered as error:
            raise AuditAltered(str(error)) from error
        except StoreError as error:
            raise AuditUnavailable(str(error)) from error

    @property
    def _writable(self) -> Appending:
        if self._appending is None:
            raise AuditUnavailable("this log was opened for reading: it has no key")
        return self._appending

    async def _read(self, statement: str, **params: Any) -> list[Entry]:
        return [from_row(row) for row in await self.db.all(statement, **params)]


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"“{kind}” is not a kind of audit entry")
    return kind


def _pseudonym(person_id: str) -> str:
    if _NHS_NUMBER.fullmatch(person_id):
        raise ValueError("an audit entry names a person by the region's own id, not an NHS number")
    return person_id
