"""Which residents are in a hospital at this moment, on the list of a care home (F27): decided as their record would be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.evidence import ThereNow
from carerecord.contract import Viewer
from carerecord.sections.words import shown_date
from carerecord.viewing.deciding import Decider

_SECTIONS = {"LR-2": "admissions", "LR-3": "attendances"}


async def there_now(
    decider: Decider, access: AccessStore, viewer: Viewer, person_ids: Sequence[str], at: datetime
) -> dict[str, str]:
    """By person, in words. What this viewer would not see of the record is not said here either."""
    said: dict[str, str] = {}
    for one in await access.evidence.there_now(person_ids, at):
        if one.person_id not in said and await _may_see(decider, viewer, one, at):
            said[one.person_id] = f"{one.words}, since {shown_date(one.since.isoformat())}"
    return said


async def _may_see(decider: Decider, viewer: Viewer, one: ThereNow, at: datetime) -> bool:
    decided = await decider.about(viewer, one.person_id, at)
    section = _SECTIONS[one.kind]
    closed = decided.terms.sources.get(one.source) or decided.terms.sections.get(
        (one.source, section)
    )
    level = decided.decision.levels.get(section, "none")
    return (
        decided.decision.allowed and level != "none" and not closed and not decided.person.protected
    )
