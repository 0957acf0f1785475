"""Cases that care closes by itself: what was only said, and proved true by a system of record since (N5, LR-24). Pure."""

from __future__ import annotations

from carerecord.access.evidence.reconciling import Proved
from carerecord.insight.cases.contract import CaseFile
from carerecord.insight.cases.deciding import kept_for_a_person

SAID = frozenset({"LR-12", "LR-14", "LR-16"})
"""Rules whose alert asks only whether there was care: a launch, a claim, an emergency."""


def closes(case: CaseFile, proved: Proved | None) -> str:
    """Why it closes, with the evidence; empty when a person has to look.

    Anything else that was found, such as a tie, is not answered by care. One in twenty is looked at all the same.
    """
    if proved is None or case.state == "completed" or case.origin not in ("alert", "unusual"):
        return ""
    if not {one.name for one in case.reasons} <= SAID or kept_for_a_person(case.occasion):
        return ""
    return f"Care is recorded: evidence {proved.closed_by}, known since {proved.closed:%d-%b-%Y %H:%M}."
