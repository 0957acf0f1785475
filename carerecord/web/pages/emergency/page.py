"""The words of emergency access: why it is closed, and what opening it means."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.access.contract import Decision
from carerecord.access.declarations import REASONS, lasts
from carerecord.contract import Person, Viewer
from carerecord.web import formats
from carerecord.web.frame.places import first_page
from carerecord.web.frame.who import who
from carerecord.web.messages import say

OFFERED = tuple(reason for reason in REASONS["LR-16"] if reason.offered)


class EmergencyPage:
    def __init__(self, person: Person, decision: Decision, viewer: Viewer, v: str) -> None:
        self.person = who(person)
        addressed = formats.addressed(person)
        self.heading = say(_closed(decision), person=addressed)
        self.consequences = (
            say("emergency.then.until", **_until()),
            say("emergency.then.recorded"),
            say("emergency.then.told", organisation=viewer.organisation_name),
            say("emergency.then.asks", person=addressed),
        )
        self.back = first_page(viewer, v) if decision.allowed else "/find"
        self.back_words = "Back to the record" if decision.allowed else "Back to search"


def _closed(decision: Decision) -> str:
    if decision.allowed:
        return "emergency.open"
    restricted = any(reason.rule.startswith("OPT") for reason in decision.reasons)
    return "emergency.restricted" if restricted else "emergency.no-link"


def _until() -> dict[str, str]:
    long = lasts()["LR-16"]
    hours = formats.counted(int(long.total_seconds() // 3600), ("hour", "hours"))
    return {"hours": hours, "time": formats.time_of(datetime.now(UTC) + long)}
