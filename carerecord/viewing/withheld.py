"""Withholding, before any merge: what this viewer may not see leaves the answers here, all of them at once (SEN-6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from carerecord.access import withhold, without_location
from carerecord.access.contract import Closed, Terms
from carerecord.access.withholding import (
    Finding,
    RestrictedCodes,
    without_access_codes,
    without_words,
)
from carerecord.contract import Answer, Item, Level, Person, Resource
from carerecord.sections import owner_of
from carerecord.viewing.access_codes import HiddenCodes
from carerecord.viewing.contract import is_waiting


@dataclass(frozen=True, slots=True, eq=False)
class Visible:
    """The answers as one viewer may see them, and what was taken out (for the account only)."""

    answers: tuple[Answer, ...]
    withheld: Mapping[str, list[Item]]  # by source id, one for each answer
    person: Person  # as the index may show them: without where, if that was hidden anywhere
    findings: tuple[Finding, ...]  # probable leaks, for an incident each (SEN-5)
    protected: bool  # where the person is was hidden, by the index's flag or by a source's
    places_wait: bool  # or only until every source has said that it need not be
    protecting: frozenset[str]  # ids of the sources that say so themselves (S-flag)
    section_of: Mapping[Item, str]  # of items that were asked here which is theirs
    codes: HiddenCodes  # that open somebody's door


def without_withheld(
    answers: Sequence[Answer],
    person: Person,
    levels: Mapping[str, Level],
    terms: Terms,
    *,
    restricted: RestrictedCodes | None = None,
) -> Visible:
    """Every answer of a view at once, since what one source withholds another may hold too.

    An answer emptied by withholding reads as `empty`, so that its state tells nobody anything (I4). While a source
    may still say that the person is protected, nobody has said that places may be shown: they are hidden as a
    protected person's are, and what documents hold with them (SFL-2, SFL-3).
    """
    waits = not person.protected and any(map(is_waiting, answers))
    terms = replace(terms, documents=False) if waits else terms
    result = withhold(
        [item for answer in answers for item in (*answer.items, *answer.patients)],
        replace(person, protected=person.protected or waits),
        levels,
        terms,
        section_of=_section_of,
        restricted=restricted,
    )
    section_of: dict[Item, str] = {}
    seen = _cut_for(levels, section_of)
    shown = iter(result.shown)
    kept: list[Answer] = []
    hidden: list[tuple[Item, tuple[str, ...]]] = []
    gone: dict[str, list[Item]] = {answer.source_id: [] for answer in answers}
    for item, _ in result.withheld:
        gone[item.source_id].append(item)
    for answer in answers:
        items = [one for one in islice(shown, len(answer.items)) if one is not None]
        patients = [one for one in islice(shown, len(answer.patients)) if one is not None]
        if seen is not None:
            cut = dict.fromkeys(one for one in (*items, *patients) if not seen(one))
            gone[answer.source_id] += cut
            items = [one for one in items if one not in cut]
            patients = [one for one in patients if one not in cut]
        if not terms.documents:
            items = [without_words(one) for one in items]
        without = without_access_codes(items)
        hidden += without
        items = [one for one, _ in without]
        state = "empty" if answer.state == "answered" and not items else answer.state
        kept.append(replace(answer, items=tuple(items), patients=tuple(patients), state=state))
    known = without_location(replace(person, protected=person.protected or bool(result.protecting)))
    places_wait = waits and not known.protected
    nowhere = without_location(replace(person, protected=True))
    return Visible(
        tuple(kept),
        gone,
        replace(nowhere, protected=False) if places_wait else known,
        result.findings,
        known.protected,
        places_wait,
        result.protecting,
        section_of,
        HiddenCodes.of(hidden),
    )


def closed_answer(source_id: str, closed: Closed) -> Answer:
    """The answer of a source that the terms close: it was not asked, and why (SRC-1)."""
    return Answer(source_id, closed.state, words=closed.words)


def _section_of(resource: Resource) -> str:
    return owner_of(resource).name


def _cut_for(
    levels: Mapping[str, Level], section_of: dict[Item, str]
) -> Callable[[Item], bool] | None:
    """At level summary a role sees only what the section's summary is made of (ROL-1)."""
    if "summary" not in levels.values():
        return None

    def within(item: Item) -> bool:
        section = owner_of(item.resource)
        section_of[item] = section.name
        return levels.get(section.name, "none") != "summary" or section.summary(item.resource)

    return within
