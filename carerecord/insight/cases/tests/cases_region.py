"""An organisation with two privacy officers, a log, and a clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from carerecord.access.alerts import Alert, Alerts
from carerecord.access.contract import Decision, Evidence
from carerecord.access.evidence import EvidenceStore
from carerecord.access.evidence.reconciling import Reconciling
from carerecord.audit import Key, Log
from carerecord.contract import Person, Viewer
from carerecord.identity import People
from carerecord.insight.cases import Cases, Coming, Filters, Jobs, Post
from carerecord.insight.mail import Message, Server
from carerecord.store import Database

NOW = datetime(2026, 11, 20, 22, 14, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLERK = Viewer(
    "k.brandt", "K Brandt", "receptionist", "Ward clerk", "RNG01", "Northgate", session="s1"
)
OFFICER = replace(CLERK, id="p.lindqvist", name="P Lindqvist", role="privacy-officer", session="s2")
SECOND = replace(OFFICER, id="q.fairbairn", name="Q Fairbairn", session="s3")
ELSEWHERE = replace(OFFICER, id="r.osei", organisation="RP001", session="s4")
MARGERY = Person("p1", "9994173626", "Gibson", "Margery")
ALERT = Alert(
    kind="alert", rule="LR-16", to="RNG01", viewer=CLERK, person_id="p1", occasion="em1", at=NOW,
    words="Opened in a declared emergency.", entry_id="entry-1",
)  # fmt: skip


@dataclass
class Mails:
    """A mail server inside the process; a real one is in the tests of mail."""

    taken: list[Message] = field(default_factory=list)

    async def send(self, message: Message) -> None:
        self.taken.append(message)


class CasesRegion:
    def __init__(self, db: Database) -> None:
        self.db, self.at = db, NOW
        self.suspended: list[tuple[str, str, str]] = []
        self.own: set[tuple[str, str]] = set()  # whose own record is whose
        self.emails: dict[str, str] = {}
        self.mails = Mails()
        self.log = Log(db, Key("test/audit", bytes(32)), now=self.now)
        self.people = People(db)
        self.alerts = Alerts(db, now=self.now)
        self.evidence = EvidenceStore(db, now=self.now)
        self.reconciling = Reconciling(db, now=self.now)
        post = Post(
            server=Server(host="127.0.0.1", sender="record@region.example"),
            officers={"RNG01": ("ig@northgate.example",)},
            guardians={"RNG01": "guardian@northgate.example"},
            lead="lead@region.example",
            address="https://record.example",
        )
        self.coming = Coming(db, self.evidence, self.alerts, post, self.now)
        self.cases = Cases(
            db, self.log, self.people, self.evidence, self.coming, self, self, self, self.now
        )
        self.jobs = Jobs(self.cases, self, self.verify)

    def now(self) -> datetime:
        return self.at

    async def may(self, viewer: Viewer, function: str, at: datetime) -> Decision:
        reviews = function == "review" and viewer.role == "privacy-officer"
        return Decision("permit" if reviews else "deny", ())

    async def is_own(self, viewer: Viewer, person: Person) -> bool:
        return (viewer.id, person.id) in self.own

    async def email_of(self, viewer_id: str) -> str:
        return self.emails.get(viewer_id, "")

    async def suspend(self, viewer_id: str, *, by: str, why: str) -> None:
        self.suspended.append((viewer_id, by, why))

    async def all(self) -> dict[str, None]:
        return {"RNG01": None, "RP001": None}

    async def verify(self) -> tuple[int, str]:
        return await self.log.count(), ""

    async def begin(self) -> CasesRegion:
        await self.people.add([MARGERY])
        return self

    async def told(self, *alerts: Alert) -> None:
        await self.alerts.add_all(alerts)
        await self.jobs.alerts_in()

    async def listed(self, actor: Viewer = OFFICER, **wanted: Any) -> list[int]:
        queue = await self.cases.queue(actor, Filters(**wanted))
        return [one.case.number for one in queue.cases]

    async def state(self, number: int = 1) -> tuple[str, str]:
        case = await self.cases.store.case("RNG01", number)
        assert case is not None
        return case.state, case.last_step

    async def cared_for(self, holder: Viewer = CLERK) -> None:
        """A feed tells, now, of care that began an hour before."""
        one = Evidence(
            "care", "LR-3", "p1", "user", holder.id, "in your department", NOW - HOUR, NOW + DAY
        )
        await self.evidence.add([one])
