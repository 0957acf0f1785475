"""Whom to call about a refusal."""

from __future__ import annotations

from carerecord.access.contract import Decision
from carerecord.contract import Viewer


def advice(decision: Decision, viewer: Viewer) -> str:
    """Own record first: the person is sent to their own way in, not to a colleague."""
    if any(reason.rule.startswith("OWN") for reason in decision.reasons):
        return (
            "You cannot open your own record here. Ask for a copy through the NHS App or your GP."
        )
    return (
        f"If you need it to care for this person now, call the privacy officer of "
        f"{viewer.organisation_name}, or phone the organisation that holds the record."
    )
