"""Where a viewer stands now: one read a request, and the arrangements kept in memory until they change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from carerecord.config import Settings
from carerecord.contract import Standing, Viewer
from carerecord.onboarding.agreements import Agreements
from carerecord.onboarding.arrangements import Arrangements, Place, place_of
from carerecord.onboarding.changes import SQL, Changes, utc_now
from carerecord.onboarding.contract import NEIGHBOUR, Expiring, Purpose
from carerecord.onboarding.days import micros
from carerecord.onboarding.expiring import expiring
from carerecord.onboarding.modules import good_until, needed, passed
from carerecord.onboarding.organisations import Organisations
from carerecord.onboarding.suspensions import Suspensions
from carerecord.onboarding.switches import Switches
from carerecord.onboarding.training import TrainingRecords
from carerecord.sections import BY_NAME
from carerecord.store import Database, StoreUnavailable

_TRIES = 20  # to read the arrangements while nobody changes them


class Onboarding:
    """Everything this part keeps. What a change writes, every process sees at its next `standing`."""

    def __init__(
        self, db: Database, settings: Settings, now: Callable[[], datetime] = utc_now
    ) -> None:
        sections = frozenset(BY_NAME)
        self._db = db
        self._sources = {one.id: one.organisation for one in settings.source}
        self.changes = Changes(db, now)
        self.organisations = Organisations(db, self.changes, self._sources.values())
        self.agreements = Agreements(db, self.changes, sections)
        self.switches = Switches(db, self.changes, frozenset(self._sources), sections)
        self.training = TrainingRecords(db, self.changes)
        self.suspensions = Suspensions(db, self.changes)
        self._kept = _Kept(-1, Arrangements({}, (), {}, (), {}, sections))

    async def standing(
        self, viewer: Viewer, at: datetime, *, purpose: Purpose = "TREAT"
    ) -> Standing:
        """What 3.5 says of this viewer at `at`, for records opened for `purpose`; one indexed read."""
        now = micros(at)
        rows = await self._db.all(SQL.standing_of, viewer_id=viewer.id, at=now)
        said = {row["what"]: row["version"] for row in rows}
        kept = await self._at_version(said["arrangements"])
        place = kept.place(viewer.organisation, now, purpose)
        return Standing(
            organisation_live=place.live,
            training_current=bool(viewer.neighbour)  # their own region trains them, and asked
            or kept.needs(viewer) <= passed(rows, kept.good_until, now),
            suspended="suspended" in said,
            organisation_scope=place.organisation_scope,
            shares=place.shares,
            switched_off=place.switched_off,
            predecessors=place.predecessors,
            neighbour=bool(viewer.neighbour) or kept.kind_of(viewer) == NEIGHBOUR,
        )

    async def warnings(self, at: datetime) -> list[Expiring]:
        """What stops within the days that are warned of, soonest first (ORG-3, TRN-2)."""
        training = await self._db.all(SQL.training_counting, at=micros(at))
        modules = await self.training.modules()
        return expiring(await self.agreements.all(), training, modules, at)

    async def _at_version(self, version: int) -> _Kept:
        if self._kept.version != version:
            self._kept = await self._read(version)
        return self._kept

    async def _read(self, version: int) -> _Kept:
        """Read again until nothing was changed in between, so that no two moments are ever mixed."""
        for _ in range(_TRIES):
            read = _Kept(version, await self._arrangements())
            row = await self._db.one(SQL.version)
            if row is not None and row["version"] == version:
                return read
            version = row["version"] if row else version
        raise StoreUnavailable("the agreements are being changed too fast to be read")

    async def _arrangements(self) -> Arrangements:
        return Arrangements(
            organisations=await self.organisations.all(),
            agreements=await self.agreements.all(),
            switches=await self.switches.all(),
            modules=await self.training.modules(),
            sources=self._sources,
            sections=frozenset(BY_NAME),
        )


class _Kept:
    """The arrangements at one version, and what was worked out from them."""

    def __init__(self, version: int, arrangements: Arrangements) -> None:
        self.version = version
        self.good_until = good_until(arrangements.modules)
        self._arrangements = arrangements
        self._places: dict[tuple[str, Purpose], Place] = {}
        self._needs: dict[tuple[str, str], frozenset[str]] = {}

    def place(self, code: str, at: int, purpose: Purpose) -> Place:
        place = self._places.get((code, purpose))
        if place is None or not place.since <= at < place.until:
            place = place_of(self._arrangements, code, at, purpose)
            if code in self._arrangements.organisations:
                self._places[code, purpose] = place
        return place

    def kind_of(self, viewer: Viewer) -> str:
        organisation = self._arrangements.organisations.get(viewer.organisation)
        return organisation.kind if organisation else ""

    def needs(self, viewer: Viewer) -> frozenset[str]:
        kind = self.kind_of(viewer)
        found = self._needs.get((viewer.role, kind))
        if found is None:
            found = needed(self._arrangements.modules, viewer.role, kind)
            self._needs[viewer.role, kind] = found
        return found
