"""Organisations: added, shown to pass their gates, live, suspended, closed, merged (ORG-1, ORG-2, ORG-5, ORG-6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from carerecord.onboarding.agreements import agreements_in
from carerecord.onboarding.arrangements import in_force, party_of, predecessors
from carerecord.onboarding.changes import SQL, Changes, State
from carerecord.onboarding.contract import (
    DSPT,
    KINDS,
    Agreement,
    Change,
    Module,
    OnboardingRefused,
    Organisation,
)
from carerecord.onboarding.days import micros
from carerecord.onboarding.gates import ODS_CODE, Beside, Gate, missing
from carerecord.onboarding.modules import modules_in, passed_by
from carerecord.store import Database, Row, Transaction

_COLUMNS = tuple(one.name for one in fields(Organisation) if one.name != "privacy_officers")
SETTABLE = ("name", "kind", "dspt", "dpia", "caldicott_guardian", "dpo", "clinical_safety",
            "conformance")  # fmt: skip
"""What `set` may change; state and privacy officers have ways of their own."""

Alter = Callable[[Transaction, Organisation], Organisation]


class Organisations:
    """Changes are in force at every worker's next request."""

    def __init__(self, db: Database, changes: Changes, with_source: Iterable[str]) -> None:
        self._db = db
        self._changes = changes
        self._with_source = frozenset(with_source)  # ODS codes that have a source configured

    async def all(self) -> dict[str, Organisation]:
        rows = await self._db.all(SQL.organisations)
        officers = await self._db.all(SQL.privacy_officers)
        return organisations_in(rows, officers)

    async def missing(self, code: str) -> tuple[Gate, ...]:
        """The gates it does not pass now. Raises OnboardingRefused when there is no such organisation."""
        one = (await self.all()).get(code)
        if one is None:
            raise OnboardingRefused(f"no organisation “{code}”.")
        at = micros(self._changes.now())
        return self._missing(
            one,
            at,
            agreements_in(await self._db.all(SQL.agreements), await self._db.all(SQL.parties)),
            modules_in(await self._db.all(SQL.modules)),
            await self._db.all(SQL.training_for_organisation, code=code, at=at),
        )

    async def add(self, code: str, name: str, kind: str, *, by: str) -> Change:
        _refuse_values({"kind": kind})
        if not ODS_CODE.fullmatch(code):
            raise OnboardingRefused(f"“{code}” is not an ODS code: 3 to 10 capitals and digits.")

        def work(tx: Transaction) -> tuple[State, State]:
            if tx.one(SQL.organisation, code=code):
                raise OnboardingRefused(f"{code} is there already.")
            new = Organisation(code=code, name=name, kind=kind)
            tx.run(SQL.add_organisation, **_row(new))
            return {}, {"name": name, "kind": kind}

        return await self._changes.make("organisation add", code, work, by=by)

    async def set(self, code: str, values: Mapping[str, str], *, by: str, why: str = "") -> Change:
        """Record what it has shown (a key of SETTABLE); an empty text takes it away again."""
        _refuse_values(values)
        shown: dict[str, Any] = dict(values)
        return await self._alter(
            "organisation set", code, lambda _, old: replace(old, **shown), by, why
        )

    async def go_live(self, code: str, *, by: str) -> Change:
        """Live from now on; also after a suspension. Refused, with every missing gate named (ORG-1)."""

        def alter(tx: Transaction, old: Organisation) -> Organisation:
            if old.state == "closed":
                raise OnboardingRefused(f"{code} is closed, and stays so.")
            if gates := self._missing_in(tx, old):
                words = "; ".join(gate.words for gate in gates)
                raise OnboardingRefused(f"{code} cannot go live. Missing: {words}.")
            return replace(old, state="live", been_live=True)

        return await self._alter("organisation live", code, alter, by, "")

    async def suspend(self, code: str, *, by: str, why: str) -> Change:
        """Its staff see nothing from now on; what its sources share with others goes on (ORG-4 ends that)."""

        def alter(_: Transaction, old: Organisation) -> Organisation:
            if old.state != "live":
                raise OnboardingRefused(f"{code} is not live, but {old.state}.")
            return replace(old, state="suspended")

        return await self._alter("organisation suspend", code, alter, by, _said(why))

    async def close(self, code: str, *, by: str, why: str) -> Change:
        """For good: its staff see nothing and its sources share nothing (ORG-6)."""
        return await self._alter(
            "organisation close", code, lambda _, old: _closed(old, ""), by, _said(why)
        )

    async def merge(self, code: str, into: str, *, by: str, why: str) -> Change:
        """Close `code`, with `into` as its successor (ORG-5, ORG-6).

        What people asked of `code`, and what sources switched off for it, holds for `into` from now on; what
        `code` had agreed does not: `into` gets only what its own agreements say.
        """

        def alter(tx: Transaction, old: Organisation) -> Organisation:
            successor = _required(tx, into)
            if into == code or successor.state == "closed":
                raise OnboardingRefused(f"{into} is closed: it cannot succeed {code}.")
            return _closed(old, into)

        return await self._alter("organisation merge", code, alter, by, _said(why))

    async def predecessors(self, code: str) -> frozenset[str]:
        """Every organisation merged into this one: an objection to one of them is one to this (ORG-5)."""
        return predecessors(await self.all(), code)

    async def add_privacy_officer(self, code: str, staff_id: str, *, by: str) -> Change:
        if not staff_id.strip():
            raise OnboardingRefused("say who: the id they sign in with.")
        return await self._officers("privacy officer add", code, "", staff_id, by)

    async def remove_privacy_officer(self, code: str, staff_id: str, *, by: str) -> Change:
        """Refused when it is the last one: name a replacement instead (ORG-2)."""
        return await self._officers("privacy officer remove", code, staff_id, "", by)

    async def replace_privacy_officer(self, code: str, old: str, new: str, *, by: str) -> Change:
        """The new one is in post before the old one leaves it, in one step (ORG-2)."""
        if not new.strip() or new == old:
            raise OnboardingRefused(f"say who follows {old}: the id they sign in with.")
        return await self._officers("privacy officer replace", code, old, new, by)

    async def _officers(self, what: str, code: str, leaves: str, joins: str, by: str) -> Change:
        def work(tx: Transaction) -> tuple[State, State]:
            before = _required(tx, code).privacy_officers
            if leaves and leaves not in before:
                raise OnboardingRefused(f"{leaves} is no privacy officer of {code}.")
            after = (before | {joins} if joins else before) - {leaves}
            if not after:
                raise OnboardingRefused(
                    f"{leaves} is the last privacy officer of {code}: name who follows them."
                )
            for staff_id in after - before:
                tx.run(SQL.add_privacy_officer, code=code, staff_id=staff_id)
            for staff_id in before - after:
                tx.run(SQL.remove_privacy_officer, code=code, staff_id=staff_id)
            return {"privacy_officers": sorted(before)}, {"privacy_officers": sorted(after)}

        return await self._changes.make(what, code, work, by=by)

    async def _alter(self, what: str, code: str, alter: Alter, by: str, why: str) -> Change:
        def work(tx: Transaction) -> tuple[State, State]:
            old = _required(tx, code)
            new = alter(tx, old)
            tx.run(SQL.set_organisation, **_row(new))
            before, after = _row(old), _row(new)
            changed = [name for name in before if before[name] != after[name]]
            return {n: before[n] for n in changed}, {n: after[n] for n in changed}

        return await self._changes.make(what, code, work, by=by, why=why)

    def _missing_in(self, tx: Transaction, one: Organisation) -> tuple[Gate, ...]:
        at = micros(self._changes.now())
        return self._missing(
            one,
            at,
            agreements_in(tx.all(SQL.agreements), tx.all(SQL.parties)),
            modules_in(tx.all(SQL.modules)),
            tx.all(SQL.training_for_organisation, code=one.code, at=at),
        )

    def _missing(
        self,
        one: Organisation,
        at: int,
        agreements: Iterable[Agreement],
        modules: Sequence[Module],
        training: Iterable[Row],
    ) -> tuple[Gate, ...]:
        beside = Beside(
            agreement=any(party_of(a, one.code) and in_force(a, at) for a in agreements),
            trained=bool(passed_by(modules, training, one.kind, at)),
            has_source=one.code in self._with_source,
        )
        return missing(one, beside)


def organisations_in(rows: Iterable[Row], officers: Iterable[Row]) -> dict[str, Organisation]:
    named: dict[str, set[str]] = {}
    for row in officers:
        named.setdefault(row["organisation"], set()).add(row["staff_id"])
    return {
        row["code"]: Organisation(
            **{**row, "been_live": bool(row["been_live"])},
            privacy_officers=frozenset(named.get(row["code"], ())),
        )
        for row in rows
    }


def _required(tx: Transaction, code: str) -> Organisation:
    row = tx.one(SQL.organisation, code=code)
    if row is None:
        raise OnboardingRefused(f"no organisation “{code}”. Add it first.")
    return organisations_in([row], tx.all(SQL.privacy_officers_of, code=code))[code]


def _row(one: Organisation) -> dict[str, str | int]:
    values = asdict(one)
    return {name: values[name] for name in _COLUMNS} | {"been_live": int(one.been_live)}


def _refuse_values(values: Mapping[str, str]) -> None:
    if unknown := values.keys() - set(SETTABLE):
        raise OnboardingRefused(f"“{min(unknown)}” cannot be set. Known: {', '.join(SETTABLE)}.")
    for name, known in (("kind", KINDS), ("dspt", ("", *DSPT))):
        if values.get(name, known[0]) not in known:
            shown = ", ".join(one for one in known if one)
            raise OnboardingRefused(f"{name}: “{values[name]}” is not one of {shown}.")


def _closed(old: Organisation, successor: str) -> Organisation:
    if old.state == "closed":
        raise OnboardingRefused(f"{old.code} is closed already.")
    return replace(old, state="closed", successor=successor)


def _said(why: str) -> str:
    if not why.strip():
        raise OnboardingRefused("say why.")
    return why
