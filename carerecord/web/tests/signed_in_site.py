"""The pages over real sessions and a real database: for everything around signing in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from starlette.applications import Starlette

from carerecord import web
from carerecord.config import Region, Server, Settings
from carerecord.contract import Viewer
from carerecord.signin import Sessions, Staff, StaffMember
from carerecord.signin.contract import OfferedRole
from carerecord.signin.launch import Launches
from carerecord.signin.oidc import Providers
from carerecord.store import Database
from carerecord.viewing.contract import SignIn
from carerecord.web.tests.our_forms import OurForms

WARD = OfferedRole("r-1", "doctor", "Ward doctor", "RNG01", "Northgate", ("ward-4",))
CLINIC = OfferedRole("r-2", "doctor", "Clinic doctor", "RNG02", "St Columba’s")
AMIN = StaffMember("amin", "Dr S Amin", (WARD,))
WARDE = StaffMember("warde", "Dr A Warde", (WARD, CLINIC))
FIREFOX = "Mozilla/5.0 Firefox/140"


@dataclass
class Written:
    """What was written down of sessions, in order."""

    kinds: list[tuple[SignIn, str, str]] = field(default_factory=list)
    bodies: list[Mapping[str, object]] = field(default_factory=list)

    async def signed(
        self, kind: SignIn, viewer: Viewer | None, body: Mapping[str, object] | None = None
    ) -> None:
        one = (viewer.id, viewer.role_name) if viewer else ("", "")
        self.kinds.append((kind, *one))
        self.bodies.append(body or {})

    async def launch_refused(self, launcher: str, reason: str) -> None:
        self.bodies.append({"launcher": launcher, "reason": reason})


@dataclass
class Parts:
    settings: Settings
    sessions: Sessions
    records: Written
    launches: Launches
    providers: Providers
    passkeys: None = None


class Site:
    """One browser at the pages; the clock is moved by hand."""

    def __init__(self, db: Database, settings: Settings) -> None:
        self.at = datetime.now(UTC)
        self.db, self.settings, self.written = db, settings, Written()
        self.parts = Parts(
            settings,
            Sessions(db, settings, now=self.now),
            self.written,
            Launches(db, settings),
            Providers(settings, db, now=self.now, clock=lambda: self.at.timestamp()),
        )
        self.server = Starlette(
            routes=web.routes(settings), exception_handlers={Exception: web.failed}
        )
        self.server.state.carerecord = self.parts
        self.browser = self.another()

    def now(self) -> datetime:
        return self.at

    def later(self, **duration: float) -> None:
        self.at += timedelta(**duration)

    def another(self, agent: str = FIREFOX) -> httpx.AsyncClient:
        """A further browser."""
        transport = httpx.ASGITransport(self.server)
        return httpx.AsyncClient(
            transport=transport,
            base_url="https://record.example",
            headers={"User-Agent": agent},
            auth=OurForms(),
        )

    async def sign_in(self, username: str = "amin") -> httpx.Response:
        return await self.browser.post("/sign-in", data={"username": username})

    async def handle(self, person_id: str = "p-1") -> str:
        cookie = self.browser.cookies["__Host-carerecord"]
        viewer = await self.parts.sessions.viewer_of(cookie, FIREFOX)
        assert viewer
        return await self.parts.sessions.handle_for(viewer, person_id)

    async def close(self) -> None:
        await self.parts.providers.close()
        await self.parts.launches.close()


async def site(db: Database, **settings: Any) -> Site:
    await Staff(db).add([AMIN, WARDE])
    demo = Region(demo=True, invented_people_only=True)
    server = Server(url="https://record.example")
    return Site(db, Settings(**{"region": demo, "server": server} | settings))
