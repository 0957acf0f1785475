"""The public register: what is configured, agreed and turned on; nothing of what is turned off or has ended."""

from __future__ import annotations

from datetime import date

import pytest

from carerecord.config import Settings
from carerecord.contract import SourceSettings
from carerecord.insight.report.register import Register
from carerecord.insight.report.tests.report_people import Clock
from carerecord.onboarding import Agreement, Onboarding, Party
from carerecord.store import Database

CARE = frozenset({"TREAT"})
SOURCES = tuple(
    SourceSettings(one, name, name, "acute", "fhir_r4", organisation=code, sections=sections)
    for one, name, code, sections in (
        ("north", "Northgate system", "RNG01", ("allergies", "letters")),
        ("river", "Riverside system", "RNG11", ("allergies",)),
    )
)


@pytest.fixture
async def onboarding(db: Database) -> Onboarding:
    made = Onboarding(db, Settings(source=SOURCES))
    for code, name in (("RNG01", "Northgate"), ("RNG11", "Riverside")):
        await made.organisations.add(code, name, "acute", by="lead")
    every = frozenset({"*"})
    await made.agreements.add(
        Agreement(
            id="DSA-1",
            parties=(
                Party(organisation="RNG01", sections_out=frozenset({"allergies"}), sections_in=every, purposes=CARE),
                Party(organisation="RNG11", sections_out=every, sections_in=every, purposes=CARE),
            ),
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
            review=date(2026, 12, 1),
            signatory="A Signatory",
        ),
        by="lead",
    )  # fmt: skip
    await made.switches.enable("north", by="lead")
    await made.switches.enable("river", by="lead")
    return made


async def shared(onboarding: Onboarding, now: Clock | None = None) -> dict[str, tuple[str, ...]]:
    register = Register(onboarding, SOURCES, now or Clock())
    return {one.organisation: one.sections for one in await register.all()}


async def test_what_is_agreed_and_turned_on_is_in_the_register(onboarding: Onboarding):
    allergies = ("Allergies and intolerances",)
    assert await shared(onboarding) == {"Northgate": allergies, "Riverside": allergies}
    listed = await Register(onboarding, SOURCES, Clock()).all()
    assert [one.receivers for one in listed] == [("Northgate", "Riverside")] * 2


async def test_what_is_turned_off_is_not(onboarding: Onboarding):
    await onboarding.switches.disable("north", by="lead", section="allergies")
    await onboarding.switches.disable("river", by="lead")
    assert await shared(onboarding) == {"Northgate": (), "Riverside": ()}


async def test_an_agreement_that_ended_shares_nothing(onboarding: Onboarding):
    later = Clock()
    later.move(days=365)
    assert await shared(onboarding, later) == {"Northgate": (), "Riverside": ()}
