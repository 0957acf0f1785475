"""Leaving one look out of a person's report: a recorded reason, two officers, and a last day (PAT-3)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

from carerecord.contract import Viewer
from carerecord.insight.report.contract import Exclusion, NotInOrder, Why
from carerecord.insight.report.looks import looks_of
from carerecord.insight.report.reports import LONGEST, Reports
from carerecord.store import Transaction

LONGEST_DAYS = 366
"""Then it has to be proposed, and agreed to, again."""
WORDS = {
    "sealed": "An investigation that is sealed",
    "safeguarding": "Telling the person would put somebody at risk",
}


@dataclass(frozen=True, slots=True)
class LeavingOut:
    reports: Reports

    async def propose(
        self, actor: Viewer, request_id: str, reference: str, why: str, words: str, until: date
    ) -> None:
        """By an officer of the organisation of who looked. Changes nothing until a second one agrees."""
        reports = self.reports
        await reports.must(actor)
        request = await reports.request(actor, request_id)
        look = await reports.look(request.person_id, reference)
        if look.viewer.organisation != actor.organisation or look.viewer.id == actor.id:
            raise NotInOrder("Only another officer of the place where they work may leave it out.")
        exclusion = Exclusion(
            id=secrets.token_hex(12),
            person_id=request.person_id,
            look=look.id,
            organisation=actor.organisation,
            why=_why(why),
            words=_words(words),
            proposed_by=actor.id,
            until=_until(until, reports.today()),
        )

        def along(tx: Transaction, entry_id: str) -> None:
            reports.kept.propose(tx, exclusion, reports.now())

        await reports.write(actor, request.person_id, request.id, "leaving-out-proposed", along)

    async def agree(self, actor: Viewer, request_id: str, exclusion_id: str) -> None:
        """By a second officer of the same organisation; from now on no report has it."""
        reports = self.reports
        await reports.must(actor)
        request = await reports.request(actor, request_id)
        await self._not_theirs(actor, request.person_id, exclusion_id)
        given = (exclusion_id, request.person_id, actor.organisation, actor.id)

        def along(tx: Transaction, entry_id: str) -> None:
            if not reports.kept.agree(tx, *given):
                raise NotInOrder("A second officer has to agree: not the one who proposed it.")

        await reports.write(actor, request.person_id, request.id, "leaving-out-agreed", along)

    async def _not_theirs(self, actor: Viewer, person_id: str, exclusion_id: str) -> None:
        """Nobody agrees that their own look is left out."""
        reports = self.reports
        proposed = await reports.kept.exclusions(person_id, reports.today())
        left = {one.look for one in proposed if one.id == exclusion_id}
        looks = looks_of(await reports.entries(person_id))
        if any(one.id in left and one.viewer.id == actor.id for one in looks):
            raise NotInOrder("This look is yours: another officer has to agree.")


def _why(why: str) -> Why:
    for known in get_args(Why):
        if why == known:
            return known  # type: ignore[no-any-return]  # get_args forgets what it is of
    raise NotInOrder("Choose why it is left out.")


def _words(words: str) -> str:
    said = words.strip()
    if not 10 <= len(said) <= LONGEST:
        raise NotInOrder(f"Say why it is left out, in 10 to {LONGEST} characters.")
    return said


def _until(until: date, today: date) -> date:
    if not today < until <= today + timedelta(days=LONGEST_DAYS):
        raise NotInOrder("Choose a last day that lies ahead, within a year.")
    return until
