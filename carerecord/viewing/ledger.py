"""The ledger: for every section, what each source said, in seven states, and what may be claimed (ux 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from carerecord.access.contract import Closed, Terms
from carerecord.access.withholding import PLACE_TYPES
from carerecord.contract import Answer, Level, SourceSettings, State
from carerecord.merge.contract import SectionRecord
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Section
from carerecord.viewing.contract import NOTHING_KNOWN, Heading, SectionState, is_waiting

NOT_KNOWN = f"not asked: {NOTHING_KNOWN}"


def states(
    sources: Sequence[SourceSettings],
    answers: Mapping[str, Answer],
    records: Mapping[str, SectionRecord],
    levels: Mapping[str, Level],
    terms: Terms,
    *,
    places_wait: bool = False,
) -> dict[str, SectionState]:
    """One state for every section, in reading order.

    `places_wait`: places are hidden until every source has answered, so that none of them is “not recorded”.
    """
    return {
        section.name: (
            SectionState(section, "11", by_source={s.id: "withheld" for s in sources})
            if levels.get(section.name, "none") == "none"
            else _until_all_answered(section, sources, answers)
            if places_wait and PLACE_TYPES.issuperset(section.resource_types or ("",))
            else _state(section, sources, answers, records[section.name], terms)
        )
        for section in SECTIONS
    }


def _until_all_answered(
    section: Section, sources: Sequence[SourceSettings], answers: Mapping[str, Answer]
) -> SectionState:
    waiting = tuple(one for one in sources if is_waiting(answers[one.id]))
    by_source: dict[str, State] = {one.id: answers[one.id].state for one in sources}
    return SectionState(
        section,
        "7",
        at_least=True,
        sharers=waiting,
        missing=waiting,
        waiting=waiting,
        by_source=by_source,
    )


def _state(
    section: Section,
    sources: Sequence[SourceSettings],
    answers: Mapping[str, Answer],
    record: SectionRecord,
    terms: Terms,
) -> SectionState:
    counts = Counter(
        item.source_id for entry in record.every_entry for item in (entry.head, *entry.folded)
    )
    said = {s.id: _of_source(section, s, answers[s.id], counts[s.id], terms) for s in sources}
    by_source: dict[str, State] = {source_id: state for source_id, (state, _) in said.items()}
    unknown = [s for s in sources if said[s.id] == ("not-asked", NOT_KNOWN)]
    sharers = [s for s in sources if by_source[s.id] != "not-asked" or s in unknown]
    missing = [s for s in sharers if by_source[s.id] in ("failed", "partial")]
    waiting = [s for s in missing if is_waiting(answers[s.id])]
    not_shown = [s for s in sharers if by_source[s.id] == "withheld"]
    replied = [s for s in sharers if by_source[s.id] not in ("failed", "withheld", "not-asked")]
    # “No record available” is a reply, but it says nothing of what the section holds (features 5.3).
    answered = [s for s in replied if by_source[s.id] != "not-found"] or replied
    return SectionState(
        section,
        heading(
            positive=len(record.entries),
            negative=len(record.negatives),
            sharers=len(sharers),
            answered=len(answered),
            missing=len(missing) + len(not_shown) + len(unknown),
            waiting=len(waiting),
        ),
        positive=len(record.entries),
        at_least=bool(missing or not_shown or unknown),
        sharers=tuple(sharers),
        answered=tuple(answered),
        missing=tuple(missing),
        waiting=tuple(waiting),
        not_shown=tuple(not_shown),
        unknown=tuple(unknown),
        why={source_id: words for source_id, (_, words) in said.items() if words},
        by_source=by_source,
        counts=dict(counts),
    )


def _of_source(
    section: Section, source: SourceSettings, answer: Answer, items: int, terms: Terms
) -> tuple[State, str]:
    """The source's state for one section, and why, where it is not shown or was not asked.

    What the terms close is settled before any source is asked, so nothing here can tell whether there was
    an item. Items withheld one by one (SEN-1 to SEN-11) change no state.
    """
    shares = section.name in source.sections
    if closed := _closed(section, source, terms):
        return (closed.state if shares else "not-asked"), closed.words if shares else ""
    if answer.state == "not-asked":
        return "not-asked", NOT_KNOWN if shares else ""
    if answer.state == "withheld":
        return ("withheld", answer.words) if shares else ("not-asked", "")
    if answer.state == "partial" and (items or shares):
        return "partial", ""
    if items:
        return "answered", ""
    if not shares:
        return "not-asked", ""
    return ("empty" if answer.state == "answered" else answer.state), answer.words


def _closed(section: Section, source: SourceSettings, terms: Terms) -> Closed | None:
    return terms.sources.get(source.id) or terms.sections.get((source.id, section.name))


def heading(
    *, positive: int, negative: int, sharers: int, answered: int, missing: int, waiting: int = 0
) -> Heading:
    """The row of the state table that holds; every combination has exactly one.

    `missing`: sharers that failed, answered in part, were not asked, or are not shown because somebody asked for that.
    `waiting`: those of them that may still answer.
    """
    if sharers == 0:
        return "10"
    if positive and negative:
        return "5"
    if positive:
        return "2" if missing else "1"
    if negative:
        return "3b" if missing else "3"
    if answered == 0:
        return "7" if waiting else "6"
    return "4b" if missing else "4"
