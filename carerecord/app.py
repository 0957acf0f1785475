"""Builds everything once and hands it out. The only place that constructs."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from carerecord import api, web
from carerecord.access import AccessStore, Policies, PoliciesUnusable
from carerecord.access.alerts import Alerts
from carerecord.access.evidence.kinds import kinds_in
from carerecord.access.roles import refuse_unknown_roles
from carerecord.access.withholding import RestrictedSets
from carerecord.api.neighbours import Neighbours
from carerecord.audit import Log, log_key, starting
from carerecord.audit.boundaries import finish_rotation
from carerecord.audit.events import Recorder
from carerecord.audit.feed import Feeds
from carerecord.audit.key import log_keys
from carerecord.audit.publishing import Kept, Published, Publishing, kept_file, witnesses_of
from carerecord.audit.renderings import Renderings, removing
from carerecord.audit.spool import spool_of
from carerecord.config import Settings, SettingsError, read, region_key
from carerecord.config.database import database_of
from carerecord.connectors import Http
from carerecord.connectors.contract import Source
from carerecord.connectors.pds import Pds
from carerecord.contract import Unavailable
from carerecord.drawing import Drawing
from carerecord.edge import Aside, Edge, Feeding, Listening, open_sources
from carerecord.federation import Breakers, HealthBoard, Locator
from carerecord.identity import People
from carerecord.insight.breaches import Breaches
from carerecord.insight.cases import Cases, Jobs, SourceLogs, verifying
from carerecord.insight.doubts import DoubtDesk
from carerecord.insight.officers import Officers
from carerecord.insight.report import ReportDesk
from carerecord.insight.use import DailyUse, UseDesk
from carerecord.onboarding import Onboarding
from carerecord.regions import Proving, Regions
from carerecord.sections.configured import refuse_unknown_sections
from carerecord.signin import Sessions, Staff
from carerecord.signin.accounts import Accounts, Passkeys, party_of
from carerecord.signin.launch import Launches
from carerecord.signin.oidc import Providers
from carerecord.store import Database, StoreUnavailable
from carerecord.viewing import Records, RecordUnavailable
from carerecord.viewing.auditing import AuditEvents
from carerecord.viewing.cursors import Cursors
from carerecord.viewing.source_checks import SourceDesk

CONFIGURATION = "CARERECORD_CONFIG"
"""The environment variable that tells a worker where its configuration is."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a running process holds; faces read from it, nothing else constructs."""

    settings: Settings
    db: Database
    people: People
    access: AccessStore
    log: Log
    sessions: Sessions
    http: Http
    sources: tuple[Source, ...]
    edge: Edge  # copies of what sources that can only push have sent
    feeding: Feeding
    listening: Listening
    records: Records
    report_desk: ReportDesk
    use_desk: UseDesk
    source_desk: SourceDesk
    events: AuditEvents
    cases: Cases
    breaches: Breaches
    doubts: DoubtDesk
    published: Published
    throttle: web.Throttle  # of what anybody may ask without a session
    onboarding: Onboarding
    launches: Launches
    providers: Providers
    restricted: RestrictedSets
    accounts: Accounts
    passkeys: Passkeys | None  # none where there are no local accounts
    neighbours: Neighbours
    drawing: Drawing = field(default_factory=Drawing)

    async def ready(self) -> list[str]:
        """What is in the way of opening a record, in words."""
        try:
            await self.db.check()
        except StoreUnavailable as error:
            return [str(error)]
        return [] if self.sources else ["no source is configured"]

    def wait(self, address: str) -> int:
        """Seconds until this address may ask again without a session; 0: now."""
        return self.throttle.wait(address)

    async def close(self) -> None:
        for source in self.sources:
            await source.close()
        await self.launches.close()
        await self.providers.close()
        await self.http.close()
        self.db.close()


async def open_parts(settings: Settings, *, checked: bool = True) -> App:
    """Open the store and build every part. Raises SettingsError, StoreUnavailable or StartRefused.

    Not `checked`: for a command that says what is wrong with the log, or mends it.
    """
    refuse_unknown_sections(settings)
    refuse_unknown_roles(settings)
    db = Database.open(database_of(settings))
    await finish_rotation(db, settings)
    if checked:
        await refuse_unsafe(settings, db)
    policies, kinds = _policies(settings), kinds_in(_named(settings, settings.access.kinds))
    people, onboarding = People(db), Onboarding(db, settings)
    await people.fill()  # keys of whoever was there before there were keys
    log = Log(db, log_key(settings), node=settings.audit.node)
    access = AccessStore(db, region_key(settings), kinds)
    restricted = RestrictedSets(db)
    await restricted.in_force()  # sets that cannot be read stop the start
    sessions, staff = Sessions(db, settings), Staff(db)
    http, regions = Http(settings.fanout), Regions.of(settings)
    edge = Edge(db, region_key(settings))
    sources = open_sources(settings, http, edge, regions)
    feeding = Feeding(db, edge, Aside(db, edge), people, access.receive_within, log=log)
    records = Records.of(
        people=people,
        access=access,
        onboarding=onboarding,
        policies=policies,
        alerts=Alerts(db),
        log=log,
        renderings=Renderings(db, region_key(settings), settings.audit.shown_days),
        sources=sources,
        breakers=Breakers(settings.fanout),
        locator=Locator(db, region_key(settings)),
        fanout=settings.fanout,
        restricted=restricted,
        spool=spool_of(settings),
        regions=regions,
        national=Pds.of(settings, http),
    )
    email_of, board = sessions.email_of, HealthBoard(db, records.fetching.asking.breakers)
    officers = Officers.of(settings, db, log, people, access, onboarding, records, email_of)
    return App(
        settings=settings,
        db=db,
        people=people,
        access=access,
        log=log,
        sessions=sessions,
        http=http,
        sources=sources,
        edge=edge,
        feeding=feeding,
        listening=Listening.of(settings, feeding),
        records=records,
        report_desk=officers.reports,
        use_desk=UseDesk(
            log,
            onboarding,
            region_key(settings),
            _named(settings, settings.use.folder),
            records.writing,
            records.must_review,
        ),
        source_desk=SourceDesk.of(settings, sources, regions, records.writing, board),
        events=_events(settings, db, log, records),
        cases=officers.cases,
        breaches=officers.breaches,
        doubts=officers.doubts,
        published=Published(db, log_keys(settings)),
        throttle=web.Throttle(settings.sign_in.each_per_minute, settings.sign_in.all_per_minute),
        onboarding=onboarding,
        launches=Launches(db, settings),
        providers=Providers(settings, db),
        restricted=restricted,
        accounts=Accounts(db, settings, staff, sessions, log),
        passkeys=_passkeys(db, settings, staff, log),
        neighbours=Neighbours(Proving.of(regions, db), records),
    )


async def refuse_unsafe(settings: Settings, db: Database) -> None:
    """Raises StartRefused where adding to the log would do harm."""
    kept, now = Kept(kept_file(settings)), datetime.now(UTC)
    await starting.refuse_unsafe(db, kept, log_keys(settings), node=settings.audit.node, now=now)


async def refuse_unwitnessed(settings: Settings, db: Database) -> list[str]:
    """Ask every witness before anything is served; those that do not cosign. Raises StartRefused."""
    asked = witnesses_of(settings)
    return await starting.refuse_unwitnessed(publishing(settings, db), asked, now=datetime.now(UTC))


def publishing(settings: Settings, db: Database) -> Publishing:
    """What shows the log to those outside. Raises SettingsError for a witness that cannot be."""
    return Publishing(
        db,
        Kept(kept_file(settings)),
        witnesses_of(settings),
        keys=log_keys(settings),
        node=settings.audit.node,
        folder=_named(settings, settings.audit.publish),
    )


def jobs_of(parts: App) -> Jobs:
    """What is done now and then for privacy officers."""
    verify = verifying(parts.db, log_keys(parts.settings))
    folder = _named(parts.settings, parts.settings.audit.source_logs)
    logs = (SourceLogs(parts.cases, folder, parts.settings.source).compare,) if folder else ()
    return Jobs(parts.cases, parts.onboarding.organisations, verify, (parts.breaches.remind,), logs)


def _events(settings: Settings, db: Database, log: Log, records: Records) -> AuditEvents:
    recorder = Recorder(log_key(settings).public.name, settings.region.name, settings.url)
    cursors = Cursors(region_key(settings))
    return AuditEvents(db, log, records.decider, records.writing, recorder, cursors)


def _passkeys(db: Database, settings: Settings, staff: Staff, log: Log) -> Passkeys | None:
    """Raises SettingsError at an address that no browser makes a passkey for."""
    return Passkeys(db, party_of(settings), staff, log) if settings.accounts.enabled else None


def _policies(settings: Settings) -> Policies:
    """Rules that cannot be read, or that no case tries, stop the start."""
    own = _named(settings, settings.access.policies)
    try:
        return Policies.load(own, assurance=settings.access.assurance)
    except PoliciesUnusable as error:
        raise SettingsError(f"access.policies: {error}") from None


def _named(settings: Settings, name: str) -> Path | None:
    return settings.beside(name) if name else None


def create() -> Starlette:
    """The ASGI application of one worker; its configuration is named by the environment."""
    return build(read(Path(os.environ.get(CONFIGURATION, "region.toml"))))


def build(settings: Settings) -> Starlette:
    @asynccontextmanager
    async def lifespan(server: Starlette) -> AsyncIterator[None]:
        parts = await open_parts(settings)
        server.state.carerecord = parts
        settle_memory()
        try:
            feeds = Feeds.of(settings, parts.db, parts.log, parts.events.recorder)
            published = publishing(settings, parts.db)
            daily = DailyUse(parts.db, parts.use_desk)
            async with (
                published.running(),
                feeds.running(),
                parts.listening.running(),
                parts.neighbours.running(),
                jobs_of(parts).running(),
                daily.running(),
                parts.source_desk.board.running(),
                removing(parts.records.renderings),
                parts.records.views.running(),
                parts.records.fetching.sets.removing(),
                parts.records.arriving.ending(),
            ):
                yield
        finally:
            await parts.close()

    made = Starlette(
        routes=[*api.ROUTES, *web.routes(settings)],
        exception_handlers={
            HTTPException: _failed,
            RecordUnavailable: _failed,
            Unavailable: _failed,
            Exception: _failed,
        },
        middleware=web.around(settings),
        lifespan=lifespan,
    )
    made.router.redirect_slashes = False  # its redirects would leave without our headers
    return made


def _failed(request: Request, problem: Exception) -> Response:
    if request.url.path.startswith("/fhir/"):
        return api.failed(request, problem)
    return web.failed(request, problem)


def settle_memory() -> None:
    """Keep the collector from walking what start-up made, or a large record while it is being read.

    Records hold no cycles: they are freed when the view is done, collector or not.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)
