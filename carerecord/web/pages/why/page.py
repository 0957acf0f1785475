"""The words of each question, and the reasons that may be chosen."""

from __future__ import annotations

from carerecord.access.contract import Decision, DeclarationKind
from carerecord.access.declarations import REASONS
from carerecord.contract import Person, Viewer
from carerecord.web import formats
from carerecord.web.frame.who import who
from carerecord.web.messages import say


class WhyPage:
    """One question. Nothing on it says what made the rules ask (OWN-6)."""

    def __init__(
        self, kind: DeclarationKind, person: Person, decision: Decision, viewer: Viewer, v: str
    ) -> None:
        self.kind = kind
        self.person = who(person)
        self.heading = say(f"why.{kind}.heading")
        words = {"person": formats.addressed(person), "organisation": viewer.organisation_name}
        self.intro = say(f"why.{kind}.intro", **words)
        self.problem = say(f"why.{kind}.problem")
        self.reasons = REASONS[kind]
        self.emergency = decision.may_declare_emergency
        documents = kind == "SFL-3"
        self.otherwise = say("why.otherwise.documents" if documents else "why.otherwise", **words)
        self.button = "Open documents" if documents else "Open record"
        self.back = f"/p/{v}/documents" if documents else "/find"
        self.back_words = "Back to documents" if documents else "Back to search"
