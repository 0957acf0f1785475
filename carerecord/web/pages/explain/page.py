"""A decision in the words of the rules: what opens, what does not, section by section."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.sections import SECTIONS
from carerecord.viewing.contract import Explanation
from carerecord.web import formats
from carerecord.web.messages import say

GUARDED = {"mental_health": "SEN-10", "safeguarding": "SEN-11"}
"""Sections whose detail has a rule of its own."""


@dataclass(frozen=True, slots=True)
class Explained:
    who: str
    person: str
    number: str
    outcome: str
    allowed: bool
    reasons: tuple[tuple[str, str], ...]  # rule, words
    told: tuple[tuple[str, str, str], ...]  # rule, at which level, words: whom it obliges to tell
    seen: tuple[tuple[str, str], ...]  # section, how much
    unseen: tuple[tuple[str, str], ...]  # section, the rule
    closed: tuple[tuple[str, str, str], ...]  # source or source and section, words, rule
    version: str


def explained(found: Explanation) -> Explained:
    decision, viewer = found.decision, found.viewer
    shown = decision.levels if decision.allowed else {}
    return Explained(
        who=f"{viewer.name}, {viewer.role_name}, {viewer.organisation_name}",
        person=formats.name(found.person),
        number=formats.number_mark(found.person.nhs_number),
        outcome=say(f"explain.{decision.outcome}"),
        allowed=decision.allowed,
        reasons=tuple((one.rule, one.words) for one in decision.reasons),
        told=tuple(
            (one.rule, say(f"explain.told.{one.kind}"), one.words) for one in decision.obligations
        ),
        seen=tuple(
            (section.title, say(f"explain.{shown[section.name]}"))
            for section in SECTIONS
            if shown.get(section.name, "none") != "none"
        ),
        unseen=tuple(
            (section.title, "ROL-1")
            for section in SECTIONS
            if decision.allowed and shown.get(section.name, "none") == "none"
        ),
        closed=_closed(found),
        version=decision.policy_version,
    )


def _closed(found: Explanation) -> tuple[tuple[str, str, str], ...]:
    titles = {section.name: section.title for section in SECTIONS}
    whole = [(source, why.words, why.rule) for source, why in found.terms.sources.items()]
    parts = [
        (f"{source}: {titles.get(section, section)}", why.words, why.rule)
        for (source, section), why in found.terms.sections.items()
    ]
    details = [
        (say(f"explain.detail.{section}"), say("explain.detail"), rule)
        for section, rule in GUARDED.items()
        if found.decision.allowed and section not in found.terms.details
    ]
    documents = (
        [(say("explain.documents"), say("explain.documents.words"), "SFL-3")]
        if found.decision.allowed and not found.terms.documents
        else []
    )
    return tuple(whole + parts + details + documents)
