"""Cases that care closes by itself: what was only said, and proved true by a system of record since (N5, LR-24). Pure."""

from __future__ import annotations

from carerecord.access.evidence.reconciling import Proved
from carerecord.insight.cases.contract import CaseFile
from carerecord.insight.cases.deciding import kept_for_a_person

SAID = frozenset({"LR-12", "LR-14", "LR-16"})
"""Rules whose alert asks only whether there was care: a launch, a claim, an emergency."""


def may_close(case: CaseFile) -> bool:
    """Whether care alone would answer it.

    Anything else that was found, such as a tie, is not answered by care. One in twenty is looked at all the same.
    """
    only_said = bool(case.reasons) and {one.name for one in case.reasons} <= SAID
    return case.state != "completed" and only_said and not kept_for_a_person(case.occasion)


def closes(case: CaseFile, proved: Proved | None) -> str:
    """Why it closes, with the evidence; empty when a person has to look."""
    if proved is None or not may_close(case):
        return ""
    return f"Care is recorded: evidence {proved.closed_by}, known since {proved.closed:%d-%b-%Y %H:%M}."
