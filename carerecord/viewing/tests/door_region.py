"""A door over a real store with sources inside the process: for the tests of what it writes and whom it tells."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from carerecord.access import AccessStore, Policies
from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Evidence
from carerecord.access.withholding import RestrictedSets
from carerecord.audit import Key, Log
from carerecord.audit.entry import Entry
from carerecord.audit.renderings import Renderings
from carerecord.config import Fanout
from carerecord.connectors.contract import Page, SourceError
from carerecord.contract import (
    Item,
    Person,
    Query,
    Receipt,
    Resource,
    SourceSettings,
    Standing,
    Viewer,
)
from carerecord.federation import Breakers
from carerecord.identity import People
from carerecord.store import Database
from carerecord.viewing import Records

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
PERSON = Person("p1", "9990000018", "GIBSON", "Margery", birth_date="1948-11-08", gender="female")
DOCTOR = Viewer(
    "a.okafor", "Dr A Okafor", "doctor", "Emergency doctor", "RNG01", "Northgate",
    session="s1", role_id="r-7", registration="gmc_id|9000001", assurance=3, provider="demo",
)  # fmt: skip
CLERK = replace(DOCTOR, id="c.clerk", name="C Clerk", role="receptionist", session="s2")
OFFICER = replace(DOCTOR, id="p.officer", name="P Officer", role="privacy-officer", session="s3")
POLICIES = Policies.load()
OWN = ("log-opened", "log-closed")
"""What a log says of itself."""
CLINICAL = ("problems", "results", "allergies")


def patient(**changes: Any) -> Resource:
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": PERSON.nhs_number}
    born = {"birthDate": PERSON.birth_date}
    return {"resourceType": "Patient", "id": "1", "identifier": [number]} | born | changes


def problem(own: str, text: str = "", **more: Any) -> Resource:
    resource = {"resourceType": "Condition", "id": own, "subject": {"reference": "Patient/1"}}
    return resource | {"code": {"text": text or own}} | more


@dataclass
class Inside:
    """A source inside the process that keeps what it was asked, and with what proof."""

    settings: SourceSettings
    holds: list[Resource] = field(default_factory=list)
    breaks: SourceError | None = None
    asked: list[tuple[Query, Receipt]] = field(default_factory=list)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        self.asked.append((query, receipt))
        raw = [(one, json.dumps(one).encode()) for one in self.holds]
        items = tuple(Item(self.settings.id, one, text) for one, text in raw)
        yield Page(items, request_ids=(f"to-{self.settings.id}",))
        if self.breaks:
            raise self.breaks

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Standings:
    """Everybody stands as is set here; each question is kept."""

    now: Standing = field(
        default_factory=lambda: Standing(
            organisation_live=True,
            training_current=True,
            suspended=False,
            organisation_scope=True,
            shares={"RP001": frozenset({"*"}), "RNG01": frozenset({"*"})},
            switched_off=frozenset(),
        )
    )
    asked: list[tuple[str, datetime, str]] = field(default_factory=list)

    async def standing(self, viewer: Viewer, at: datetime, *, purpose: str = "TREAT") -> Standing:
        self.asked.append((viewer.id, at, purpose))
        return self.now


def source(own: str, organisation: str, kind: str = "gp", **more: Any) -> Inside:
    name = own.capitalize()
    shared = {"sections": CLINICAL} | more
    return Inside(SourceSettings(own, name, name, kind, "none", organisation, **shared))


class DoorRegion:
    """One person, two sources, and everything the door stands on, over one real database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.gp, self.acute = source("gp", "RP001"), source("acute", "RNG01", "acute")
        self.gp.holds = [patient(), problem("Stroke"), problem("Gout")]
        self.acute.holds = [patient(), problem("Asthma")]
        self.standings = Standings()
        self.people = People(db)
        self.access = AccessStore(db, bytes(32), now=lambda: NOW)
        self.alerts = Alerts(db, now=lambda: NOW)
        self.log = Log(db, Key("test/audit", bytes(32)), now=lambda: NOW)
        self.restricted = RestrictedSets(db)
        self.at = NOW
        self.records = self.door()

    def door(self, **changes: Any) -> Records:
        given: dict[str, Any] = {
            "people": self.people,
            "access": self.access,
            "onboarding": self.standings,
            "policies": POLICIES,
            "alerts": self.alerts,
            "log": self.log,
            "renderings": Renderings(self.db, bytes(32), 366),
            "sources": (self.gp, self.acute),
            "breakers": Breakers(),
            "fanout": Fanout(),
            "restricted": self.restricted,
            "now": lambda: self.at,
        }
        return Records.of(**given | changes)

    async def begin(self) -> DoorRegion:
        await self.people.add([PERSON])
        return self

    async def relate(self, viewer: Viewer = DOCTOR, kind: str = "LR-3", **changes: Any) -> None:
        one = Evidence(
            f"e-{viewer.id}-{kind}", kind, "p1", "user", viewer.id, "in your department",
            NOW - timedelta(hours=1),
        )  # fmt: skip
        await self.access.add_evidence([replace(one, **changes)])

    async def entries(self, *kinds: str) -> list[Entry]:
        """Oldest first; of these kinds, or all that the door wrote."""
        found = list(reversed(await self.log.recent(200)))
        return [one for one in found if (one.kind in kinds if kinds else one.kind not in OWN)]

    async def kinds(self) -> list[str]:
        return [one.kind for one in await self.entries()]

    async def told(self, organisation: str = "RNG01") -> list[Alert]:
        return await self.alerts.of_organisation(organisation)

    async def lost(self, table: str, *, back: bool = False) -> None:
        """The store cannot be used for this, until it is back."""
        old, new = (f"{table}_lost", table) if back else (table, f"{table}_lost")
        await self.db.write(lambda tx: tx.run(f"ALTER TABLE {old} RENAME TO {new}"))

    async def without(self, table: str) -> None:
        """The store as it is when it cannot be used for this."""
        await self.db.write(lambda tx: tx.run(f"DROP TABLE {table}"))
