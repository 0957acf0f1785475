"""What of a relationship outlasts a death: a care home's ends a few days after it (LR-7). Pure.

Worked out when it is read, from what the region's index says of the person, so that a notification that
was withdrawn (status U, DEC-2) restores it at once. The windows of DEC-1 are a rule of their own.
"""

from __future__ import annotations

import calendar
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from carerecord.access.contract import Evidence
from carerecord.access.evidence.kinds import Kinds
from carerecord.contract import Person

_DAY = timedelta(days=1)


def after_death(evidence: Evidence, person: Person, kinds: Kinds) -> Evidence:
    """The same evidence, ending no later than its kind allows after the person died."""
    kind = kinds.get(evidence.kind)
    if kind is None or kind.after_death is None or person.death_status == "removed":
        return evidence
    days = [_day_after(day) for day in (person.died, person.death_known) if day]
    if not days:
        return evidence
    ends = min(days) + kind.after_death
    if evidence.ends is not None and evidence.ends <= ends:
        return evidence
    return replace(evidence, ends=max(ends, evidence.starts))


def _day_after(died: str) -> datetime:
    """The end, in UTC, of the last day that a FHIR date can mean; ValueError when it is none."""
    parts = [int(part) for part in died[:10].split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime(year, month, day, tzinfo=UTC) + _DAY
