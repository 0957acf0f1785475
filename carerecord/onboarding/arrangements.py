"""What is agreed and switched on, and what that gives one organisation at one moment. Pure.

Everything here only ever narrows: take away any one gate, agreement, section, purpose or switch, and no
viewer sees more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from carerecord.onboarding.contract import (
    EVERYTHING,
    Agreement,
    Module,
    Organisation,
    Party,
    Purpose,
)
from carerecord.onboarding.days import FOREVER, end_of, micros, start_of
from carerecord.onboarding.gates import Beside, missing

Switches = Mapping[tuple[str, str], bool]
"""Of one source: (section or "*", consumer or "*") → on. What is not here was never turned on."""

FOR_EVERYONE = (EVERYTHING, EVERYTHING)


@dataclass(frozen=True, slots=True)
class Arrangements:
    """All of it, as it was at one version of the store."""

    organisations: Mapping[str, Organisation]
    agreements: Sequence[Agreement]
    switches: Mapping[str, Switches]  # by source id
    modules: Sequence[Module]
    sources: Mapping[str, str]  # source id → ODS code of its organisation, as configured
    sections: frozenset[str]  # every section there is


@dataclass(frozen=True, slots=True)
class Place:
    """What the arrangements give one organisation's staff, from `since` until just before `until`."""

    since: int
    until: int
    live: bool
    organisation_scope: bool
    shares: Mapping[str, frozenset[str]]
    switched_off: frozenset[tuple[str, str]]
    predecessors: frozenset[str]


def window(agreement: Agreement) -> tuple[int, int]:
    """From the first moment it is in force to the first it is not (ORG-3)."""
    ends = end_of(agreement.ends)
    if agreement.ended is not None:
        ends = min(ends, micros(agreement.ended))
    return start_of(agreement.starts), ends


def in_force(agreement: Agreement, at: int) -> bool:
    starts, ends = window(agreement)
    return starts <= at < ends


def party_of(agreement: Agreement, code: str) -> Party | None:
    return next((one for one in agreement.parties if one.organisation == code), None)


def place_of(known: Arrangements, code: str, at: int, purpose: Purpose) -> Place:
    """What staff of `code` get at `at` (microseconds), and for how long that stays so."""
    theirs = [one for one in known.agreements if party_of(one, code)]
    now = [one for one in theirs if in_force(one, at)]
    turns = [turn for one in theirs for turn in window(one)]
    merged = predecessors(known.organisations, code)
    organisation = known.organisations.get(code)
    return Place(
        since=max((turn for turn in turns if turn <= at), default=0),
        until=min((turn for turn in turns if turn > at), default=FOREVER),
        live=organisation is not None and _live(known, organisation, bool(now)),
        organisation_scope=any(one.organisation_scope for one in now),
        shares=MappingProxyType(_shares(known, code, now, purpose)),
        switched_off=frozenset(_switched_off(known, merged | {code})),
        predecessors=merged,
    )


def _live(known: Arrangements, organisation: Organisation, agreement: bool) -> bool:
    """Every gate is asked again, but for trained staff: the viewer's own training is asked each time."""
    has_source = organisation.code in known.sources.values()
    beside = Beside(agreement=agreement, trained=True, has_source=has_source)
    return organisation.state == "live" and not missing(organisation, beside)


def _shares(
    known: Arrangements, code: str, agreements: Sequence[Agreement], purpose: Purpose
) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for agreement in agreements:
        ours = party_of(agreement, code)
        if ours is None or purpose not in ours.purposes:
            continue
        for party in agreement.parties:
            if purpose in party.purposes and _may_share(known.organisations, party.organisation):
                both = _common(party.sections_out, ours.sections_in)
                if both:
                    found[party.organisation] = found.get(party.organisation, frozenset()) | both
    return found


def _may_share(organisations: Mapping[str, Organisation], code: str) -> bool:
    """Once it passed its gates and until it closes (ORG-6); a suspension stops its staff, not its data."""
    organisation = organisations.get(code)
    return organisation is not None and organisation.been_live and organisation.state != "closed"


def _common(given: frozenset[str], wanted: frozenset[str]) -> frozenset[str]:
    if EVERYTHING in given:
        return wanted
    return given if EVERYTHING in wanted else given & wanted


def _switched_off(known: Arrangements, consumers: frozenset[str]) -> Iterator[tuple[str, str]]:
    for source_id in known.sources:
        switches = known.switches.get(source_id, {})
        if switches == {FOR_EVERYONE: True}:  # nearly every source, nearly always
            continue
        off = {one for one in known.sections if not switched_on(switches, one, consumers)}
        if off == known.sections:
            yield source_id, EVERYTHING
        else:
            yield from ((source_id, section) for section in off)


def switched_on(switches: Switches, section: str, consumers: frozenset[str]) -> bool:
    """Off wins wherever it was said; otherwise the source or the section must have been turned on (ORG-4)."""
    whole = (EVERYTHING, section)
    for_everyone = [switches.get((which, EVERYTHING)) for which in whole]
    for_them = [switches.get((which, consumer)) for which in whole for consumer in consumers]
    return True in for_everyone and False not in for_everyone + for_them


def predecessors(organisations: Mapping[str, Organisation], code: str) -> frozenset[str]:
    """Every organisation merged into this one, and into those: what people asked of them still holds (ORG-5)."""
    found: set[str] = set()
    waiting = [code]
    while waiting:
        into = waiting.pop()
        new = {one.code for one in organisations.values() if one.successor == into} - found
        found |= new
        waiting.extend(new)
    return frozenset(found - {code})
