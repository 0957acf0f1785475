"""What was recorded before this part was there: carried over, and nobody let in on the strength of it alone."""

from __future__ import annotations

from datetime import timedelta

from carerecord.onboarding import Onboarding
from carerecord.onboarding.days import micros
from carerecord.onboarding.tests.small_region import AGREEMENT, DOCTOR, NOW, SETTINGS, SHOWN
from carerecord.store import Database
from carerecord.store.migrate import bundled

OLD = (
    "INSERT INTO access_organisation (code, live, changed) VALUES ('RNG01', 1, 0)",
    "INSERT INTO access_organisation (code, live, changed) VALUES ('RNG11', 0, 0)",
)
TRAINED = "INSERT INTO access_training VALUES ('a.okafor', :until, 0)"


def write_old(tx):
    for statement in OLD:
        tx.run(statement)
    tx.run(TRAINED, until=micros(NOW + timedelta(days=5)))


async def test_an_older_region_keeps_its_training_and_has_its_gates_to_show(db_url):
    before = Database.open(db_url, [path for path in bundled() if path.name < "0049"])
    await before.write(write_old)
    before.close()
    db = Database.open(db_url)
    onboarding = Onboarding(db, SETTINGS, lambda: NOW)
    standing = await onboarding.standing(DOCTOR, NOW)
    assert standing.training_current
    assert not standing.organisation_live
    assert not (await onboarding.standing(DOCTOR, NOW + timedelta(days=5))).training_current
    states = {one.code: one.state for one in (await onboarding.organisations.all()).values()}
    assert states == {"RNG01": "live", "RNG11": "preparing"}
    await onboarding.organisations.set("RNG01", SHOWN, by="lead")
    await onboarding.organisations.add_privacy_officer("RNG01", "p.officer", by="lead")
    await onboarding.organisations.add("VNW01", "Willow Court", "care-home", by="lead")
    await onboarding.agreements.add(AGREEMENT, by="lead")
    assert (await onboarding.standing(DOCTOR, NOW)).organisation_live
    db.close()
