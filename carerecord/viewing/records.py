"""The one door. Anything that happens on a view is a line of `open`, in order."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from carerecord.access import AccessStore, Policies
from carerecord.access.alerts import Alerts
from carerecord.access.contract import Decision, DeclarationKind
from carerecord.access.evidence.emergencies import Emergency
from carerecord.access.withholding import RestrictedSets
from carerecord.audit import Log
from carerecord.audit.renderings import Renderings
from carerecord.audit.spool import Spool
from carerecord.config import Fanout
from carerecord.connectors.contract import Source
from carerecord.connectors.pds import NationalIndex
from carerecord.contract import Person, Viewer
from carerecord.federation import Breakers, FetchedSets, Locator, Own
from carerecord.identity import People, Verified
from carerecord.onboarding import Onboarding
from carerecord.regions import Asked, Regions, Signing
from carerecord.viewing import written
from carerecord.viewing.arriving import Arriving
from carerecord.viewing.asking import Asking, begun
from carerecord.viewing.besides import Besides, Keeping, Later
from carerecord.viewing.contract import (
    Criteria,
    Explanation,
    LogCriteria,
    LoggedEntry,
    Matches,
    Released,
    Replayed,
    SignIn,
    Told,
    Trail,
    View,
    Wanted,
)
from carerecord.viewing.deciding import Decider
from carerecord.viewing.declaring import Declarations
from carerecord.viewing.emergencies import Emergencies
from carerecord.viewing.fetching import Fetching
from carerecord.viewing.finding import Finder
from carerecord.viewing.gathering import Gathering, Opening
from carerecord.viewing.incidents import Incidents
from carerecord.viewing.late import Arrived, Patience
from carerecord.viewing.launching import Launches
from carerecord.viewing.looks import Look, Looks
from carerecord.viewing.neighbouring import Neighbouring
from carerecord.viewing.preparing import codes_in_force, remember_used
from carerecord.viewing.protecting import Protections
from carerecord.viewing.reading import Reading
from carerecord.viewing.releasing import Releasing
from carerecord.viewing.replaying import Replays
from carerecord.viewing.reviewing import Reviews
from carerecord.viewing.searching import LogSearches
from carerecord.viewing.showing_codes import ShowingCodes
from carerecord.viewing.spooling import Spooling
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.tracing import Tracer
from carerecord.viewing.writing import ViewWriting, Writing

_now = partial(datetime.now, UTC)


@dataclass(frozen=True, slots=True)
class Records:
    """Opens records. Every face holds one of these and no other way to a person's data."""

    decider: Decider
    finder: Finder
    declarations: Declarations
    emergencies: Emergencies
    launches: Launches
    neighbouring: Neighbouring
    reviews: Reviews
    replays: Replays
    log_searches: LogSearches
    renderings: Renderings
    teller: Teller
    writing: Writing
    views: ViewWriting
    fetching: Fetching
    gathering: Gathering
    arriving: Arriving
    releasing: Releasing
    restricted: RestrictedSets
    looks: Looks
    codes: ShowingCodes
    now: Callable[[], datetime] = _now

    @classmethod
    def of(
        cls,
        *,
        people: People,
        access: AccessStore,
        onboarding: Onboarding,
        policies: Policies,
        alerts: Alerts,
        log: Log,
        renderings: Renderings,
        sources: Sequence[Source],
        breakers: Breakers,
        fanout: Fanout,
        restricted: RestrictedSets,
        locator: Locator | None = None,
        spool: Spool | None = None,
        regions: Regions | None = None,
        national: NationalIndex | None = None,
        now: Callable[[], datetime] = _now,
    ) -> Records:
        """The door over these parts."""
        settings = tuple(source.settings for source in sources)
        writing, teller = Writing(log), Teller(alerts, log)
        keeping = Keeping(people, access, renderings, teller)
        spooling = Spooling(spool, log, keeping) if spool else None
        views = ViewWriting(log, keeping, spooling)
        signing = Signing(regions or Regions())
        tracer = Tracer(people, Verified(log.db, people, now=now), writing, national)
        asking, incidents = (
            Asking(sources, breakers, fanout, locator),
            Incidents(views, settings, people.contradictions),
        )
        sets = FetchedSets(log.db, fanout.reuse_minutes, now=now)
        fetching, reading = Fetching(asking, incidents, sets), Reading(asking, views, incidents)
        decider = Decider(people, access, onboarding, policies, settings, spooling, signing)
        protecting = Protections(decider, teller, views)
        return cls(
            decider=decider,
            finder=Finder(people, access, decider, teller, writing, tracer),
            declarations=Declarations(decider, access, teller, writing, views),
            emergencies=Emergencies(access, teller, writing),
            launches=Launches(people, access, decider, teller, writing, tracer),
            neighbouring=Neighbouring(people, writing),
            reviews=Reviews(people, decider, alerts, writing),
            replays=Replays(people, decider, log, renderings, writing),
            log_searches=LogSearches(log.db, people, decider, writing),
            renderings=renderings,
            teller=teller,
            writing=writing,
            views=views,
            fetching=fetching,
            gathering=Gathering(access, fetching, reading, protecting),
            arriving=Arriving(fetching, views),
            releasing=Releasing(fetching, teller, views),
            restricted=restricted,
            looks=Looks(log.db),
            codes=ShowingCodes(views),
            now=now,
        )

    async def open(
        self,
        viewer: Viewer,
        person_id: str,
        *,
        face: str = "web",
        chosen: Collection[str] = (),
        asked: Asked | None = None,
        reading: Wanted | None = None,
        own: Own | None = None,
        patience: Patience | None = None,
    ) -> View:
        """`chosen`: ids of sources that the viewer wants asked now, also those that tell somebody (SEN-12).

        `asked`: by a neighbouring region, for this viewer of theirs (LR-15). `reading`: what is opened, whose documents
        are fetched as well. `own`: the session that may be shown again what was fetched for the page before.
        `patience`: after which the record is what has come; what has not is `late`.
        """
        at, view_id, decider = self.now(), secrets.token_hex(12), self.decider
        if asked is None:
            await self.finder.tracer.opening(viewer, person_id)
        about = decider.vouched(asked, person_id, at) if asked else None
        decided = await (about or decider.about(viewer, person_id, at))
        codes = await codes_in_force(self.restricted)
        choice = self.fetching.asking.choice(decided.decision, decided.terms, chosen)
        body = {
            **written.decision(decided, face, choice.ids),
            **written.neighbour(asked),
            "restricted_version": codes.version,
        }
        kind = "open" if decided.decision.allowed else "refused"
        told = self.teller.decided(Occasion(viewer, decided.person, at, decided.decision, view_id))
        later = Later(viewer=viewer, person=decided.person, used=decided.decision.evidence)
        besides = Besides(at=at, told=told, later=later)
        receipt = await self.views.entry(
            kind, decided.decision, viewer, person_id, body, besides, view_id
        )
        view = begun(decided, choice, receipt, view_id, at, asked)
        if not decided.decision.allowed:
            return view
        ended = await remember_used(decider.access, view)
        owed = sum(one.owed for one in await self.emergencies.open(viewer, at))
        former = await decider.people.history(view.person.id)
        view = replace(view, ended=ended, owed=owed, former=former)
        opening = Opening(decided, face, codes)
        waits = None if receipt.spooled else patience
        return await self.gathering.record(view, opening, chosen, own, reading, waits)

    def arrivals(self, view: View) -> AsyncIterator[Arrived]:
        """What comes after this page is drawn, each written down first; see `Arriving`."""
        return self.arriving.since(view)

    async def printing(self, view: View, sections: Sequence[str]) -> None:
        """Written down before the page to print is released."""
        await self.views.of_view("printed", view, {"sections": [*sections]}, Besides(at=view.at))

    async def release(
        self, view: View, body: bytes, sections: Sequence[str], *, content_type: str, sent: int = 0
    ) -> Released:
        """Leave to send `body`; `sent`: its first bytes that were released before, and need none."""
        return await self.releasing.release(view, body, sections, content_type, sent)

    async def last_look(self, view: View) -> Look | None:
        """The viewer's own last look at this record before this one, from the log."""
        return await self.looks.last(view)

    async def find(self, viewer: Viewer, criteria: Criteria) -> Matches:
        """People who fit, each one written down (AUD-7); no clinical content."""
        return await self.finder.find(viewer, criteria, self.now())

    async def people_today(self, viewer: Viewer) -> list[tuple[Person, str]]:
        """The people this viewer is expected to see today, with why, in words."""
        return await self.finder.people_today(viewer, self.now())

    async def signed(
        self, kind: SignIn, viewer: Viewer | None, body: Mapping[str, object] | None = None
    ) -> None:
        """Somebody signed in or out, or was not let in; written down before they are answered."""
        await self.writing.entry(kind, viewer, body=body)
        if kind == "resumed" and viewer is not None:
            await self.finder.signed_in_again(viewer, self.now())

    async def launched(
        self,
        viewer: Viewer,
        nhs_number: str,
        birth_date: str,
        *,
        launcher: str,
        encounter: str = "",
        launch_id: str = "",
    ) -> str:
        """The id of the person a viewer came with from their own record system; see `Launches`."""
        return await self.launches.launched(
            viewer,
            nhs_number,
            birth_date,
            launcher=launcher,
            encounter=encounter,
            launch_id=launch_id,
            at=self.now(),
        )

    async def launch_refused(self, launcher: str, reason: str) -> None:
        await self.launches.refused(launcher, reason)

    async def decide(
        self, viewer: Viewer, person_id: str, *, emergency: bool = False
    ) -> tuple[Person, Decision]:
        """Only the decision, written down: for the pages that ask something or explain a refusal.

        `emergency`: for the one on which an emergency is declared, which must be there in an outage too.
        """
        return await self.declarations.asked(viewer, person_id, self.now(), emergency=emergency)

    async def declare(
        self, viewer: Viewer, person_id: str, kind: DeclarationKind, reason: str, words: str
    ) -> Decision:
        """Say how one is involved, or that it is an emergency; the decision after it."""
        return await self.declarations.declare(viewer, person_id, kind, reason, words, self.now())

    async def open_emergencies(self, viewer: Viewer) -> list[Emergency]:
        """The viewer's own that still run, or whose words are owed."""
        return await self.emergencies.open(viewer, self.now())

    async def stop_emergency(self, viewer: Viewer, evidence_id: str) -> None:
        await self.emergencies.stop(viewer, evidence_id, self.now())

    async def explain_emergency(self, viewer: Viewer, evidence_id: str, words: str) -> None:
        await self.emergencies.explain(viewer, evidence_id, words, self.now())

    async def explain(self, actor: Viewer | None, viewer: Viewer, person_id: str) -> Explanation:
        """What somebody would see of a person, and which rule says so; see `Reviews`."""
        return await self.reviews.explain(actor, viewer, person_id, self.now())

    async def explain_by_number(
        self, actor: Viewer, viewer: Viewer | None, number: str
    ) -> Explanation:
        return await self.reviews.explain_by_number(actor, viewer, number, self.now())

    async def may_explain(self, actor: Viewer) -> bool:
        return await self.reviews.may_explain(actor, self.now())

    async def must_review(self, actor: Viewer) -> None:
        """For what is only a privacy officer's, elsewhere; raises `NotForThisRole`."""
        await self.reviews.must_review(actor, self.now())

    async def alerts(self, actor: Viewer) -> list[Told]:
        """What a privacy officer's own organisation was told of, newest first."""
        return await self.reviews.told(actor, self.now())

    async def trail(self, actor: Viewer, view_id: str) -> Trail:
        """Every entry of one view of the actor's own organisation; see `Replays`."""
        return await self.replays.trail(actor, view_id, self.now())

    async def replay(self, actor: Viewer, entry_id: str) -> Replayed:
        """What one entry says was shown, byte for byte, while it is kept; see `Replays`."""
        return await self.replays.shown(actor, entry_id, self.now())

    async def search_log(self, actor: Viewer, wanted: LogCriteria) -> list[LoggedEntry]:
        """Entries of the actor's own organisation's staff, newest first; see `LogSearches`."""
        return await self.log_searches.find(actor, wanted, self.now())
