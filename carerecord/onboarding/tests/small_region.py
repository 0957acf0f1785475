"""A small region that has everything it needs: three organisations, two sources, one agreement, two trained."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from carerecord.config import Settings
from carerecord.contract import SourceSettings, Standing, Viewer
from carerecord.onboarding import Agreement, Onboarding, Party
from carerecord.store import Database

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
ALL = frozenset({"*"})
CARE = frozenset({"TREAT", "BTG"})
SHOWN = {
    "dspt": "standards met",
    "dpia": "DPIA-7",
    "caldicott_guardian": "Dr C Guardian",
    "dpo": "D Officer",
    "clinical_safety": "Dr S Safety, 2026-11-01",
    "conformance": "run 12",
}
PARTIES = (
    Party(organisation="RNG01", sections_out=ALL, sections_in=ALL, purposes=CARE),
    Party(
        organisation="RNG11",
        sections_out=frozenset({"allergies", "medicines"}),
        sections_in=ALL,
        purposes=CARE,
    ),
    Party(organisation="VNW01", sections_in=frozenset({"allergies", "care_plans"})),
)
AGREEMENT = Agreement(
    id="DSA-1",
    parties=PARTIES,
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    review=date(2026, 12, 1),
    signatory="A Signatory",
    organisation_scope=True,
)
SETTINGS = Settings(
    source=(
        SourceSettings("acute", "Northgate", "N", "acute", "fhir_r4", organisation="RNG01"),
        SourceSettings("gp", "Riverside", "R", "gp", "fhir_r4", organisation="RNG11"),
    )
)
DOCTOR = Viewer("a.okafor", "Dr A Okafor", "doctor", "Doctor", "RNG01", "Northgate")
CARER = Viewer("v.trentham", "V Trentham", "care-home-manager", "Manager", "VNW01", "Willow Court")


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Region:
    """The part under test, a clock to turn, and a way to open the same store as another process would."""

    url: str
    clock: Clock = field(default_factory=Clock)
    opened: list[Database] = field(default_factory=list)

    def another(self) -> Onboarding:
        self.opened.append(Database.open(self.url))
        return Onboarding(self.opened[-1], SETTINGS, self.clock)

    @property
    def now(self) -> datetime:
        return self.clock.at

    def pass_time(self, **much: float) -> None:
        self.clock.at += timedelta(**much)


async def fill(onboarding: Onboarding) -> None:
    """Everything in order: what each test takes away is taken from here."""
    for code, kind in (("RNG01", "acute"), ("RNG11", "gp"), ("VNW01", "care-home")):
        await onboarding.organisations.add(code, f"Organisation {code}", kind, by="lead")
        await onboarding.organisations.set(code, SHOWN, by="lead")
        await onboarding.organisations.add_privacy_officer(code, "p.officer", by="lead")
    await onboarding.agreements.add(AGREEMENT, by="lead")
    await onboarding.training.train_all(["a.okafor", "v.trentham", "p.officer"], "RNG01", by="lead")
    for code in ("RNG01", "RNG11", "VNW01"):
        await onboarding.organisations.go_live(code, by="lead")
    for source in ("acute", "gp"):
        await onboarding.switches.enable(source, by="lead")


def more(one: Standing, other: Standing, sources: dict[str, str]) -> bool:
    """Whether `one` lets a viewer see anything that `other` does not."""
    return bool(seen(one, sources) - seen(other, sources))


def seen(standing: Standing, sources: dict[str, str]) -> set[tuple[Any, ...]]:
    """Everything a standing lets through, one by one: (source, section), and evidence without a team."""
    if not standing.organisation_live or not standing.training_current or standing.suspended:
        return set()
    found: set[tuple[Any, ...]] = {("scope",)} if standing.organisation_scope else set()
    for source, organisation in sources.items():
        for section in standing.shares.get(organisation, ()):
            off = {(source, "*"), (source, section)} & standing.switched_off
            found |= set() if off else {(source, section)}
    return found
