"""The ledger: for every section, what each source said, in seven states, and what may be claimed (ux 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from carerecord.contract import Answer, Level, SourceSettings, State
from carerecord.merge.contract import SectionRecord
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Section
from carerecord.viewing.contract import Heading, SectionState


def states(
    sources: Sequence[SourceSettings],
    answers: Mapping[str, Answer],
    records: Mapping[str, SectionRecord],
    levels: Mapping[str, Level],
) -> dict[str, SectionState]:
    """One state for every section, in reading order."""
    return {
        section.name: (
            _state(section, sources, answers, records[section.name])
            if levels.get(section.name, "none") != "none"
            else SectionState(section, "11", by_source={s.id: "withheld" for s in sources})
        )
        for section in SECTIONS
    }


def _state(
    section: Section,
    sources: Sequence[SourceSettings],
    answers: Mapping[str, Answer],
    record: SectionRecord,
) -> SectionState:
    counts = Counter(
        item.source_id for entry in record.every_entry for item in (entry.head, *entry.folded)
    )
    by_source = {s.id: _of_source(section, s, answers[s.id], counts[s.id]) for s in sources}
    sharers = [s for s in sources if by_source[s.id] != "not-asked"]
    missing = [s for s in sharers if by_source[s.id] in ("failed", "partial")]
    replied = [s for s in sharers if by_source[s.id] != "failed"]
    # “No record available” is a reply, but it says nothing of what the section holds (features 5.3).
    answered = [s for s in replied if by_source[s.id] != "not-found"] or replied
    return SectionState(
        section,
        heading(
            positive=len(record.entries),
            negative=len(record.negatives),
            sharers=len(sharers),
            answered=len(answered),
            missing=len(missing),
        ),
        positive=len(record.entries),
        at_least=bool(missing),
        sharers=tuple(sharers),
        answered=tuple(answered),
        missing=tuple(missing),
        by_source=by_source,
        counts=dict(counts),
    )


def _of_source(section: Section, source: SourceSettings, answer: Answer, items: int) -> State:
    if answer.state == "partial" and (items or section.name in source.sections):
        return "partial"
    if items:
        return "answered"
    if section.name not in source.sections:
        return "not-asked"
    return "empty" if answer.state == "answered" else answer.state


def heading(*, positive: int, negative: int, sharers: int, answered: int, missing: int) -> Heading:
    """The row of the state table that holds; every combination has exactly one."""
    if sharers == 0:
        return "10"
    if positive and negative:
        return "5"
    if positive:
        return "2" if missing else "1"
    if negative:
        return "3b" if missing else "3"
    if answered == 0:
        return "6"
    return "4b" if missing else "4"
