"""What opened a record: whether it has ended since (LR-23), and whether it proved true (LR-24).

A launch, a viewer's own claim and an emergency are only said. The first use of each opens an item, which
evidence of a system of record closes by itself when it covers the use, names the viewer, a team or the
organisation of theirs, and arrives in time. What stays open is for a privacy officer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from carerecord.access.contract import Evidence
from carerecord.access.evidence.held import holders
from carerecord.access.evidence.kinds import Kinds, package_kinds
from carerecord.access.evidence.rows import OPEN_ENDED, Values
from carerecord.access.times import micros, moment
from carerecord.contract import Viewer
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "reconciling.sql")
LONGEST_SESSION = timedelta(days=1)  # what a session opened is forgotten after that
FEW = 300  # people whose items are asked for; of more, all open items are read at once


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A use of evidence that nothing has proved yet."""

    person_id: str
    evidence_id: str
    kind: str  # LR-12, LR-14 or LR-16
    viewer_id: str
    used: datetime
    overdue_from: datetime


@dataclass(frozen=True, slots=True)
class Proved:
    """Evidence of a system of record that a use of something only said was true."""

    closed_by: str  # its id
    closed: datetime


def _now() -> datetime:
    return datetime.now(UTC)


class Reconciling:
    def __init__(
        self, db: Database, kinds: Kinds | None = None, now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._kinds = package_kinds() if kinds is None else kinds
        self._now = now

    async def used(
        self, viewer: Viewer, person_id: str, evidence: Sequence[Evidence], at: datetime
    ) -> None:
        """A record was opened because of this evidence. Writes only what the session has not used yet."""
        known = await self._opened(viewer.session, person_id)
        new = [one for one in evidence if one.id not in known]
        if new:
            await self._db.write(lambda tx: self.used_within(tx, viewer, person_id, new, at))

    async def ended_since_opened(
        self, viewer: Viewer, person_id: str, evidence: Iterable[Evidence]
    ) -> tuple[str, ...]:
        """The words of what opened this record in this session and is not among this evidence now."""
        now = {one.id for one in evidence}
        known = await self._opened(viewer.session, person_id)
        return tuple(dict.fromkeys(words for one, words in known.items() if one not in now))

    async def open_items(
        self, organisation: str, *, limit: int = 100, after: OpenItem | None = None
    ) -> list[OpenItem]:
        """Those of one organisation's viewers, oldest first; `after` is the last of the page before."""
        rows = await self._db.all(
            SQL.open_items,
            organisation=organisation,
            limit=limit,
            after=micros(after.used) if after else 0,
            after_id=after.evidence_id if after else "",
        )
        return [_item(row) for row in rows]

    async def proved(
        self, viewer_id: str, person_id: str, since: datetime, until: datetime
    ) -> Proved | None:
        """What proved a use in this time of what was only said, if anything did (LR-24)."""
        row = await self._db.one(
            SQL.proved,
            viewer_id=viewer_id,
            person_id=person_id,
            since=micros(since),
            until=micros(until),
        )
        return Proved(row["closed_by"], moment(row["closed"])) if row else None

    async def claimed_about(self, person_id: str) -> frozenset[str]:
        """Of one person: ids of what a viewer said for themselves, and nothing has proved yet."""
        rows = await self._db.all(SQL.open_about, person_id=person_id)
        return frozenset(row["evidence_id"] for row in rows)

    async def _opened(self, session: str, person_id: str) -> dict[str, str]:
        rows = await self._db.all(SQL.opened_in_session, session=session, person_id=person_id)
        return {row["evidence_id"]: row["words"] for row in rows}

    def used_within(
        self,
        tx: Transaction,
        viewer: Viewer,
        person_id: str,
        new: Sequence[Evidence],
        used: datetime,
    ) -> None:
        """In a transaction that another part has begun; what is known already stays as it is."""
        at = micros(used)
        if viewer.session:
            tx.run(SQL.forget_opened, before=at - LONGEST_SESSION // timedelta(microseconds=1))
            tx.many(SQL.add_opened, [_opened_row(viewer, person_id, one, at) for one in new])
        items = [row for one in new if (row := self._item_row(viewer, one, at))]
        tx.many(SQL.add_item, items)
        if items:
            close_items(tx, {person_id}, at)

    def _item_row(self, viewer: Viewer, one: Evidence, at: int) -> dict[str, Values] | None:
        kind = self._kinds.get(one.kind)
        if kind is None or kind.closed_within is None:
            return None
        mine = [f"{name_kind} {name}" for name_kind, name in holders(viewer)]
        return {
            "person_id": one.person_id,
            "evidence_id": one.id,
            "kind": one.kind,
            "viewer_id": viewer.id,
            "organisation": viewer.organisation,
            "holders": "\n".join(mine),
            "used": at,
            "closes_until": at + kind.closed_within // timedelta(microseconds=1),
            "overdue": at + kind.review_after // timedelta(microseconds=1)
            if kind.review_after
            else OPEN_ENDED,
        }


def close_items(tx: Transaction, person_ids: set[str], recorded: int) -> None:
    """Close what evidence recorded now, or before, proves. Part of the transaction that records it."""
    if len(person_ids) <= FEW:
        asked = [(one, recorded) for one in sorted(person_ids - {""})]
        rows = tx.over(SQL.may_close_about, asked)
    else:
        everybody = tx.all(SQL.may_close, recorded=recorded)
        rows = [row for row in everybody if row["person_id"] in person_ids]
    for row in rows:
        _close(tx, row, recorded)


def _close(tx: Transaction, item: Row, recorded: int) -> None:
    mine = set(item["holders"].split("\n"))
    for row in tx.all(SQL.known_at, person_id=item["person_id"], used=item["used"]):
        if f"{row['holder_kind']} {row['holder']}" in mine:
            tx.run(
                SQL.close_item,
                person_id=item["person_id"],
                evidence_id=item["evidence_id"],
                closed_by=row["id"],
                closed=recorded,
            )
            return


def _opened_row(viewer: Viewer, person_id: str, one: Evidence, at: int) -> dict[str, Values]:
    return {
        "session": viewer.session,
        "person_id": person_id,
        "evidence_id": one.id,
        "words": one.words,
        "opened": at,
    }


def _item(row: Row) -> OpenItem:
    return OpenItem(
        row["person_id"],
        row["evidence_id"],
        row["kind"],
        row["viewer_id"],
        moment(row["used"]),
        moment(row["overdue"]),
    )
