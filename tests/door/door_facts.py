"""Facts changed behind the back of a running server, by another process, as those who may change them do."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from door_people import ORGANISATIONS, PLAIN, STAFF, agreement, evidence
from door_site import Site

from carerecord.access import AccessStore
from carerecord.access.withholding.store import RestrictedSets
from carerecord.config import region_key
from carerecord.onboarding import Onboarding, Training
from carerecord.signin import Staff

LEAD, OTHER = "C Guardian", "D Officer"
WHY = "tried by a test"
CODE = "195967001"  # what the condition that comes and goes is coded with
HOME = "RNG01"


@dataclass(frozen=True)
class Facts:
    """Every store that holds a fact, and what a test does to each. What is undone can be done again."""

    site: Site

    @property
    def access(self) -> AccessStore:
        return AccessStore(self.site.db, region_key(self.site.settings))

    @property
    def onboarding(self) -> Onboarding:
        return Onboarding(self.site.db, self.site.settings)

    @property
    def staff(self) -> Staff:
        return Staff(self.site.db)

    async def suspend(self, who: str) -> None:
        await self.onboarding.suspensions.suspend(who, by=LEAD, why=WHY)

    async def lift(self, who: str) -> None:
        await self.onboarding.suspensions.lift(who, by=OTHER, why=WHY)

    async def suspend_organisation(self, who: str) -> None:
        await self.onboarding.organisations.suspend(HOME, by=LEAD, why=WHY)

    async def organisation_live(self, who: str) -> None:
        await self.onboarding.organisations.go_live(HOME, by=LEAD)

    async def leave(self, who: str) -> None:
        assert await self.staff.close(who)

    async def lose_role(self, who: str) -> None:
        assert await self.staff.set_roles(who, self._roles(who)[1:])

    async def have_role(self, who: str) -> None:
        assert await self.staff.set_roles(who, self._roles(who))

    def _roles(self, who: str) -> Any:
        return next(one.roles for one in STAFF if one.username == who)

    async def withdraw_training(self, who: str) -> None:
        module = (await self.onboarding.training.modules())[0].module
        await self.onboarding.training.withdraw(who, module, by=LEAD, why=WHY)

    async def expire_training(self, who: str) -> None:
        """What is left is more than a year old."""
        for one in await self.onboarding.training.modules():
            await self.onboarding.training.withdraw(who, one.module, by=LEAD, why=WHY)
        await self._passed(who, days_ago=400)

    async def train(self, who: str) -> None:
        """On a day of its own: the record that was withdrawn never counts again."""
        await self._passed(who, days_ago=1 + secrets.randbelow(300))

    async def _passed(self, who: str, *, days_ago: int) -> None:
        day = date.today() - timedelta(days=days_ago)
        modules = await self.onboarding.training.modules()
        passed = [Training(who, m.module, m.version, 100, day, HOME, LEAD) for m in modules]
        await self.onboarding.training.add(passed, by=LEAD)

    async def end_agreements(self, who: str) -> None:
        now = datetime.now(UTC)
        for one in await self.onboarding.agreements.all():
            if one.ended is None:
                await self.onboarding.agreements.end(one.id, by=LEAD, why=WHY, at=now)

    async def agree(self, who: str) -> None:
        made = agreement(f"DSA-{secrets.token_hex(4)}", list(ORGANISATIONS))
        await self.onboarding.agreements.add(made, by=LEAD)

    async def switch_off(self, who: str) -> None:
        await self.onboarding.switches.disable("northgate", by=LEAD)

    async def switch_on(self, who: str) -> None:
        await self.onboarding.switches.enable("northgate", by=LEAD)

    async def object(self, who: str) -> None:
        await self.access.objections.request(PLAIN.id, "record", "", by=LEAD, evidence=WHY)

    async def take_back(self, who: str) -> None:
        for one in await self.access.objections.of_person(PLAIN.id):
            await self.access.objections.withdraw(one.id, by=LEAD, evidence=WHY)

    async def end_evidence(self, who: str) -> None:
        for one in await self.access.evidence.of_person(PLAIN.id):
            if one.evidence.holder == who:
                await self.access.end_evidence(PLAIN.id, one.evidence.id, datetime.now(UTC))

    async def give_evidence(self, who: str) -> None:
        await self.access.add_evidence([evidence(who, PLAIN)])

    async def propose(self, who: str) -> str:
        """One more code, asked for by one person: not in force yet."""
        return await self._proposed(f'  "{CODE}",\n')

    async def restrict(self, who: str) -> None:
        await RestrictedSets(self.site.db).approve(await self.propose(who), OTHER)

    async def unrestrict(self, who: str) -> None:
        await RestrictedSets(self.site.db).approve(await self._proposed(""), OTHER)

    async def _proposed(self, more: str) -> str:
        sets = RestrictedSets(self.site.db)
        head = '[[set]]\nname = "termination-of-pregnancy"'
        before, after = (await sets.text()).replace(f'  "{CODE}",\n', "").split(head)
        first, *rest = before.split('version = "', 1)[1].split('"', 1)
        text = before.replace(f'"{first}"', f'"door-{secrets.token_hex(4)}"', 1) + head + after
        at = text.index("codes = [\n", text.index(head)) + len("codes = [\n")
        assert rest
        return await sets.propose(text[:at] + more + text[at:], LEAD)


Doing = Callable[[Facts, str], Coroutine[Any, Any, object]]
