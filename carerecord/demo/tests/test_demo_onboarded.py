"""The invented region is onboarded whole: nobody of it is refused for want of paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carerecord.config import Settings
from carerecord.contract import SourceSettings, Viewer
from carerecord.demo.onboarded import onboard, places_of
from carerecord.demo.people.staff import STAFF
from carerecord.demo.sources import SOURCES
from carerecord.onboarding import Onboarding

SETTINGS = Settings(
    source=tuple(
        SourceSettings(one.id, one.name, one.short, one.kind, "fhir_r4", one.organisation)
        for one in SOURCES
    )
)


@pytest.fixture
async def onboarding(db):
    made = Onboarding(db, SETTINGS)
    staff = {}
    for one in STAFF:
        staff.setdefault(one.organisation, []).append(one.username)
    officers = [one.username for one in STAFF if one.role == "privacy-officer"]
    for _ in range(2):  # a start that was interrupted is made again
        await onboard(made, places_of(SOURCES, STAFF), staff, officers, [one.id for one in SOURCES])
    return made


async def test_everybody_may_use_the_record_and_every_source_shares_with_them(onboarding):
    at = datetime.now(UTC)
    for one in STAFF:
        viewer = Viewer(one.username, one.name, one.role, one.role_name, one.organisation, "")
        standing = await onboarding.standing(viewer, at, purpose="BTG")
        assert standing.organisation_live
        assert standing.training_current
        assert not standing.suspended
        assert standing.organisation_scope
        assert standing.shares.keys() >= {source.organisation for source in SOURCES}
        assert not standing.switched_off


async def test_every_gate_is_passed_and_nothing_runs_out_while_a_demo_is_kept(onboarding):
    for code, one in (await onboarding.organisations.all()).items():
        assert await onboarding.organisations.missing(code) == ()
        assert one.state == "live"
        assert len(one.privacy_officers) == 2
    assert await onboarding.warnings(datetime.now(UTC)) == []


async def test_the_care_home_is_one(onboarding):
    assert (await onboarding.organisations.all())["VNW01"].kind == "care-home"
