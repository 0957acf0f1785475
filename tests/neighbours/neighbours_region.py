"""One whole region of several that ask each other: real store, real door, real TLS; its own source inside the process."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from carerecord.access import AccessStore, Policies
from carerecord.access.alerts import Alerts
from carerecord.access.contract import Evidence
from carerecord.access.withholding import RestrictedSets
from carerecord.api.neighbours import Neighbours
from carerecord.audit import OWN, Entry, Key, Log
from carerecord.audit.renderings import Renderings
from carerecord.config import Fanout, Neighbour, Settings
from carerecord.connectors.contract import Page
from carerecord.connectors.neighbour import NeighbourSource
from carerecord.contract import Item, Person, Query, Receipt, Resource, SourceSettings, Viewer
from carerecord.federation import Breakers
from carerecord.identity import People
from carerecord.onboarding import Agreement, Onboarding, Party
from carerecord.onboarding.tests.small_region import SHOWN
from carerecord.regions import Proving, Regions, open_neighbour
from carerecord.regions.tests.region_files import AT, CODES, Files
from carerecord.sections import BY_NAME
from carerecord.signin.once import OneUse
from carerecord.store import Database
from carerecord.viewing import Records, View

ALL = frozenset({"*"})
CARE = frozenset({"TREAT", "ETREAT", "BTG"})
HOSPITALS = {"north": "RXN01", "west": "RXW01", "south": "RXS01"}
MARGERY = Person("p1", "9990000018", "GIBSON", "Margery", birth_date="1948-11-08", gender="female")
NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
POLICIES = Policies.load()
EVERY = tuple(BY_NAME)


def doctor(name: str) -> Viewer:
    return Viewer(
        f"{name}.doctor", f"Dr {name.title()} Amin", "doctor", "Ward doctor", HOSPITALS[name],
        f"{name.title()} Hospital", registration="gmc_id|9000001", assurance=3,
    )  # fmt: skip


@dataclass
class Held:
    """What this region's own hospital holds of anybody, and how often it was asked."""

    settings: SourceSettings
    holds: list[Resource]
    asked: list[Query] = field(default_factory=list)

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        self.asked.append(query)
        raw = [(one, json.dumps(one).encode()) for one in self.holds]
        yield Page(tuple(Item(self.settings.id, one, text) for one, text in raw))

    async def close(self) -> None:
        """Nothing is held."""


class Region:
    """`ports`: where each of the regions is asked. `agreed`: with each neighbour, where it is not as usual."""

    def __init__(
        self,
        name: str,
        db: Database,
        files: Files,
        ports: Mapping[str, int],
        agreed: Mapping[str, Neighbour] | None = None,
        *,
        person: Person = MARGERY,
        at: datetime = AT,
    ) -> None:
        self.name, self.db, self.files = name, db, files
        self.person, self.at = person, at
        self.settings = self._settings(ports, agreed or {})
        self.regions = Regions.of(self.settings)
        self.own = Held(self.settings.source[0], [patient(name, person), problem(name)])
        self.asking = [
            open_neighbour(one, self.regions, Fanout()) for one in self.settings.source[1:]
        ]
        self.people = People(db)
        self.access = AccessStore(db, bytes(32), now=lambda: self.at)
        self.onboarding = Onboarding(db, self.settings, lambda: self.at)
        self.log = Log(db, Key(f"{name}/audit", bytes(32)), now=lambda: self.at)
        self.records = Records.of(
            people=self.people,
            access=self.access,
            onboarding=self.onboarding,
            policies=POLICIES,
            alerts=Alerts(db, now=lambda: self.at),
            log=self.log,
            renderings=Renderings(db, bytes(32), 366),
            sources=(self.own, *self.asking),
            breakers=Breakers(),
            fanout=Fanout(),
            restricted=RestrictedSets(db, now=lambda: self.at),
            regions=self.regions,
            now=lambda: self.at,
        )
        once = OneUse(db, now=lambda: self.at)
        self.neighbours = Neighbours(Proving(self.regions, once), self.records, lambda: self.at)

    def _settings(self, ports: Mapping[str, int], agreed: Mapping[str, Neighbour]) -> Settings:
        others = [one for one in ports if one != self.name]
        return Settings(
            folder=self.files.folder,
            neighbours=self.files.own(self.name, listen=f"127.0.0.1:{ports[self.name]}"),
            neighbour=tuple(agreed.get(one) or usual(self.files, one) for one in others),
            source=(
                SourceSettings(
                    f"{self.name}-acute", f"{self.name.title()} Hospital", self.name, "acute",
                    "none", HOSPITALS[self.name], sections=EVERY,
                ),
                *(source_of(one, ports[one]) for one in others),
            ),
        )  # fmt: skip

    async def begin(self) -> None:
        """Everybody live and trained, everything agreed, and the person known."""
        await self.people.add([self.person])
        codes = [HOSPITALS[self.name], *(CODES[one] for one in CODES if one != self.name)]
        parts = self.onboarding
        for code in codes:
            kind = "acute" if code == codes[0] else "neighbour"
            await parts.organisations.add(code, f"Organisation {code}", kind, by="lead")
            await parts.organisations.set(code, SHOWN, by="lead")
            await parts.organisations.add_privacy_officer(code, f"officer.{code}", by="lead")
        parties = tuple(
            Party(organisation=code, sections_out=ALL, sections_in=ALL, purposes=CARE)
            for code in codes
        )
        await parts.agreements.add(
            Agreement(
                id="DSA-1", parties=parties, starts=date(2026, 1, 1), ends=date(2027, 6, 30),
                review=date(2027, 5, 1), signatory="A Signatory",
            ),
            by="lead",
        )  # fmt: skip
        trained = [doctor(self.name).id, *(f"officer.{code}" for code in codes)]
        await parts.training.train_all(trained, codes[0], by="lead")
        for code in codes:
            await parts.organisations.go_live(code, by="lead")
        for one in self.settings.source:
            await parts.switches.enable(one.id, by="lead")

    async def relate(self, kind: str = "LR-3", **changed: Any) -> None:
        """The region's own doctor looks after her."""
        viewer = doctor(self.name)
        given = {"id": f"e-{kind}", "holder": viewer.id, "starts": self.at - timedelta(hours=1)}
        one = Evidence(
            kind=kind, person_id=self.person.id, words="in your department",
            **{"holder_kind": "user", **given, **changed},
        )  # fmt: skip
        await self.access.add_evidence([one])

    async def open(self) -> View:
        return await self.records.open(doctor(self.name), self.person.id)

    async def entries(self, *kinds: str) -> list[Entry]:
        found = [one async for one in self.log.entries()]
        return [e for e in found if e.kind not in OWN and (not kinds or e.kind in kinds)]

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        async with self.neighbours.running():
            try:
                yield
            finally:
                for source in self.asking:
                    await source.close()

    def source(self, name: str) -> NeighbourSource:
        return next(one for one in self.asking if one.settings.id == name)


def usual(files: Files, name: str, **changed: Any) -> Neighbour:
    """What is agreed with a neighbour: its one hospital, and what `region_files` says."""
    hospital = {HOSPITALS[name]: f"{name.title()} Hospital"}
    return files.neighbour(name, **{"organisations": hospital, **changed})


def source_of(name: str, port: int) -> SourceSettings:
    return SourceSettings(
        name, name.title(), name.title(), "neighbour", "neighbour", CODES[name], sections=EVERY,
        options={"url": f"https://127.0.0.1:{port}", "neighbour": name},
    )  # fmt: skip


def patient(name: str, person: Person = MARGERY) -> Resource:
    """Every source calls her Patient 1."""
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"system": NUMBER, "value": person.nhs_number}],
        "name": [{"family": person.family, "given": [f"Margery of {name}"]}],
        "birthDate": person.birth_date,
    }


def problem(name: str, own: str = "c1") -> Resource:
    return {
        "resourceType": "Condition",
        "id": own,
        "subject": {"reference": "Patient/1"},
        "recordedDate": "2026-11-01",
        "code": {"text": f"Asthma of {name}"},
    }
