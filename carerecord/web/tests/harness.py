"""A region for the pages: views made by hand from what sources sent, and a client that speaks ASGI.

The door itself is tested with real sources in `tests/door`; here it hands out the views it is given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette

from carerecord import web
from carerecord.access.contract import Decision, Evidence, Reason
from carerecord.config import Region, Server, Settings
from carerecord.contract import (
    Answer,
    Failure,
    Item,
    Level,
    Person,
    Receipt,
    Resource,
    SourceSettings,
    Viewer,
)
from carerecord.drawing import Drawing
from carerecord.sections import SECTIONS
from carerecord.viewing.contract import (
    Criteria,
    Explanation,
    IdentityUnknown,
    LogCriteria,
    LoggedEntry,
    Matches,
    NotForThisRole,
    Released,
    Replayed,
    SignIn,
    Told,
    Trail,
    View,
)
from carerecord.viewing.invented import invented
from carerecord.web.contract import Breaches, Cases, DoubtDesk
from carerecord.web.tests.client import Browser, Page
from carerecord.web.tests.desk import Desk
from carerecord.web.tests.emergencies import OwnEmergencies
from carerecord.web.tests.gives_codes import GivesCodes
from carerecord.web.tests.no_cases import NoBreaches, NoCases, NoDoubts
from carerecord.web.tests.outage import Outage

AT = datetime(2026, 11, 21, 10, 2, tzinfo=UTC)
EVERY = tuple(section.name for section in SECTIONS)


def source(id: str, name: str, short: str, kind: str, shares: Sequence[str]) -> SourceSettings:
    return SourceSettings(
        id, name, short, kind, "fhir_r4", phone="01632 960100", sections=tuple(shares)
    )


CLINICAL = tuple(n for n in EVERY if n not in ("care_plans", "mental_health", "social_care"))
SOURCES = (
    source("riverside-gp", "Riverside Medical Practice", "Riverside", "gp", CLINICAL),
    source("northgate-acute", "Northgate University Hospital", "Northgate", "acute", CLINICAL),
    source(
        "lowland-mental-health",
        "Lowland Mental Health",
        "Lowland",
        "mental-health",
        ("allergies", "medicines", "problems", "letters", "mental_health", "community", "contacts"),
    ),
    source(
        "urgent-care-plans", "Urgent Care Plan Service", "Care plan", "care-plan", ("care_plans",)
    ),
    source("regional-laboratory", "Regional Laboratory", "Laboratory", "laboratory", ("results",)),
    source(
        "prescription-tracker", "Prescription Tracker", "Pharmacy", "pharmacy", ("prescriptions",)
    ),
)

DOCTOR = Viewer(
    "a.okafor",
    "Dr A Okafor",
    "doctor",
    "Emergency doctor",
    "RNG01",
    "Northgate University Hospital",
    session="s1",
)
OFFICER = replace(
    DOCTOR, id="q.fairbairn", name="Q Fairbairn", role="privacy-officer",
    role_name="Privacy officer", session="s2",
)  # fmt: skip
MARGERY = Person(
    id="p-margery",
    nhs_number="9994173626",
    family="Gibson",
    given="Margery",
    title="Mrs",
    birth_date="1948-11-08",
    gender="female",
    address="Willow Court Care Home, 63 Wilkinson Bay, London",
    postcode="E99 3AA",
    phone="02079460143",
    gp_code="RNG11",
    gp_name="Riverside Medical Practice",
    gp_phone="01632 960111",
    next_of_kin="Dale Gibson (son) 07700 900461",
)


def permit(levels: Mapping[str, Level] | None = None, **words: Any) -> Decision:
    words_of_it = "in your emergency department since 09:41"
    evidence = Evidence("e1", "LR-3", "p-margery", "team", "ed", words_of_it, AT)
    return Decision(
        "permit",
        (Reason("LR-3", evidence.words),),
        evidence=(evidence,),
        levels=levels if levels is not None else dict.fromkeys(EVERY, "full"),
        **words,
    )


def answer(
    source_id: str, resources: Sequence[Resource] = (), failure: Failure | None = None, **more: Any
) -> Answer:
    state = "failed" if failure else "answered" if resources else "empty"
    items = tuple(Item(source_id, r, json.dumps(r).encode()) for r in resources)
    return Answer(
        **{
            "source_id": source_id,
            "state": state,
            "items": items,
            "failure": failure,
            "seconds": 8.0 if failure else 0.4,
            "fetched_at": AT,
            **more,
        }
    )


def view_of(
    *answers: Answer,
    person: Person = MARGERY,
    viewer: Viewer = DOCTOR,
    decision: Decision | None = None,
    sources: Sequence[SourceSettings] = SOURCES,
    at: datetime = AT,
) -> View:
    """A view as the door makes it: merged, with the state of every section; no answer is empty."""
    decision = decision or permit()
    given = {one.source_id: one for one in answers}
    made = invented(
        sources,
        [given.get(s.id) or answer(s.id) for s in sources],
        person=person,
        viewer=viewer,
        decision=decision,
        at=at,
    )
    return replace(made, id="v1", receipt=Receipt(1, "e1"))


@dataclass
class Door(OwnEmergencies, Outage):
    """Hands out the views it was given, and remembers what it was asked to release."""

    views: dict[str, View] = field(default_factory=dict)
    codes: GivesCodes = field(default_factory=GivesCodes)
    found: Matches = field(default_factory=Matches)
    today: list[tuple[Person, str]] = field(default_factory=list)
    refused: dict[str, Decision] = field(default_factory=dict)
    released: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    asked: list[Criteria] = field(default_factory=list)
    declared: list[tuple[str, str, str]] = field(default_factory=list)
    signs: list[SignIn] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    explained: Explanation | None = None
    wanted: list[LogCriteria] = field(default_factory=list)
    logged: list[LoggedEntry] = field(default_factory=list)
    trails: dict[str, Trail] = field(default_factory=dict)
    replays: dict[str, Replayed] = field(default_factory=dict)

    async def signed(
        self, kind: SignIn, viewer: Viewer | None, body: Mapping[str, object] | None = None
    ) -> None:
        self.signs.append(kind)

    async def find(self, viewer: Viewer, criteria: Criteria) -> Matches:
        self.must_write("search")
        self.asked.append(criteria)
        return self.found

    async def people_today(self, viewer: Viewer) -> list[tuple[Person, str]]:
        self.must_write("list")
        return self.today

    async def decide(
        self, viewer: Viewer, person_id: str, *, emergency: bool = False
    ) -> tuple[Person, Decision]:
        if not emergency:
            self.must_write("decision")
        view = self._view(person_id)
        return view.person, self.refused.get(person_id) or view.decision

    async def declare(
        self, viewer: Viewer, person_id: str, kind: str, reason: str, words: str
    ) -> Decision:
        self.declared.append((person_id, reason, words))
        self.refused.pop(person_id, None)
        return self._view(person_id).decision

    async def open(self, viewer: Viewer, person_id: str, **how: object) -> View:
        view = self._view(person_id)
        refused = self.refused.get(person_id)
        return replace(view, decision=refused, records={}) if refused else view

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], *, content_type: str, sent: int = 0
    ) -> Released:
        self.must_write("view")
        self.released.append((tuple(sections), body))
        return Released(body[sent:], Receipt(2, "e2"))

    async def alerts(self, actor: Viewer) -> list[Told]:
        if actor.role != OFFICER.role:
            raise NotForThisRole
        return self.told

    async def search_log(self, actor: Viewer, wanted: LogCriteria) -> list[LoggedEntry]:
        if actor.role != OFFICER.role:
            raise NotForThisRole
        if wanted.nhs_number == "9990000000":
            raise IdentityUnknown
        self.wanted.append(wanted)
        return self.logged

    async def trail(self, actor: Viewer, view_id: str) -> Trail:
        if actor.role != OFFICER.role:
            raise NotForThisRole
        if view_id not in self.trails:
            raise IdentityUnknown
        return self.trails[view_id]

    async def replay(self, actor: Viewer, entry_id: str) -> Replayed:
        if actor.role != OFFICER.role:
            raise NotForThisRole
        if entry_id not in self.replays:
            raise IdentityUnknown
        return self.replays[entry_id]

    async def may_explain(self, actor: Viewer) -> bool:
        return actor.role == OFFICER.role

    async def explain_by_number(
        self, actor: Viewer, viewer: Viewer | None, number: str
    ) -> Explanation:
        if actor.role != OFFICER.role:
            raise NotForThisRole
        if viewer is None or self.explained is None:
            raise IdentityUnknown
        return self.explained

    def _view(self, person_id: str) -> View:
        if person_id not in self.views:
            raise IdentityUnknown
        return self.views[person_id]


@dataclass
class Parts:
    settings: Settings
    sessions: Desk
    records: Door
    cases: Cases = field(default_factory=NoCases)
    breaches: Breaches = field(default_factory=NoBreaches)
    doubts: DoubtDesk = field(default_factory=NoDoubts)
    drawing: Drawing = field(default_factory=Drawing)


class WebRegion:
    """The pages over the door: `region.browser()` is signed in as the emergency doctor."""

    def __init__(self, *, demo: bool = True, https: bool = False) -> None:
        self.settings = Settings(
            region=Region(
                demo=demo,
                invented_people_only=demo,
                help_desk="01632960999",
                languages=("en", "cy"),
            ),
            server=Server(https=https),
        )
        self.door = Door()
        self.desk = Desk([DOCTOR, OFFICER])
        self.app = Starlette(
            routes=web.routes(self.settings),
            exception_handlers={Exception: web.failed, 404: web.failed},
            middleware=web.around(self.settings),
        )
        self.app.state.carerecord = Parts(self.settings, self.desk, self.door)

    def holds(self, *views: View) -> WebRegion:
        self.door.views.update({view.person.id: view for view in views})
        return self

    def browser(self, viewer: Viewer = DOCTOR) -> Browser:
        browser = Browser(self.app)
        browser.post("/sign-in", {"username": viewer.id})
        return browser

    def page(self, slug: str = "", person: Person = MARGERY) -> Page:
        return self.browser().get(f"/p/h-{person.id[::-1]}{'/' if slug else ''}{slug}")
