"""Put people, staff, evidence and objections into the region's store, through each part's own door."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from carerecord.access.contract import Evidence
from carerecord.access.evidence import Signal
from carerecord.access.ties import StaffTies
from carerecord.app import App, open_parts
from carerecord.config import Settings
from carerecord.demo.contents import Contents
from carerecord.demo.onboarded import Place, onboard, places_of
from carerecord.demo.people import InventedEvidence, InventedStaff
from carerecord.demo.sources import SOURCES, DemoSource
from carerecord.signin import Staff, StaffMember
from carerecord.signin.contract import OfferedRole

_DECIDES = "RNG01"  # the organisation that decides about objections


def fill(
    settings: Settings,
    contents: Contents,
    sources: Iterable[DemoSource] = SOURCES,
    *neighbours: Place,
) -> None:
    places = (*places_of(sources, contents.staff), *neighbours)
    asyncio.run(_fill(settings, contents, places))


async def _fill(settings: Settings, contents: Contents, places: Sequence[Place]) -> None:
    app = await open_parts(settings)
    try:
        await app.people.add(contents.people)
        for old, new in contents.superseded.items():
            await app.people.supersede(old, new)
        await _add_staff(app, contents, places)
        await app.access.add_evidence(_evidence(contents))
        await app.access.receive(_stays(contents))
        await _object(app, contents)
        await _tie(app, contents)
    finally:
        await app.close()


async def _add_staff(app: App, contents: Contents, places: Sequence[Place]) -> None:
    """Every organisation is live and everyone trained: the demo shows records, not onboarding."""
    await Staff(app.db).add(_member(one) for one in contents.staff)
    staff: dict[str, list[str]] = {}
    for one in contents.staff:
        staff.setdefault(one.organisation, []).append(one.username)
    officers = [one.username for one in contents.staff if one.role == "privacy-officer"]
    sources = [source.id for source in app.settings.source]
    await onboard(app.onboarding, places, staff, officers, sources)


async def _object(app: App, contents: Contents) -> None:
    """Asked for and decided, as the named cases say."""
    ids, review = _ids(contents), date.today() + timedelta(days=365)
    for nhs_number, state in contents.objections.items():
        asked = await app.access.objections.request(
            ids[nhs_number], by="f.clerk", evidence="asked for by the person"
        )
        await app.access.objections.decide(
            asked.id, state, by="c.guardian", controller=_DECIDES, reviewer="Dr A Okafor",
            why="agreed with the person", review_on=review,
        )  # fmt: skip


async def _tie(app: App, contents: Contents) -> None:
    """Which of the people are staff, with their homes; and who is in the public eye (OWN-1 to OWN-5)."""
    employers = {one.username: one.organisation for one in contents.staff}
    for one in contents.invented:
        if one.staff:
            address, postcode = one.home
            tied = StaffTies(
                staff_id=one.staff, nhs_number=one.person.nhs_number, family=one.person.family,
                address=address, postcode=postcode,
            )  # fmt: skip
            await app.access.ties.set_staff(employers[one.staff], [tied])
        if one.watched_by:
            await app.access.ties.watch(
                one.watched_by, one.person.id, by="c.guardian", why="in the public eye"
            )


def _member(one: InventedStaff) -> StaffMember:
    role = OfferedRole(
        id=f"{one.username}-1",
        role=one.role,
        role_name=one.role_name,
        organisation=one.organisation,
        organisation_name=one.organisation_name,
        teams=one.teams,
        supervisor=one.supervisor,
    )
    return StaffMember(one.username, one.name, (role,), registration=one.registration)


def _evidence(contents: Contents) -> Iterator[Evidence]:
    ids = _ids(contents)
    now = datetime.now(UTC)
    for one in contents.evidence:
        yield Evidence(
            id=_evidence_id(one),
            kind=one.kind,
            person_id=ids[one.nhs_number],
            holder_kind=one.holder_kind,
            holder=one.holder,
            words=one.words,
            starts=one.starts,
            ends=_ends(one, now),
            source=one.source,
        )


def _stays(contents: Contents) -> Iterator[Signal]:
    """What the hospital’s feed said of those who are on its ward since this morning."""
    today = datetime.now(UTC).replace(hour=9, minute=12, second=0, microsecond=0)
    for one in contents.invented:
        if "in-hospital-now" in one.stories:
            yield Signal(
                kind="LR-2", event="started", source="northgate-acute", source_id=one.person.id,
                at=today, said=today, person_id=one.person.id, holder="RNG01", team="ward-4",
                words="admitted to Northgate University Hospital, ward 4",
            )  # fmt: skip


def _ends(one: InventedEvidence, now: datetime) -> datetime | None:
    """What is in force stays so: nothing feeds the demo, and it is started again after weeks."""
    return None if one.ends is None or one.ends > now else one.ends


def _evidence_id(one: InventedEvidence) -> str:
    parts = (one.kind, one.nhs_number, one.holder_kind, one.holder, one.words)
    return hashlib.blake2b("/".join(parts).encode(), digest_size=10).hexdigest()


def _ids(contents: Contents) -> dict[str, str]:
    return {person.nhs_number: person.id for person in contents.people}
