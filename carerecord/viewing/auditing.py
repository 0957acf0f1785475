"""The log as FHIR for a privacy officer: what their own organisation's staff did, and that they asked (AUD-10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.audit import Entry, Log
from carerecord.audit.events import PROFILES, SHAPES, Recorder, audit_event, shape_of
from carerecord.audit.search import EARLIEST, LATEST, Sought, search
from carerecord.contract import Resource, Viewer
from carerecord.store import Database
from carerecord.viewing.contract import NotForThisRole
from carerecord.viewing.cursors import Cursors
from carerecord.viewing.deciding import Decider
from carerecord.viewing.writing import Writing

PROFILES_CLAIMED = tuple(
    f"{PROFILES}{name}" for name in sorted({shape.profile for shape in SHAPES.values()}) if name
)
"""Of IHE's, by address; for the CapabilityStatement."""
MOST_READ = 2000  # entries looked at for one page; the next page goes on from there


@dataclass(frozen=True, slots=True)
class EventCriteria:
    """What is looked for; empty = any. `words` is the same as one line of text, to be written down."""

    words: str
    person_id: str = ""
    viewer_id: str = ""
    role: str = ""
    event_id: str = ""
    view_id: str = ""
    recorder: str = ""  # the log's name
    types: tuple[tuple[str, str], ...] = ()  # (system or "" for any, code), one of them
    subtypes: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
    since: datetime = EARLIEST  # counts
    until: datetime = LATEST  # does not
    cursor: str = ""
    count: int = 50


@dataclass(frozen=True, slots=True)
class EventPage:
    events: tuple[Resource, ...]
    cursor: str  # of the next page; "" = there is none


@dataclass(frozen=True, slots=True)
class AuditEvents:
    db: Database
    log: Log
    decider: Decider
    writing: Writing
    recorder: Recorder
    cursors: Cursors

    async def find(self, actor: Viewer, wanted: EventCriteria, at: datetime) -> EventPage:
        """Newest first. Raises `NotForThisRole`, `NotACursor`."""
        if not (await self.decider.may(actor, "review", at)).allowed:
            await self.writing.entry("refused", actor, body={"function": "review"})
            raise NotForThisRole
        sought = self._sought(actor, wanted)
        body = {"what": "events", "face": "api", "query": wanted.words}
        await self.writing.entry("audit-read", actor, wanted.person_id, body=body)
        if wanted.recorder not in ("", self.recorder.origin):
            return EventPage((), "")
        found, last = await self._read(actor, wanted, sought)
        events = tuple(audit_event(entry, self.recorder) for entry in found)
        return EventPage(events, self.cursors.made(actor, wanted.words, last) if last else "")

    def _sought(self, actor: Viewer, wanted: EventCriteria) -> Sought:
        sought = Sought(
            person_id=wanted.person_id,
            viewer_id=wanted.viewer_id,
            organisation=actor.organisation,
            since=wanted.since,
            until=wanted.until,
        )
        if wanted.cursor:
            before = self.cursors.place(actor, wanted.words, wanted.cursor)
            sought = replace(sought, before=before)
        return sought

    async def _read(
        self, actor: Viewer, wanted: EventCriteria, sought: Sought
    ) -> tuple[list[Entry], int]:
        """A page of what fits, and the place of the last that was looked at where there may be more."""
        if wanted.event_id or wanted.view_id:
            found = await self._named(wanted)
            return [one for one in found if _own(one, actor) and fits(one, wanted)], 0
        entries = await search(self.db, sought, limit=MOST_READ)
        found = []
        for entry in entries:
            if fits(entry, wanted):
                found.append(entry)
                if len(found) == wanted.count:
                    return found, entry.place
        return found, entries[-1].place if len(entries) == MOST_READ else 0

    async def _named(self, wanted: EventCriteria) -> list[Entry]:
        """Newest first, as every page is; one view has a handful."""
        if wanted.view_id:
            return (await self.log.of_view(wanted.view_id))[::-1]
        found = await self.log.by_id(wanted.event_id)
        return [found] if found else []


def fits(entry: Entry, wanted: EventCriteria) -> bool:
    """Every condition, once more for those that the search has narrowed by already."""
    shape = shape_of(entry)
    viewer = entry.viewer
    return (
        wanted.since <= entry.at < wanted.until
        and wanted.person_id in ("", entry.person_id)
        and wanted.viewer_id in ("", viewer.id if viewer else "")
        and wanted.role in ("", viewer.role if viewer else "")
        and wanted.event_id in ("", entry.entry_id)
        and (not wanted.outcomes or shape.outcome in wanted.outcomes)
        and _coded(wanted.types, shape.type)
        and _coded(wanted.subtypes, *shape.subtypes)
    )


def _coded(wanted: tuple[tuple[str, str], ...], *codings: Resource) -> bool:
    return not wanted or any(
        system in ("", one["system"]) and code == one["code"]
        for system, code in wanted
        for one in codings
    )


def _own(entry: Entry, actor: Viewer) -> bool:
    return entry.viewer is not None and entry.viewer.organisation == actor.organisation
