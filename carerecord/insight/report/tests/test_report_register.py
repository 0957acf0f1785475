"""The public register: what is configured, agreed and turned on; nothing of what is turned off or has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carerecord.access.times import micros
from carerecord.config import Settings
from carerecord.contract import SourceSettings
from carerecord.insight.report.register import Shared, shared
from carerecord.insight.report.tests.report_people import AT
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


async def listed(onboarding: Onboarding, at: datetime = AT, **state: Any) -> list[Shared]:
    """With both organisations as if they had gone live."""
    found = await onboarding.organisations.all()
    live = {code: replace(one, **{"been_live": True, **state}) for code, one in found.items()}
    agreements, switches = await onboarding.agreements.all(), await onboarding.switches.all()
    return shared(SOURCES, live, agreements, switches, micros(at))


async def sections(onboarding: Onboarding, **said: Any) -> dict[str, tuple[str, ...]]:
    return {one.organisation: one.sections for one in await listed(onboarding, **said)}


async def test_what_is_agreed_and_turned_on_is_in_the_register(onboarding: Onboarding):
    allergies = ("Allergies and intolerances",)
    assert await sections(onboarding) == {"Northgate": allergies, "Riverside": allergies}
    found = await listed(onboarding)
    assert [one.receivers for one in found] == [("Northgate", "Riverside")] * 2


async def test_who_never_went_live_or_has_closed_shares_nothing(onboarding: Onboarding):
    for state in ({"been_live": False}, {"state": "closed"}):
        assert await sections(onboarding, **state) == {"Northgate": (), "Riverside": ()}


async def test_what_is_turned_off_is_not(onboarding: Onboarding):
    await onboarding.switches.disable("north", by="lead", section="allergies")
    await onboarding.switches.disable("river", by="lead")
    assert await sections(onboarding) == {"Northgate": (), "Riverside": ()}


async def test_an_agreement_that_ended_shares_nothing(onboarding: Onboarding):
    later = AT + timedelta(days=365)
    assert await sections(onboarding, at=later) == {"Northgate": (), "Riverside": ()}
