"""Signals in, evidence out, on both engines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carerecord.access.contract import Evidence
from carerecord.access.evidence.signals import Signal, covering
from carerecord.access.evidence.store import EvidenceStore
from carerecord.access.evidence.tests.evidence_signals import DAY, HOUR, NOW, signal
from carerecord.store import Conflict, Database, StoreUnavailable


@pytest.fixture
def store(db: Database) -> EvidenceStore:
    return EvidenceStore(db, now=lambda: NOW)


async def in_force(store: EvidenceStore, days: float = 0.1) -> list[Evidence]:
    return await store.about("p1", NOW + days * DAY)


async def test_what_a_source_says_is_evidence_from_then_on(store: EvidenceStore) -> None:
    await store.receive([signal(team="ed")])
    (evidence,) = await in_force(store)
    assert (evidence.holder_kind, evidence.holder) == ("team", "RNG01/ed")
    assert (evidence.kind, evidence.strength, evidence.source) == ("LR-3", "S3", "pas")
    assert (evidence.starts, evidence.ends) == (NOW, NOW + 7 * DAY)
    assert evidence.words == "in your department"
    assert await in_force(store, 7) == []
    assert await in_force(store, -0.1) == []


async def test_a_signal_that_comes_twice_changes_nothing(
    store: EvidenceStore, db: Database
) -> None:
    await store.receive([signal(), signal()])
    before = await db.all("SELECT * FROM access_evidence")
    await store.receive([signal()])
    assert await db.all("SELECT * FROM access_evidence") == before
    assert await db.one("SELECT count(*) AS n FROM access_signal") == {"n": 1}


async def test_an_end_that_arrives_before_its_start_counts(store: EvidenceStore) -> None:
    await store.receive([signal("cancelled", at=NOW + HOUR)])
    assert await in_force(store) == []
    await store.receive([signal()])
    assert len(await in_force(store, 0.01)) == 1
    assert await in_force(store, 0.1) == []


async def test_a_cancelled_admission_ends_at_once(store: EvidenceStore) -> None:
    await store.receive([signal(kind="LR-2", team="ward-4")])
    assert len(await in_force(store)) == 1
    await store.receive([signal("cancelled", "LR-2", at=NOW + HOUR)])
    assert await in_force(store) == []


async def test_evidence_keeps_its_id_while_its_window_moves(store: EvidenceStore) -> None:
    await store.receive([signal(kind="LR-6")])
    (before,) = await in_force(store)
    await store.receive([signal("ended", "LR-6", at=NOW + DAY)])
    (after,) = await in_force(store)
    assert after.id == before.id
    assert (before.ends, after.ends) == (None, NOW + 31 * DAY)


async def test_a_second_occurrence_is_evidence_of_its_own(store: EvidenceStore) -> None:
    await store.receive([signal(), signal(source_id="visit-2"), signal(source="other")])
    assert len({one.id for one in await in_force(store)}) == 3


async def test_a_person_who_left_the_practice_is_notified_about(store: EvidenceStore) -> None:
    await store.receive([signal(kind="LR-1"), signal("ended", "LR-1", at=NOW + DAY)])
    (evidence,) = await in_force(store, 20)
    assert evidence.notify_from == NOW + DAY
    assert await in_force(store, 29) == []


async def test_what_was_said_cannot_be_changed_or_removed(
    store: EvidenceStore, db: Database
) -> None:
    await store.receive([signal()])
    for statement in (
        "UPDATE access_signal SET event = 'ended'",
        "DELETE FROM access_signal",
        "DELETE FROM access_evidence",
        "UPDATE access_evidence SET holder = 'RXX'",
        "UPDATE access_evidence SET person_id = 'p2'",
    ):
        with pytest.raises(Conflict):
            await db.write(lambda tx, sql=statement: tx.run(sql))


async def test_what_was_recorded_as_it_is_never_moves(store: EvidenceStore, db: Database) -> None:
    await store.add([Evidence("e1", "LR-12", "p1", "session", "s1", "launched", NOW)])
    for statement in ("UPDATE access_evidence SET ends = 0", "DELETE FROM access_evidence"):
        with pytest.raises(Conflict):
            await db.write(lambda tx, sql=statement: tx.run(sql))


async def test_a_home_says_again_that_they_live_there(store: EvidenceStore) -> None:
    resident = {"kind": "LR-7", "source": "list:VNW01", "holder": "VNW01", "strength": "S2"}
    await store.receive(
        [
            signal(**resident, source_id="1"),
            signal(**resident, source_id="2", person_id="p2"),
            signal(kind="LR-7", source="council", source_id="9", person_id="p3", holder="VNW01"),
        ]
    )
    (evidence,) = await in_force(store)
    assert (evidence.strength, evidence.ends) == ("S2", NOW + 45 * DAY)
    assert await store.attest("VNW01", NOW + 50 * DAY) == 2
    (evidence,) = await in_force(store, 51)
    assert evidence.ends == NOW + 95 * DAY
    await store.receive([signal("ended", "LR-7", source="list:VNW01", source_id="1", at=NOW + 60 * DAY)])  # fmt: skip
    due = await store.to_attest("VNW01")
    assert [(one.person_id, one.attested) for one in due] == [("p2", NOW + 50 * DAY)]
    assert due[0].suspended_from == NOW + 95 * DAY
    assert await store.attest("RXX", NOW) == 0


async def test_a_shift_is_found_for_its_viewer_while_it_lasts(store: EvidenceStore) -> None:
    await store.receive(
        covering(
            "locum",
            "s.amin",
            source="roster",
            source_id="s1",
            starts=NOW,
            ends=NOW + HOUR,
            said=NOW,
        )
    )
    (shift,) = await store.shifts("locum", NOW)
    assert shift.covers == ("user", "s.amin")
    assert await store.shifts("locum", NOW + HOUR) == []
    assert await store.shifts("s.amin", NOW) == []


async def test_a_whole_list_is_in_or_not(store: EvidenceStore, db: Database) -> None:
    listed = [signal(kind="LR-6", source="list:RNG01", source_id=str(n), person_id=f"p{n}") for n in range(700)]  # fmt: skip
    await store.receive_together(listed)
    assert await db.one("SELECT count(*) AS n FROM access_evidence") == {"n": 700}
    await store.receive_together(
        [signal("ended", "LR-6", source="list:RNG01", source_id="1", at=NOW + DAY)]
    )
    (ended,) = await store.about("p1", NOW)
    assert ended.ends == NOW + 31 * DAY
    await db.write(lambda tx: tx.run("DROP TABLE access_reconciliation"))
    more = [signal(kind="LR-6", source="list:RNG01", source_id=f"x{n}") for n in range(3)]
    with pytest.raises(Exception, match="database"):
        await store.receive_together(more)
    assert await db.one("SELECT count(*) AS n FROM access_evidence") == {"n": 700}
    assert await db.one("SELECT count(*) AS n FROM access_signal") == {"n": 701}


async def test_a_list_that_meets_another_of_its_source_is_worked_out_again(
    store: EvidenceStore, db: Database
) -> None:
    class Meanwhile(EvidenceStore):
        """Another list comes between the reading and the writing of this one, so often."""

        times = 1

        async def signals_of_source(self, source: str, kind: str) -> list[Signal]:
            found = await super().signals_of_source(source, kind)
            if self.times:
                self.times -= 1
                other = signal("ended", "LR-6", source=source, at=NOW + self.times * HOUR)
                await store.receive([other])
            return found

    mine = Meanwhile(db, now=lambda: NOW)
    await mine.receive_together([signal(kind="LR-6", source="list:RNG01", said=NOW - HOUR)])
    (evidence,) = await store.about("p1", NOW)
    assert evidence.ends == NOW + 30 * DAY
    mine.times = 9
    with pytest.raises(StoreUnavailable, match="another list"):
        await mine.receive_together([signal(kind="LR-6", source="list:RNG01", source_id="2")])


async def test_several_people_are_asked_about_in_few_reads(store: EvidenceStore) -> None:
    await store.receive(signal(person_id=f"p{n}", source_id=str(n)) for n in range(30))
    asked = [f"p{n}" for n in range(0, 60, 2)]
    found = await store.about_any(asked, NOW)
    assert {one.person_id for one in found} == {f"p{n}" for n in range(0, 30, 2)}
    assert await store.about_any([], NOW) == []


events = st.sampled_from(["started", "ended", "cancelled"])


@given(
    said=st.lists(st.tuples(events, st.integers(-9, 9), st.sampled_from(["", "a"])), max_size=6),
    order=st.randoms(),
)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
async def test_any_order_of_arrival_leaves_the_same_evidence(
    db: Database, said: list[tuple[str, int, str]], order: Any
) -> None:
    store = EvidenceStore(db, now=lambda: NOW)
    number = await db.one("SELECT count(*) AS n FROM access_signal")
    assert number is not None

    def about(person: str) -> list[Signal]:
        return [
            signal(
                event,
                "LR-2",
                at=NOW + days * HOUR,
                person_id=person,
                source=person,
                holder="RNG01",
                team=team,
            )
            for event, days, team in said
        ]

    once, shuffled = f"a{number['n']}", f"b{number['n']}"
    await store.receive(about(once))
    later = [*about(shuffled), *about(shuffled)]
    order.shuffle(later)
    for one in later:
        await store.receive([one])
    states = [
        [(k.evidence.holder, k.evidence.starts, k.evidence.ends) for k in await store.of_person(p)]
        for p in (once, shuffled)
    ]
    assert sorted(states[0], key=str) == sorted(states[1], key=str)


async def said_there(store: EvidenceStore, hours: float = 1) -> list[str]:
    return [one.words for one in await store.there_now(["p1", "p2"], NOW + hours * HOUR)]


async def test_who_is_in_a_hospital_now_is_who_came_and_has_not_left(store: EvidenceStore) -> None:
    await store.receive([signal(kind="LR-2", words="admitted, ward 4")])
    assert await said_there(store) == ["admitted, ward 4"]
    assert await said_there(store, -1) == []  # it is known days before, and has not begun
    ended = signal("ended", kind="LR-2", at=NOW + 2 * HOUR, said=NOW + 2 * HOUR, holder="")
    await store.receive([ended])
    assert await said_there(store, 3) == []


async def test_what_no_feed_told_of_says_nothing_of_now(store: EvidenceStore) -> None:
    await store.add([Evidence("e", "LR-2", "p1", "user", "a", "admitted once", NOW)])
    await store.receive([signal(kind="LR-6", words="on a caseload")])
    assert await said_there(store) == []
