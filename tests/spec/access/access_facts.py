"""Invented facts: an emergency doctor, a person, and everything in order until a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from carerecord.access.contract import AccessRequest, Evidence, Facts, Objection, Ties
from carerecord.contract import Person, SourceSettings, Standing, Viewer

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
DOCTOR = Viewer(
    id="a.okafor",
    name="Dr A Okafor",
    role="doctor",
    role_name="Emergency doctor",
    organisation="RNG01",
    organisation_name="Northgate",
    teams=("ed",),
    session="s1",
    registration="gmc_id|7000001",
    assurance=2,
    provider="demo",
)
STUDENT = replace(DOCTOR, role="student", registration="", supervisor="b.lee")
NO_TIES = Ties(
    own_record=False, related=False, related_agreed=False, colleague=False, watched=False
)
IN_ORDER = Standing(
    organisation_live=True,
    training_current=True,
    suspended=False,
    organisation_scope=True,
    shares={"RNG01": frozenset({"*"}), "GP01": frozenset({"*"})},
    switched_off=frozenset(),
)
NOBODY = Facts(
    evidence=(),
    objections=(),
    ties=NO_TIES,
    standing=IN_ORDER,
    supervised=False,
    emergencies_in_shift=0,
    emergencies_in_month=0,
    must_sign_in_again=False,
)
WARD = SourceSettings("northgate", "Northgate", "Northgate", "acute", "fhir_r4", "RNG01")
PRACTICE = SourceSettings("riverside", "Riverside", "Riverside", "gp", "gp_connect", "GP01")


def viewer(role: str, **changes: Any) -> Viewer:
    return replace(DOCTOR, role=role, **changes)


def request(
    who: Viewer = DOCTOR, *, purpose: Any = "TREAT", at: datetime = NOW, person: Person = PERSON
) -> AccessRequest:
    return AccessRequest(who, person, at, purpose)


def evidence(kind: str = "LR-3", **changes: Any) -> Evidence:
    made = Evidence(
        "e1", kind, "p1", "team", "RNG01/ed", "in your emergency department since 09:41", NOW - HOUR
    )
    return replace(made, **changes)


def declared(kind: str, **changes: Any) -> Evidence:
    made = evidence(kind, id=f"d-{kind}", holder_kind="user", holder="a.okafor", strength="S1")
    return replace(made, **changes)


def emergency(**changes: Any) -> Evidence:
    return declared("LR-16", **{"strength": "BTG", **changes})


def having(*found: Evidence, **changes: Any) -> Facts:
    return replace(NOBODY, evidence=found, **changes)


def tied(**ties: bool) -> Ties:
    return replace(NO_TIES, **ties)


def standing(**changes: Any) -> Standing:
    return replace(IN_ORDER, **changes)


def objection(
    state: Any, scope: Any = "record", target: str = "", decided: bool = True
) -> Objection:
    return Objection(id="o1", state=state, scope=scope, target=target, decided=decided)


CARING = having(evidence())
DECLARED = having(emergency())
EMERGENCY_ONLY = ("LR-16",)
CLAIM = ("LR-14", "LR-16")
