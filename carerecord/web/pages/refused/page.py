"""Why a record stays closed, in words for this viewer, and what to do or whom to call."""

from __future__ import annotations

from carerecord.access.contract import Decision
from carerecord.contract import Viewer
from carerecord.viewing.contract import RESIDENTS_ONLY
from carerecord.web import formats
from carerecord.web.challenges import ASKED
from carerecord.web.messages import say


def why(decision: Decision, viewer: Viewer) -> tuple[str, ...]:
    """Nothing of what a viewer might say first: here nothing they say opens it. Their own record: that alone."""
    own = [one for one in decision.reasons if one.rule.startswith("OWN-1")]
    final = own or [one for one in decision.reasons if one.rule not in ASKED]
    words = [
        say("refused.not-resident", organisation=viewer.organisation_name)
        if one.rule == "LR-none" and viewer.role in RESIDENTS_ONLY
        else one.words
        for one in final or decision.reasons
    ]
    return tuple(dict.fromkeys(words))


def training(decision: Decision, address: str) -> str:
    """Where to do it, when that is what is missing (3.1, step 3)."""
    return address if any(reason.rule == "TRN-1" for reason in decision.reasons) else ""


def advice(decision: Decision, viewer: Viewer, help_desk: str) -> tuple[str, ...]:
    """By what would have to change: how they signed in, their training, their account, or nothing here."""
    rules = {reason.rule for reason in decision.reasons}
    organisation = viewer.organisation_name
    desk = say("refused.desk", number=formats.phone(help_desk)) if help_desk else ""
    if any(rule.startswith("OWN-1") for rule in rules):
        return (say("refused.own", organisation=organisation),)
    if rules & {"AUT-1", "AUT-10", "LR-26"}:
        return tuple(filter(None, (say("refused.sign-in"), desk)))
    if rules & {"TRN-1"}:
        return tuple(filter(None, (say("refused.training"), say("refused.urgent"), desk)))
    if "ROL-2" in rules:
        return (say("refused.officer"),)
    return tuple(filter(None, (say("refused.call", organisation=organisation), desk)))
