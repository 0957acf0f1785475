"""The whole product over one store: real parts, real pages and API, a clock that a try turns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

import httpx
from acceptance_launching import KEYS, signed
from acceptance_reading import readable
from acceptance_region import LAUNCHER, NOW, ORGANISATIONS, PEOPLE, SOURCES, STAFF, settings
from acceptance_sources import Fed, Held, Served, ordinary
from starlette.applications import Starlette
from structlog.typing import EventDict

from carerecord.access import AccessStore, Policies
from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Decision
from carerecord.access.withholding import RestrictedSets
from carerecord.app import build
from carerecord.audit import OWN, Entry, Key, Log
from carerecord.audit.renderings import Renderings
from carerecord.audit.spool import Spool
from carerecord.config import Fanout, Settings
from carerecord.connectors import Http
from carerecord.contract import Person, Viewer
from carerecord.drawing import Drawing
from carerecord.edge import Aside, Edge, Feeding
from carerecord.federation import Breakers
from carerecord.identity import People
from carerecord.insight.officers import Officers
from carerecord.insight.report import ReportDesk
from carerecord.onboarding import Onboarding
from carerecord.regions import Regions
from carerecord.signin import Sessions, Staff
from carerecord.signin.accounts import Accounts
from carerecord.signin.launch import Launches
from carerecord.signin.oidc import Providers
from carerecord.store import Database
from carerecord.viewing import Records
from carerecord.web.tests.no_cases import NoCases
from carerecord.web.tests.our_forms import OurForms

BASE = "http://127.0.0.1:8000"  # what settings().url says; nothing listens there
PAGES_READ = 80  # of one record, at most

policies = cache(Policies.load)


@cache
def application() -> Starlette:
    """The product's own routes and handlers; what they work on is put in by each world."""
    return build(settings())


@dataclass(frozen=True)
class Opening:
    """One record asked for by one viewer, and what came back."""

    who: str
    whom: str
    decision: Decision
    reply: httpx.Response


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Parts:
    """What stands at `app.state.carerecord`."""

    settings: Settings
    sessions: Sessions
    records: Records
    launches: Launches
    providers: Providers
    accounts: Accounts
    report_desk: ReportDesk
    cases: NoCases = field(default_factory=NoCases)
    drawing: Drawing = field(default_factory=Drawing)
    passkeys: None = None


LOG_SEED = bytes(32)
LOG_KEY = Key("acceptance.example/audit", LOG_SEED)


@dataclass
class Told:
    """What was recorded before the try began, so that only what came of it is compared."""

    place: int = 0  # of the newest entry
    alerts: set[str] = field(default_factory=set)  # their references
    automatic: set[str] = field(
        default_factory=set
    )  # entries: sign-ins nobody wrote down in the case


async def _unknown(username: str) -> str:
    """Nobody's e-mail address."""
    return ""


class World:
    def __init__(self, url: str, folder: Path) -> None:
        (folder / LAUNCHER.keys_file).write_text(KEYS, "utf-8")
        self.url = url
        self.folder = folder
        self.clock = Clock()
        self.settings = settings(folder=folder)
        self.db = Database.open(url)
        self.http = Http(Fanout())
        self.people = People(self.db, now=self.clock)
        self.access = AccessStore(self.db, bytes(32), now=self.clock)
        self.onboarding = Onboarding(self.db, self.settings, self.clock)
        self.alerts = Alerts(self.db, now=self.clock)
        self.log = Log(self.db, LOG_KEY, now=self.clock)
        self.sessions = Sessions(self.db, self.settings, now=self.clock)
        holds = ordinary()
        self.held = {one.id: Held(one, holds[one.id]) for one in SOURCES}
        self.sources: dict[str, Held | Served | Fed] = dict(self.held)
        self.browsers: dict[str, httpx.AsyncClient] = {}
        self.tokens: dict[str, str] = {}
        self.openings: list[Opening] = []
        self.replies: list[httpx.Response] = []
        self.said = ""
        self.before = Told()
        self.audit_is_down = False
        self.spool: Spool | None = None
        self.regions = Regions()
        self.theirs: list[Entry] = []  # what a neighbouring region wrote down
        self.events: list[EventDict] = []  # lines of the log
        self.build()

    def build(self) -> None:
        """The door over the sources there are now, and the faces over the door."""
        self.records = Records.of(
            people=self.people,
            access=self.access,
            onboarding=self.onboarding,
            policies=policies(),
            alerts=self.alerts,
            log=self.log,
            renderings=Renderings(self.db, bytes(32), 366),
            sources=tuple(self.sources.values()),
            breakers=Breakers(),
            fanout=Fanout(),
            restricted=RestrictedSets(self.db, now=self.clock),
            spool=self.spool,
            regions=self.regions,
            now=self.clock,
        )
        staff = Staff(self.db, now=self.clock)
        officers = Officers.of(
            self.settings, self.db, self.log, self.people, self.access, self.onboarding, self.records, _unknown
        )  # fmt: skip
        self.parts = Parts(
            settings=self.settings,
            sessions=self.sessions,
            records=self.records,
            launches=Launches(self.db, self.settings, now=self.clock),
            providers=Providers(self.settings, self.db, now=self.clock),
            accounts=Accounts(self.db, self.settings, staff, self.sessions, self.log),
            report_desk=officers.reports,
        )
        application().state.carerecord = self.parts

    async def close(self) -> None:
        for browser in self.browsers.values():
            await browser.aclose()
        for source in self.sources.values():
            await source.close()
        await self.http.close()
        self.db.close()

    def now(self) -> datetime:
        return self.clock.at

    def feeding(self) -> Feeding:
        edge = Edge(self.db, bytes(32))
        aside = Aside(self.db, edge)
        return Feeding(self.db, edge, aside, self.people, self.access.receive_within, self.clock)

    def person(self, name: str) -> Person:
        return PEOPLE[name]

    # Signing in.

    def browser(self, who: str) -> httpx.AsyncClient:
        if who not in self.browsers:
            transport = httpx.ASGITransport(app=application())
            self.browsers[who] = httpx.AsyncClient(
                transport=transport,
                base_url=BASE,
                headers={"user-agent": "acceptance"},
                auth=OurForms(),
            )
        return self.browsers[who]

    async def viewer(self, who: str, role: str = "") -> Viewer:
        """Signed in, in their first role unless another is named; unnoticed by what is compared."""
        if found := await self.signed_in(who):
            return found
        before = await self.newest()
        await self.browser(who).post("/sign-in", data={"username": who})
        if not await self.signed_in(who):
            await self.select(who, role or f"{who}-1")
        signing_in = [entry.entry_id async for entry in self.log.entries(after=before)]
        self.before.automatic |= set(signing_in)
        found = await self.signed_in(who)
        assert found, f"{who} could not sign in"
        return found

    async def select(self, who: str, role_id: str) -> httpx.Response:
        return await self.browser(who).post("/role", data={"role": role_id})

    async def signed_in(self, who: str) -> Viewer | None:
        cookie = self.browser(who).cookies.get("carerecord") or ""
        return await self.sessions.viewer_of(cookie, "acceptance") if cookie else None

    async def bearer(self, who: str) -> tuple[Viewer, dict[str, str]]:
        token = self.tokens.get(who, "")
        viewer = await self.sessions.viewer_of_token(token) if token else None
        if viewer is None:
            token = self.tokens[who] = await self.sessions.issue_token(who, 60)
            viewer = await self.sessions.viewer_of_token(token)
        assert viewer
        return viewer, {"Authorization": f"Bearer {token}"}

    async def launch(self, who: str, whom: str, **changed: object) -> httpx.Response:
        """One press in Northgate's record system, in a browser of its own; where that ends."""
        member = next(one for one in STAFF if one.username == who)
        token = signed(member, self.person(whom), BASE, self.now(), **changed)
        self.browsers.pop(who, None)
        reply = await self.browser(who).post("/launch", data={"token": token})
        if reply.status_code == 303:
            reply = await self.browser(who).get(reply.headers["location"])
        return reply

    # What was recorded.

    async def begin(self) -> None:
        """From here on, what is recorded came of what is done."""
        down = self.audit_is_down
        await self.audit(down=False)
        told = {one.reference for one in await self.told()}
        self.before = Told(await self.newest(), told)
        self.openings.clear()
        self.replies.clear()
        self.said = ""
        for held in self.held.values():
            held.asked.clear()
        await self.audit(down=down)

    async def newest(self) -> int:
        """The place of the newest entry."""
        return next((entry.place for entry in await self.log.recent(1)), 0)

    async def entries(self) -> list[Entry]:
        found = [entry async for entry in self.log.entries(after=self.before.place)]
        return [e for e in found if e.entry_id not in self.before.automatic and e.kind not in OWN]

    async def last_found(self) -> list[str]:
        """Whom the last search returned, as it was written down for each (AUD-7)."""
        found: list[str] = []
        for entry in await self.entries():
            found = [] if entry.kind == "search" else found
            found += [
                n for n, p in PEOPLE.items() if entry.kind == "matched" and p.id == entry.person_id
            ]
        return found

    async def told(self) -> list[Alert]:
        """Everything that any privacy officer was told since."""
        found: list[Alert] = []
        for code in ORGANISATIONS:
            found += await self.alerts.of_organisation(code, limit=1000)
        return [one for one in found if one.reference not in self.before.alerts]

    async def audit(self, *, down: bool) -> None:
        """Take the log's table away, or bring it back."""
        if down != self.audit_is_down:
            old, new = ("audit_entry", "audit_away") if down else ("audit_away", "audit_entry")
            await self.db.write(lambda tx: tx.run(f"ALTER TABLE {old} RENAME TO {new}"))
            self.audit_is_down = down

    # Reading everything that can be read.

    async def whole_record(self, opening: Opening) -> tuple[str, str]:
        """Every page of the record that its pages lead to, and the API's answer; as text."""
        viewer = await self.viewer(opening.who)
        v = await self.sessions.handle_for(viewer, self.person(opening.whom).id)
        browser = self.browser(opening.who)
        waiting, read = [f"/p/{v}"], dict[str, str]()
        while waiting and len(read) < PAGES_READ:
            path = waiting.pop(0)
            reply = await browser.get(path)
            read[path] = reply.text + reply.headers.get("location", "")
            links = re.findall(rf'(?:href="|^)(/p/{re.escape(v)}[^"#?]*)', read[path], re.MULTILINE)
            links += [reply.headers["location"]] if "location" in reply.headers else []
            waiting += [one for one in dict.fromkeys(links) if one not in {*read, *waiting}]
        _, bearer = await self.bearer(opening.who)
        bundle = await browser.get(
            f"/fhir/R4/Patient/{self.person(opening.whom).id}/$everything", headers=bearer
        )
        return readable("\n".join(read.values())), readable(bundle.text)
