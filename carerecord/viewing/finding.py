"""Finding a person: what was typed is checked, searched, and every person returned is written down.

Only people the viewer has a relationship with are found by a few details. Anybody is found by the exact
NHS number, or by name, date of birth and one of postcode or gender: identify, then say why (LR-25).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from carerecord.access import AccessStore, without_location
from carerecord.access.searches import SearchOutcome
from carerecord.contract import Person, Viewer
from carerecord.identity import NotAnNHSNumber, People, nhs_number
from carerecord.store import StoreError
from carerecord.viewing.contract import (
    RESIDENTS_ONLY,
    Criteria,
    Matches,
    RecordUnavailable,
    TraceState,
)
from carerecord.viewing.deciding import Decider
from carerecord.viewing.telling import Teller
from carerecord.viewing.there_now import there_now
from carerecord.viewing.tracing import Tracer
from carerecord.viewing.writing import Writing

MOST = 10  # rows shown of people the viewer is linked to; more are said to be more (ux S2)
MOST_OTHERS = 5  # rows of anybody else (LR-25)
READ = 50  # rows read of a search by details; whoever has more is not looking for one person
TOO_FEW = (
    "Give the NHS number, or the family name and two of: "
    "given name, date of birth, gender, postcode."
)
SIGN_IN_AGAIN = (
    "Too many searches found nobody you are linked to. Sign out and sign in again to go on."
)


@dataclass(frozen=True, slots=True)
class Finder:
    people: People
    access: AccessStore
    decider: Decider
    teller: Teller
    writing: Writing
    tracer: Tracer

    async def find(self, viewer: Viewer, criteria: Criteria, at: datetime) -> Matches:
        decision = await self.decider.may(viewer, "find", at)
        if not decision.allowed:
            matches = Matches(problem=decision.reasons[0].words)
            return await self._written(viewer, criteria, matches)
        if await self.access.searches.must_sign_in_again(viewer, at):
            return await self._written(viewer, criteria, Matches(problem=SIGN_IN_AGAIN))
        found = await self._search(viewer, criteria)
        if found.problem:
            return await self._written(viewer, criteria, found)
        matches, linked = await self._allowed(viewer, criteria, found, at)
        await self._note(viewer, matches, linked, at)
        return await self._written(viewer, criteria, matches)

    async def signed_in_again(self, viewer: Viewer, at: datetime) -> None:
        """Whoever proved again who they are may go on searching (LR-26)."""
        try:
            await self.access.searches.signed_in(viewer, at)
        except StoreError as error:
            raise RecordUnavailable("the sign-in could not be kept") from error

    async def people_today(self, viewer: Viewer, at: datetime) -> list[tuple[Person, str]]:
        """The people this viewer is expected to see today, with why, in words; each written down (AUD-7)."""
        if not (await self.decider.may(viewer, "find", at)).allowed:
            return []
        listed = []
        standing = await self.decider.standing(viewer, at)
        scope = standing.organisation_scope
        for person_id, words in await self.access.people_of(viewer, at, organisation_scope=scope):
            person = await self.people.by_id(person_id)
            if person is not None:
                listed.append((without_location(person), words))
        if viewer.role in RESIDENTS_ONLY:
            ids = [person.id for person, _ in listed]
            now = await there_now(self.decider, self.access, viewer, ids, at)
            listed = [
                (one, "; ".join(filter(None, (words, now.get(one.id))))) for one, words in listed
            ]
        if listed:
            await self.writing.entries(viewer, [("listed", one.id, {}) for one, _ in listed])
        return listed

    async def _allowed(
        self, viewer: Viewer, criteria: Criteria, found: Matches, at: datetime
    ) -> tuple[Matches, bool]:
        """What of it this viewer may be shown, and whether they are linked to any of it."""
        ids = [person.id for person in found.people]
        standing = await self.decider.standing(viewer, at)
        linked = await self.access.evidence_for(
            viewer, ids, at, organisation_scope=standing.organisation_scope
        )
        mine = tuple(person for person in found.people if person.id in linked)
        residents = viewer.role in RESIDENTS_ONLY
        if residents or not _identifies(criteria):
            replaced = found.replaced if mine else ""  # of somebody else's it would tell of them
            shown = replace(found, people=mine[:MOST], more=len(mine) > MOST, replaced=replaced)
            return replace(shown, among="residents" if residents else "linked"), bool(mine)
        others = len(found.people) - len(mine)
        if len(found.people) > MOST or others > MOST_OTHERS:
            return replace(found, people=mine[:MOST], more=True), bool(mine)
        return found, bool(mine)

    async def _search(self, viewer: Viewer, criteria: Criteria) -> Matches:
        if criteria.nhs_number:
            return await self._by_number(viewer, criteria)
        details = (criteria.given, criteria.birth_date, criteria.gender, criteria.postcode)
        if not criteria.family or sum(map(bool, details)) < 2:
            return Matches(problem=TOO_FEW)
        traced, number = await self._traced(viewer, criteria)
        found = await self.people.search(
            family=criteria.family,
            given=criteria.given,
            birth_date=criteria.birth_date,
            gender=criteria.gender,
            postcode=criteria.postcode,
            limit=READ,
        )
        if number and not any(person.nhs_number == number for person in found):
            found = [*await self._also(number, criteria), *found]
        nearly = [] if found else await self._nearly(criteria)
        people = tuple(without_location(person) for person in found or nearly)
        return Matches(people, nearly=bool(nearly), traced=traced)

    async def _nearly(self, criteria: Criteria) -> list[Person]:
        """Where these details fit nobody, whom they nearly fit: another spelling, a former name, a slip of the date."""
        traced = await self.people.trace(
            Person(
                id="",
                nhs_number="",
                family=criteria.family,
                given=criteria.given,
                birth_date=criteria.birth_date,
                gender=criteria.gender,
                postcode=criteria.postcode,
            )
        )
        people = [await self.people.by_id(one.person_id) for one in traced.likely]
        return [one for one in people if one and not (one.protected and criteria.postcode)]

    async def _traced(self, viewer: Viewer, criteria: Criteria) -> tuple[TraceState, str]:
        """Nobody is looked for in the whole country who could not be anybody here."""
        if viewer.role in RESIDENTS_ONLY or not _identifies(criteria):
            return "", ""
        return await self.tracer.details(viewer, criteria)

    async def _also(self, number: str, criteria: Criteria) -> list[Person]:
        """Whom the national index alone found; never by where somebody protected lives (SFL-1)."""
        person = (await self.people.by_number(number)).person
        hidden = person is None or person.invalidated or (person.protected and criteria.postcode)
        return [person] if person and not hidden else []

    async def _by_number(self, viewer: Viewer, criteria: Criteria) -> Matches:
        try:
            number = nhs_number.read(criteria.nhs_number)
        except NotAnNHSNumber as error:
            return Matches(problem=str(error))
        residents = viewer.role in RESIDENTS_ONLY
        traced = "" if residents else await self.tracer.number(viewer, number)
        found = await self.people.by_number(number)
        if found.person is None or traced == "withdrawn":
            return Matches(traced=traced)
        if criteria.birth_date and found.person.birth_date != criteria.birth_date:
            return Matches(traced=traced)
        return Matches((without_location(found.person),), replaced=found.replaced, traced=traced)

    async def _note(self, viewer: Viewer, matches: Matches, linked: bool, at: datetime) -> None:
        """Guessing is noticed: too many that found nobody, or nobody of theirs (LR-26)."""
        outcome: SearchOutcome = (
            "found" if linked else "no-evidence" if matches.people else "nobody"
        )
        told = self.teller.searching(viewer, at)
        try:
            await self.access.searches.note(viewer, at, outcome, told)
        except StoreError as error:
            raise RecordUnavailable("the search could not be counted") from error

    async def _written(self, viewer: Viewer, criteria: Criteria, matches: Matches) -> Matches:
        """The search, and each person returned (AUD-7), in one durable write."""
        given = [name for name in criteria.__dataclass_fields__ if getattr(criteria, name)]
        body: dict[str, object] = {"given": given, "found": len(matches.people)}
        if matches.traced:
            body["national"] = matches.traced
        await self.writing.entries(
            viewer,
            [
                ("search", "", {**body, "more": matches.more}),
                *(("matched", person.id, {"given": given}) for person in matches.people),
            ],
        )
        return matches


def _identifies(criteria: Criteria) -> bool:
    """Enough that it is one person who is looked for, and not whoever there is (LR-25)."""
    if criteria.nhs_number:
        return True
    return bool(criteria.birth_date and (criteria.postcode or criteria.gender))
