"""Data sharing agreements: recorded once, checked on every request, ended by their last day or before (ORG-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from carerecord.onboarding.changes import SQL, Changes, State
from carerecord.onboarding.contract import (
    EVERYTHING,
    PURPOSES,
    Agreement,
    Change,
    OnboardingRefused,
    Party,
)
from carerecord.onboarding.days import micros, moment
from carerecord.store import Database, Row, Transaction

YEARS = range(2000, 2200)


class Agreements:
    def __init__(self, db: Database, changes: Changes, sections: frozenset[str]) -> None:
        self._db = db
        self._changes = changes
        self._sections = sections  # every section there is

    async def all(self) -> tuple[Agreement, ...]:
        return agreements_in(await self._db.all(SQL.agreements), await self._db.all(SQL.parties))

    async def add(self, agreement: Agreement, *, by: str) -> Change:
        """Record an agreement. Refused when a section, a purpose, a day or an organisation is not right."""
        self._refuse(agreement)

        def work(tx: Transaction) -> tuple[State, State]:
            if tx.one(SQL.agreement, id=agreement.id):
                raise OnboardingRefused(f"agreement {agreement.id} is there already.")
            for party in agreement.parties:
                _refuse_organisation(tx, party.organisation)
            tx.run(SQL.add_agreement, **_row(agreement))
            parties = [_party_row(agreement.id, party) for party in agreement.parties]
            tx.many(SQL.add_party, parties)
            return {}, {**_row(agreement), "parties": parties}

        return await self._changes.make("agreement add", agreement.id, work, by=by)

    async def end(self, agreement_id: str, *, by: str, why: str, at: datetime) -> Change:
        """End it at `at`, before its last day. An end can be brought forward, never put off."""
        if not why.strip():
            raise OnboardingRefused("say why.")

        def work(tx: Transaction) -> tuple[State, State]:
            row = tx.one(SQL.agreement, id=agreement_id)
            if row is None:
                raise OnboardingRefused(f"no agreement “{agreement_id}”.")
            if row["ended"] is not None and row["ended"] <= micros(at):
                raise OnboardingRefused(f"agreement {agreement_id} has ended already.")
            tx.run(SQL.end_agreement, id=agreement_id, ended=micros(at))
            return {"ended": row["ended"]}, {"ended": micros(at)}

        return await self._changes.make("agreement end", agreement_id, work, by=by, why=why)

    def _refuse(self, agreement: Agreement) -> None:
        if not agreement.id.strip() or not agreement.signatory.strip():
            raise OnboardingRefused("an agreement needs an id and a signatory.")
        for day in (agreement.starts, agreement.ends, agreement.review):
            if day.year not in YEARS:
                raise OnboardingRefused(f"{day} is not a day an agreement can have.")
        if agreement.ends < agreement.starts:
            raise OnboardingRefused(f"it ends on {agreement.ends}, before it starts.")
        codes = [party.organisation for party in agreement.parties]
        if not codes or len(set(codes)) < len(codes):
            raise OnboardingRefused("an agreement needs parties, each of them once.")
        for party in agreement.parties:
            self._refuse_party(party)

    def _refuse_party(self, party: Party) -> None:
        for section in party.sections_out | party.sections_in:
            if section != EVERYTHING and section not in self._sections:
                raise OnboardingRefused(f"{party.organisation}: no section “{section}”.")
        if not party.sections_out | party.sections_in:
            raise OnboardingRefused(f"{party.organisation}: it neither gives nor gets anything.")
        if not party.purposes or not party.purposes <= set(PURPOSES):
            raise OnboardingRefused(
                f"{party.organisation}: purposes must be some of {', '.join(PURPOSES)}."
            )


def agreements_in(rows: Iterable[Row], parties: Iterable[Row]) -> tuple[Agreement, ...]:
    by_id: dict[str, list[Party]] = {}
    for row in parties:
        by_id.setdefault(row["agreement_id"], []).append(_party(row))
    return tuple(_agreement(row, by_id.get(row["id"], [])) for row in rows)


def _agreement(row: Row, parties: Iterable[Party]) -> Agreement:
    return Agreement(
        id=row["id"],
        parties=tuple(sorted(parties, key=lambda one: one.organisation)),
        starts=date.fromisoformat(row["starts"]),
        ends=date.fromisoformat(row["ends"]),
        review=date.fromisoformat(row["review"]),
        signatory=row["signatory"],
        organisation_scope=bool(row["organisation_scope"]),
        ended=None if row["ended"] is None else moment(row["ended"]),
    )


def _party(row: Row) -> Party:
    return Party(
        organisation=row["organisation"],
        sections_out=frozenset(row["sections_out"].split()),
        sections_in=frozenset(row["sections_in"].split()),
        purposes=frozenset(row["purposes"].split()),
    )


def _row(agreement: Agreement) -> dict[str, str | int]:
    return {
        "id": agreement.id,
        "starts": agreement.starts.isoformat(),
        "ends": agreement.ends.isoformat(),
        "review": agreement.review.isoformat(),
        "signatory": agreement.signatory,
        "organisation_scope": int(agreement.organisation_scope),
    }


def _party_row(agreement_id: str, party: Party) -> dict[str, str]:
    return {
        "agreement_id": agreement_id,
        "organisation": party.organisation,
        "sections_out": " ".join(sorted(party.sections_out)),
        "sections_in": " ".join(sorted(party.sections_in)),
        "purposes": " ".join(sorted(party.purposes)),
    }


def _refuse_organisation(tx: Transaction, code: str) -> None:
    row = tx.one(SQL.organisation, code=code)
    if row is None:
        raise OnboardingRefused(f"no organisation “{code}”. Add it first.")
    if row["state"] == "closed":
        raise OnboardingRefused(f"{code} is closed.")
