"""What is done now and then: alerts become cases and e-mails each minute, unusual views cases each night.

Every worker asks; the one that claims a job does it. Each job may be done again without harm: a case is of its
occasion and is there once.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog

from carerecord.access.evidence import OpenItem
from carerecord.access.evidence.reconciling import Reconciling
from carerecord.access.times import micros
from carerecord.audit import Entry
from carerecord.audit.search import Sought, search
from carerecord.background import in_background
from carerecord.contract import Viewer
from carerecord.insight import unusual
from carerecord.insight.cases import intake
from carerecord.insight.cases.checked import Checked, keep
from carerecord.insight.cases.coming import Coming
from carerecord.insight.cases.contract import TO_GUARDIAN, CaseFile
from carerecord.insight.cases.deciding import escalation
from carerecord.insight.cases.gathering import gather
from carerecord.insight.cases.rule import closes, may_close
from carerecord.insight.cases.seeing import YEAR
from carerecord.insight.cases.store import BY_RULE
from carerecord.insight.cases.work import Cases
from carerecord.store import Transaction, sql

SQL = sql(__file__, "jobs.sql")
log = structlog.get_logger()
SPAN = timedelta(days=60)  # of views that what is usual is counted from
PER_VIEWS = 1000  # views for each case that is picked
MANY = 100_000  # entries read at once
PLACES = 64  # entries of one microsecond
OFFICERS_READ = ("audit-read", "replayed", "explained")
EVERY = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "night": timedelta(days=1)}
NIGHT = 2  # o'clock, UTC


class Organisations(Protocol):
    """Who takes part (`onboarding`), by ODS code."""

    async def all(self) -> Mapping[str, object]: ...


Verify = Callable[[], Awaitable[tuple[int, str]]]  # entries checked, and what is wrong first


@dataclass(frozen=True, slots=True)
class Jobs:
    cases: Cases
    organisations: Organisations
    verify: Verify
    also: Sequence[Callable[[], Awaitable[object]]] = ()  # what else is done each minute
    nightly: Sequence[Callable[[], Awaitable[object]]] = ()  # and each night

    @asynccontextmanager
    async def running(self, every: float = 60.0) -> AsyncIterator[None]:
        """In the background of a server, until it stops."""
        async with in_background(self._forever(every)):
            yield

    async def _forever(self, every: float) -> None:
        while True:
            try:
                await self.due()
            except Exception as error:  # one bad minute must not end all that follow
                log.warning("insight.failed", why=type(error).__name__)
            await asyncio.sleep(every)

    async def due(self) -> None:
        """Everything whose time has come and that nobody else has claimed."""
        now = self.cases.now()
        if await self._claimed("minute", now):
            await self.alerts_in()
            await self.close_by_rule()
            await self.escalate()
            for one in self.also:
                await one()
        if server := self.coming.post.server:
            await self.coming.outbox.send_due(server)
        if await self._claimed("hour", now):
            await self.check()
        if await self._claimed("night", now):
            await self.unusual_in(now - EVERY["night"])
            await self.unproved_in()
            await self.month_in()
            for one in self.nightly:
                await one()

    @property
    def coming(self) -> Coming:
        return self.cases.coming

    async def alerts_in(self) -> int:
        """Every alert and notification that is not a case yet, with an e-mail for each; how many cases."""
        return sum([await self.coming.alerts_of(one) for one in await self.organisations.all()])

    async def unusual_in(self, since: datetime) -> int:
        """Cases of the views since then, judged by what the last two months were like; how many."""
        now = self.cases.now()
        entries = [one async for one in self._entries(now - SPAN)]
        gathered = await gather(entries, self.cases.people, self.cases.evidence)
        ended = await self.cases.store.ended(now - YEAR)
        weights = unusual.learnt(unusual.package_weights(), [one.outcome for one in ended])
        found = unusual.find(gathered.accesses, gathered.known, weights)
        recent = sum(one.at >= since for one in gathered.accesses)
        picked = [one for one in found.cases if one.last >= since][: -(-recent // PER_VIEWS)]
        viewers = {one.viewer.id: one.viewer for one in entries if one.viewer}
        cases = [
            intake.of_unusual(one, viewers[one.viewer], gathered.evidence, now) for one in picked
        ]
        return await self.coming.put(cases, post=True)

    async def unproved_in(self) -> int:
        """Launches, claims and emergencies that no care has proved in their time; how many."""
        now, made = self.cases.now(), 0
        proving = Reconciling(self.cases.db, now=self.cases.now)
        for organisation in await self.organisations.all():
            last: OpenItem | None = None
            while items := await proving.open_items(organisation, after=last):
                last = items[-1]
                overdue = [one for one in items if one.overdue_from <= now]
                cases = [await self._unproved(one, now) for one in overdue]
                made += await self.coming.put([one for one in cases if one], post=True)
        return made

    async def _unproved(self, item: OpenItem, now: datetime) -> CaseFile | None:
        """Nothing where an alert of the same is a case already, or nobody knows who it was."""
        told = await self.cases.store.about(item.viewer_id, item.person_id, item.used)
        entries = await self.cases.log.by_viewer(item.viewer_id, limit=1)
        if told or not entries or entries[0].viewer is None:
            return None
        return intake.of_unproved(item, entries[0].viewer, now)

    async def month_in(self) -> int:
        """Of the month before: the random sample, and what each privacy officer read."""
        now = self.cases.now()
        until = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        since = (until - timedelta(days=1)).replace(day=1)
        month = f"{since:%Y-%m}"
        made = 0
        for organisation in await self.organisations.all():
            sought = Sought(organisation=organisation, since=since, until=until)
            entries = (await search(self.cases.db, sought, limit=MANY))[::-1]
            ordinary = [one for one in entries if one.kind == "open" and not _marked(one)]
            cases = intake.sample(ordinary, month, now) + _officers(entries, month, now)
            made += await self.coming.put(cases, post=False)
        return made

    async def close_by_rule(self) -> int:
        """Cases whose care has arrived since; how many."""
        closed = 0
        proving = Reconciling(self.cases.db, now=self.cases.now)
        for case in await self._open(self.cases.now()):
            if not may_close(case):
                continue
            until = case.last + timedelta(hours=1)
            proved = await proving.proved(case.viewer_id, case.person_id, case.first, until)
            if why := closes(case, proved):
                await self.cases.take(case, "closed-by-rule", BY_RULE, why)
                closed += 1
        return closed

    async def escalate(self) -> int:
        """To the Caldicott Guardian after 7 days, to the region's lead after 21 (ALR-8); how many."""
        now, made = self.cases.now(), 0
        for case in await self._open(now - TO_GUARDIAN):
            if step := escalation(case, await self.cases.store.done(case), now):
                also = partial(self.coming.escalated, case=case, step=step)
                await self.cases.take(case, step, BY_RULE, "", also)
                made += 1
        return made

    async def check(self) -> Checked:
        """Read the whole log, and keep what came of it for the page."""
        entries, wrong = await self.verify()
        checked = Checked(self.cases.now(), entries, wrong)
        await keep(self.cases.db, checked)
        return checked

    async def _claimed(self, name: str, now: datetime) -> bool:
        due = now + EVERY[name] - timedelta(seconds=5)
        if name == "night":
            due = (now + EVERY[name]).replace(hour=NIGHT, minute=0, second=0, microsecond=0)

        def job(tx: Transaction) -> int:
            tx.run(SQL.begin, name=name)
            return tx.run(SQL.claim, name=name, at=micros(now), next=micros(due))

        return await self.cases.db.write(job) == 1

    async def _open(self, before: datetime) -> list[CaseFile]:
        found = [
            await self.cases.store.case(*one) for one in await self.cases.store.open_since(before)
        ]
        return [one for one in found if one]

    async def _entries(self, since: datetime) -> AsyncIterator[Entry]:
        async for entry in self.cases.log.entries(after=micros(since) * PLACES):
            if entry.kind in ("open", "shown"):
                yield entry


def _marked(entry: Entry) -> bool:
    """Somebody was told of it already: not an ordinary view."""
    return any(kind != "banner" for _, kind in entry.body.get("obligations", ()))


def _officers(entries: Sequence[Entry], month: str, at: datetime) -> list[CaseFile]:
    read: dict[str, list[Entry]] = defaultdict(list)
    officers: dict[str, Viewer] = {}
    for one in entries:
        if one.kind in OFFICERS_READ and one.viewer:
            read[one.viewer.id].append(one)
            officers[one.viewer.id] = one.viewer
    return [intake.of_officer(officers[id], month, several, at) for id, several in read.items()]
