"""The words of emergency access: why it is closed, and what opening it means."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.access.contract import Decision
from carerecord.access.declarations import REASONS, lasts
from carerecord.contract import Person, Viewer
from carerecord.web import formats
from carerecord.web.messages import say

LONGEST = 500  # characters of the one optional line
OFFERED = tuple(reason for reason in REASONS["LR-16"] if reason.offered)


class EmergencyPage:
    def __init__(self, person: Person, decision: Decision, viewer: Viewer) -> None:
        self.name = formats.name(person)
        today = datetime.now(UTC).date()
        self.born = formats.born(person, today)
        self.nhs_number = formats.nhs_number(person.nhs_number)
        addressed = formats.addressed(person)
        restricted = any(reason.rule.startswith("OPT") for reason in decision.reasons)
        self.heading = (
            say("emergency.restricted", person=addressed)
            if restricted
            else say("emergency.no-link")
        )
        hours = lasts()["LR-16"].total_seconds() / 3600
        until = formats.time_of(datetime.now(UTC) + lasts()["LR-16"])
        self.consequences = (
            f"it opens now, for {hours:g} hours only: until {until}",
            "your name, the time and what you see are recorded",
            f"the privacy officer at {viewer.organisation_name} reviews it",
            f"{addressed} can find out that you looked and why",
        )
