"""Whose names a viewer is shown before any record is opened: those they have evidence for (LR-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from carerecord.access import AccessStore
from carerecord.access.contract import Evidence
from carerecord.contract import Person, Standing, Viewer
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate",
    ("ed", "trauma"), session="s1",
)  # fmt: skip

STANDING = Standing(
    organisation_live=True,
    training_current=True,
    suspended=False,
    organisation_scope=True,
    shares={},
    switched_off=frozenset(),
)


async def declare(access: AccessStore, viewer: Viewer, *said: Any) -> Evidence:
    made = access.declared(viewer, *said)
    await access.add_evidence([made])
    return made


@pytest.fixture
def access(db: Database) -> AccessStore:
    return AccessStore(db, bytes(range(32)), now=lambda: NOW)


def evidence(number: int = 1, **changes: Any) -> Evidence:
    made = Evidence(
        f"e{number}", "LR-3", "p1", "team", "RNG01/ed", "in your department", NOW - HOUR
    )
    return replace(made, **changes)


async def test_a_viewers_people_are_listed_nearest_first(access: AccessStore) -> None:
    await access.add_evidence(
        [
            evidence(1, person_id="p1", holder_kind="organisation", holder="RNG01", words="stay"),
            evidence(2, person_id="p2", words="in your department"),
            evidence(3, person_id="p3", words="later arrival", starts=NOW),
            evidence(4, person_id="p4", holder_kind="user", holder="a.okafor", words="your clinic"),
            evidence(5, person_id="p2", holder_kind="organisation", holder="RNG01", words="stay"),
            evidence(6, person_id="p5", holder="RNG01/ward-7"),
            evidence(7, person_id="p6", ends=NOW),
        ]
    )
    assert await access.people_of(DOCTOR, NOW) == [
        ("p4", "your clinic"),
        ("p3", "later arrival"),
        ("p2", "in your department"),
        ("p1", "stay"),
    ]
    assert len(await access.people_of(DOCTOR, NOW, limit=2)) == 2


async def test_evidence_under_a_number_that_was_replaced_is_the_persons(
    access: AccessStore,
) -> None:
    await access.add_evidence([evidence(person_id="before")])
    person = Person("p1", "9990000018", "GIBSON", "Margery")
    facts = await access.facts_about(DOCTOR, person, NOW, STANDING, formerly=("before",))
    assert facts.evidence == (evidence(person_id="p1"),)
    assert not (await access.facts_about(DOCTOR, person, NOW, STANDING)).evidence


async def test_people_who_objected_or_left_are_not_listed(access: AccessStore) -> None:
    await access.add_evidence(evidence(n, person_id=f"p{n}") for n in range(1, 6))
    await access.objections.request("p1", by="c.clerk", evidence="asked on the phone")
    withdrawn = await access.objections.request("p3", by="c.clerk", evidence="asked")
    await access.objections.withdraw(withdrawn.id, by="c.clerk", evidence="asked again")
    await access.end_evidence("p4", "e4", NOW)
    await declare(access, DOCTOR, "p9", "LR-16", "life-at-risk", "", NOW)
    await declare(access, DOCTOR, "p8", "OWN-3", "not-related", "", NOW)
    listed = [person_id for person_id, _ in await access.people_of(DOCTOR, NOW)]
    assert listed == ["p5", "p3", "p2"]


async def test_where_no_team_is_named_the_organisation_counts_only_if_agreed(
    access: AccessStore,
) -> None:
    wide = {"holder_kind": "organisation", "holder": "RNG01"}
    await access.add_evidence(
        [
            evidence(1, kind="LR-2", **wide),
            evidence(2, person_id="p2", kind="LR-1", **wide),
            evidence(3, person_id="p3", kind="LR-2"),
        ]
    )
    asked = ["p1", "p2", "p3"]
    assert await access.evidence_for(DOCTOR, asked, NOW) == {"p1", "p2", "p3"}
    assert await access.evidence_for(DOCTOR, asked, NOW, organisation_scope=False) == {"p2", "p3"}
    listed = await access.people_of(DOCTOR, NOW, organisation_scope=False)
    assert {person_id for person_id, _ in listed} == {"p2", "p3"}
