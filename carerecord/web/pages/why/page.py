"""The words of each question, and the reasons that may be chosen."""

from __future__ import annotations

from datetime import UTC, datetime

from carerecord.access.contract import Decision, DeclarationKind
from carerecord.access.declarations import REASONS
from carerecord.contract import Person, Viewer
from carerecord.web import formats
from carerecord.web.messages import say

LONGEST = 500  # characters of the one line of text


class WhyPage:
    """One question. Nothing on it says what made the rules ask (OWN-6)."""

    def __init__(
        self, kind: DeclarationKind, person: Person, decision: Decision, viewer: Viewer
    ) -> None:
        self.kind = kind
        self.name = formats.name(person)
        self.born = formats.born(person, datetime.now(UTC).date())
        self.nhs_number = formats.nhs_number(person.nhs_number)
        self.heading = say(f"why.{kind}.heading")
        words = {"person": formats.addressed(person), "organisation": viewer.organisation_name}
        self.intro = say(f"why.{kind}.intro", **words)
        self.problem = say(f"why.{kind}.problem")
        self.reasons = REASONS[kind]
        self.emergency = decision.may_declare_emergency
        self.otherwise = say("why.otherwise", **words)
