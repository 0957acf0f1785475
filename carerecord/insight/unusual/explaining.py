"""Templates: which fact of care explains a view, if any (after Fabbri and LeFevre, explanation-based auditing).

`direct`: a system of record names the viewer, their team, the practice or the home. `broad`: care close by, which
explains a view only where nothing ties viewer and person outside care (`doubted`: then it only speaks for it). Nothing here opens a record: that
somebody looked before is never a reason to look (LR-22), only one not to ask about it first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from carerecord.insight.unusual.contract import Access, Care, Explanation
from carerecord.insight.unusual.facts import Facts, held_by, in_force, of_organisation

NOTHING = Explanation("none")
WHOLE = frozenset({"LR-1", "LR-7"})
"""Held by a whole practice or home: what it says of the organisation it says of each of its staff."""
SAID = frozenset({"LR-12", "LR-14", "LR-16"})
"""Only said, by a launch or by the viewer: no system of record (LR-24)."""
BEFORE, AFTER = timedelta(days=14), timedelta(days=90)
TOGETHER = timedelta(hours=24)
LEAST_TOGETHER = 2  # others of the team, beside the viewer

WORDS = {
    "LR-1": "registered practice",
    "LR-2": "admission",
    "LR-3": "emergency department attendance",
    "LR-4": "outpatient appointment",
    "LR-5": "referral",
    "LR-6": "caseload",
    "LR-7": "care-home residency",
    "LR-8": "ambulance incident",
    "LR-9": "111 or out-of-hours case",
    "LR-10": "pharmacy",
    "LR-11": "diagnostics",
    "LR-13": "care plan or team list",
}


def direct(access: Access, facts: Facts) -> Explanation:
    """What names the viewer, their team, or a practice or home as a whole; late evidence counts and says so."""
    for care in facts.care.get(access.person, ()):
        if care.kind in SAID or not in_force(care, access.at) or not held_by(care, access):
            continue
        if care.holder_kind != "organisation" or care.kind in WHOLE:
            return Explanation("direct", _template(care, access.at), _words(care, access.at))
    return NOTHING


def broad(
    access: Access,
    facts: Facts,
    organisations: Mapping[str, str],
    team_looked: bool,
) -> Explanation:
    """Care near enough to explain a view by a stranger: an open encounter, another team, a day too early."""
    if access.encounter:
        words = "their own record system had an encounter open"
        return Explanation("broad", "launch", words)
    for care in facts.care.get(access.person, ()):
        if care.kind in SAID:
            continue
        if in_force(care, access.at) and of_organisation(care, access, organisations):
            words = f"{_name(care)} with the same organisation at the time"
            return Explanation("broad", "organisation", words)
        if held_by(care, access) and _close(care, access.at):
            return Explanation("broad", "close", f"{_name(care)} of the same team before or after")
    if team_looked:
        words = "others of the team saw this person that day: care that no feed told us of"
        return Explanation("broad", "team", words)
    return NOTHING


def doubted(near: Explanation) -> Explanation:
    """Care close by of somebody the viewer may know: it speaks for the view, and does not explain it."""
    return Explanation("none", near.template, near.words)


def looked_together(
    accesses: Sequence[Access], unexplained: Collection[str]
) -> dict[str, frozenset[str]]:
    """id of a view → who else of the same team looked within a day, where nobody outside the team did.

    A person whom several teams look at without a reason is talked about, not cared for.
    """
    about: dict[str, list[Access]] = defaultdict(list)
    for access in accesses:
        if access.id in unexplained:
            about[access.person].append(access)
    return {
        one.id: _others(one, several)
        for several in about.values()
        if len({one.viewer for one in several}) > LEAST_TOGETHER
        for one in several
    }


def _others(one: Access, several: Sequence[Access]) -> frozenset[str]:
    near = [other for other in several if abs(other.at - one.at) <= TOGETHER]
    if any(set(one.teams).isdisjoint(other.teams) for other in near):
        return frozenset()
    return frozenset(other.viewer for other in near) - {one.viewer}


def _template(care: Care, at: datetime) -> str:
    late = care.recorded is not None and care.recorded > at
    return "late" if late else care.kind


def _words(care: Care, at: datetime) -> str:
    if care.recorded is None or care.recorded <= at:
        return _name(care)
    hours = (care.recorded - at) / timedelta(hours=1)
    return f"{_name(care)}, recorded {hours:.0f} hours later"


def _name(care: Care) -> str:
    return care.words or WORDS.get(care.kind, care.kind)


def _close(care: Care, at: datetime) -> bool:
    soon = at < care.starts <= at + BEFORE
    return soon or (care.ends is not None and care.ends <= at < care.ends + AFTER)
