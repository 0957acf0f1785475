"""A region that is onboarded already: every gate passed, one agreement, every source on, everyone trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carerecord.demo.people import InventedStaff
from carerecord.demo.sources import DemoSource
from carerecord.onboarding import Agreement, Onboarding, Party
from carerecord.onboarding.contract import EVERY_SECTION, KINDS, PURPOSES

AGREEMENT = "INVENTED-1"
BY = "demo"
_MONTHS = 120  # a demo is started again after years
_SHOWN = {
    "dspt": "standards met",
    "dpia": "invented",
    "caldicott_guardian": "Dr I Guardian",
    "dpo": "I Officer",
    "clinical_safety": "Dr I Safety",
    "conformance": "invented",
}


@dataclass(frozen=True, slots=True)
class Place:
    code: str  # ODS, invented
    name: str
    kind: str


def places_of(sources: Iterable[DemoSource], staff: Iterable[InventedStaff]) -> tuple[Place, ...]:
    """Every organisation that has a source or employs somebody, once."""
    found: dict[str, Place] = {}
    for source in sources:
        kind = source.kind if source.kind in KINDS else "other"
        found.setdefault(source.organisation, Place(source.organisation, source.name, kind))
    for one in staff:
        place = Place(one.organisation, one.organisation_name, _kind_for(one.role))
        found.setdefault(one.organisation, place)
    return tuple(found.values())


async def onboard(
    onboarding: Onboarding,
    places: Sequence[Place],
    staff: Mapping[str, Sequence[str]],
    officers: Sequence[str],
    sources: Iterable[str],
) -> None:
    """Pass every gate for all of them; what an interrupted start did already stays as it is.

    `staff` is ODS code → ids its people sign in with; `officers` are privacy officers of every place.
    """
    known = await onboarding.organisations.all()
    for place in places:
        if place.code not in known:
            await onboarding.organisations.add(place.code, place.name, place.kind, by=BY)
        await onboarding.organisations.set(place.code, _SHOWN, by=BY)
        for officer in officers:
            await onboarding.organisations.add_privacy_officer(place.code, officer, by=BY)
    if AGREEMENT not in {one.id for one in await onboarding.agreements.all()}:
        await onboarding.agreements.add(_agreement(places), by=BY)
    for code, ids in staff.items():
        await onboarding.training.train_all(ids, code, by=BY, months=_MONTHS)
    for place in places:
        await onboarding.organisations.go_live(place.code, by=BY)
    for source in sources:
        await onboarding.switches.enable(source, by=BY)


def _kind_for(role: str) -> str:
    if role.startswith("care-home"):
        return "care-home"
    return "pharmacy" if role == "pharmacist" else "other"


def _agreement(places: Iterable[Place]) -> Agreement:
    return Agreement(
        id=AGREEMENT,
        parties=tuple(
            Party(
                organisation=place.code,
                sections_out=EVERY_SECTION,
                sections_in=EVERY_SECTION,
                purposes=frozenset(PURPOSES),
            )
            for place in places
        ),
        starts=date(2020, 1, 1),
        ends=date(2099, 12, 31),
        review=date(2099, 1, 1),
        signatory="nobody: invented",
        organisation_scope=True,
    )
