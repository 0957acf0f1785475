"""A privacy officer searches the log of their own organisation's staff (AUD-9); that they did is in it (AUD-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.audit.search import Sought, search
from carerecord.contract import Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.store import Database
from carerecord.viewing.contract import IdentityUnknown, LogCriteria, LoggedEntry, NotForThisRole
from carerecord.viewing.deciding import Decider
from carerecord.viewing.writing import Writing

PAGE = 50


@dataclass(frozen=True, slots=True)
class LogSearches:
    db: Database
    people: People
    decider: Decider
    writing: Writing

    async def find(self, actor: Viewer, wanted: LogCriteria, at: datetime) -> list[LoggedEntry]:
        """At most `PAGE`, newest first. Raises `NotForThisRole`; `IdentityUnknown` for a number nobody has."""
        if not (await self.decider.may(actor, "review", at)).allowed:
            await self.writing.entry("refused", actor, body={"function": "review"})
            raise NotForThisRole
        person_id = await self._person(wanted.nhs_number)
        sought = Sought(
            person_id=person_id,
            viewer_id=wanted.staff,
            organisation=actor.organisation,
            since=wanted.since,
            until=wanted.until,
            before=wanted.before,
        )
        body: dict[str, object] = {
            "what": "search",
            "staff": wanted.staff,
            "since": wanted.since.isoformat(),
            "until": wanted.until.isoformat(),
        }
        await self.writing.entry("audit-read", actor, person_id, body=body)
        found = await search(self.db, sought, limit=PAGE)
        ids = {entry.person_id for entry in found if entry.person_id}
        people = {one: await self.people.by_id(one) for one in ids}
        return [LoggedEntry(entry, people.get(entry.person_id)) for entry in found]

    async def _person(self, number: str) -> str:
        if not number:
            return ""
        try:
            found = await self.people.by_number(nhs_number.read(number))
        except NotAnNHSNumber:
            raise IdentityUnknown from None
        if found.person is None:
            raise IdentityUnknown
        return found.person.id
