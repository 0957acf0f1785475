"""Objections that were recorded before there were steps go on holding."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.access.contract import Objection
from carerecord.access.objections import Objections
from carerecord.contract import Viewer
from carerecord.store import Database
from carerecord.store.migrate import bundled

DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate")
EARLIER = (
    "INSERT INTO access_objection (person_id, number, state, recorded_by, why, recorded)"
    " VALUES (:person_id, :number, :state, 'c.guardian', 'asked on the phone', 1000000)"
)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


async def test_what_was_in_force_still_is(db_url: str) -> None:
    before = Database.open(db_url, [path for path in bundled() if path.name < "0053"])
    rows = [("p1", 1, "restricted"), ("p1", 2, "blocked"), ("p2", 1, "blocked"), ("p2", 2, "none")]
    rows.append(("p3", 1, "restricted"))
    try:
        await before.write(
            lambda tx: tx.many(
                EARLIER, [{"person_id": p, "number": n, "state": s} for p, n, s in rows]
            )
        )
    finally:
        before.close()
    db = Database.open(db_url)
    try:
        objections = Objections(db)
        held = Objection(id="earlier-p1", state="blocked", decided=True)
        assert await objections.about("p1", DOCTOR) == (held,)
        assert await objections.about("p2", DOCTOR) == ()
        assert [one.state for one in await objections.history("earlier-p1")] == [
            "restricted", "blocked",
        ]  # fmt: skip
        overdue = await objections.in_force(overdue_at=NOW)
        assert [one.person_id for one in overdue] == ["p1", "p3"]  # no review date: to be reviewed
        await objections.withdraw("earlier-p3", by="f.clerk", evidence="rang")
        assert await objections.about("p3", DOCTOR) == ()
    finally:
        db.close()
