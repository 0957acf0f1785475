"""One objection with everything that was recorded of it, and the rules of its three steps. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from carerecord.access.contract import Objection
from carerecord.sections import BY_NAME

State = Literal["none", "restricted", "blocked"]
Scope = Literal["record", "source", "section", "organisation", "item"]
Step = Literal["requested", "decided", "withdrawn"]

DECIDED_WITHIN = timedelta(days=30)
"""A request is to be decided by then; until it is, it holds as restricted, however long that takes (OPT-3)."""

_ITEM = re.compile(r"[^/\s]+/[A-Z][A-Za-z]+/[^/\s]+")
_ODS_CODE = re.compile(
    r"[A-Z0-9]{3,10}"
)  # as organisations are recorded: any other would match nobody


class ObjectionRefused(ValueError):
    """A step cannot be recorded; the message says why and names no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An objection as its last step left it."""

    id: str
    person_id: str
    scope: Scope
    target: str  # "" for the record; source id, section name, ODS code, "source/Type/id"
    step: Step
    state: State
    asked_at: datetime
    recorded_by: str  # who recorded this step
    evidence: str  # how the person said so; for a decision, why
    recorded: datetime
    controller: str = ""  # ODS code of the organisation that decided
    reviewer: str = ""  # the clinician whose view the decision rests on
    review_on: str = ""  # a date; when the decision is looked at again

    @property
    def decided(self) -> bool:
        return self.step == "decided"

    @property
    def in_force(self) -> bool:
        return self.state != "none"

    def is_overdue(self, at: datetime) -> bool:
        """Asked for more than 30 days ago and not decided, or its review is past."""
        if self.step == "requested":
            return at > self.asked_at + DECIDED_WITHIN
        return self.in_force and self.review_on < at.date().isoformat()

    def touches(self, organisations: frozenset[str]) -> bool:
        """One about an organisation is about its staff alone; every other is about everybody."""
        return self.in_force and (self.scope != "organisation" or self.target in organisations)

    def as_fact(self) -> Objection:
        """For a decision. Only for one that is in force."""
        state: Literal["restricted", "blocked"] = (
            "blocked" if self.state == "blocked" else "restricted"
        )
        return Objection(
            id=self.id, state=state, scope=self.scope, target=self.target, decided=self.decided
        )


def check_scope(scope: str, target: str) -> None:
    """Raises ObjectionRefused unless the target says which source, section, organisation or item."""
    if scope not in ("record", "source", "section", "organisation", "item"):
        raise ObjectionRefused(f"no scope “{scope}”")
    if (scope == "record") != (not target):
        wanted = "the whole record has no target" if target else f"say which {scope}"
        raise ObjectionRefused(wanted)
    if scope == "section" and target not in BY_NAME:
        raise ObjectionRefused(f"no section “{target}”; known: {', '.join(BY_NAME)}")
    if scope == "organisation" and not _ODS_CODE.fullmatch(target):
        raise ObjectionRefused(f"“{target}” is not an ODS code: 3 to 10 capitals and digits")
    if scope == "source" and target != target.strip():
        raise ObjectionRefused("the id of a source has no space around it")
    if scope == "item" and not _ITEM.fullmatch(target):
        raise ObjectionRefused("an item is named as “source/Type/id”")


def check_decision(
    state: str, controller: str, reviewer: str, review_on: date | None, at: datetime
) -> None:
    """Raises ObjectionRefused unless a controller decided with a clinical view and, upheld, a review date."""
    if state not in ("none", "restricted", "blocked"):
        raise ObjectionRefused(f"no state “{state}”")
    if not controller.strip():
        raise ObjectionRefused("say which organisation decides, as the controller")
    if not reviewer.strip():
        raise ObjectionRefused("a decision needs a clinical view: name the clinician")
    if state != "none" and (review_on is None or review_on <= at.date()):
        raise ObjectionRefused("say when this decision is looked at again; a date to come")


def check_said(by: str, evidence: str) -> None:
    if not by.strip():
        raise ObjectionRefused("say who records this")
    if not evidence.strip():
        raise ObjectionRefused("say how the person said so, or why it is decided so")
