"""Who still lists as current what another source says was stopped. Nobody is picked as right (ux 1, rule 3)."""

from __future__ import annotations

from collections.abc import Mapping

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.merge.headings import grouped
from carerecord.web.medicine_facts import stopped


def still_listed(record: SectionRecord) -> Mapping[Entry, tuple[str, ...]]:
    """By entry that was stopped: the ids of other sources with a current entry under the same heading."""
    found: dict[Entry, tuple[str, ...]] = {}
    for _, entries in grouped(record):
        current = [one for one in entries if record.section.current(one.head.resource)]
        sources = tuple(dict.fromkeys(source for one in current for source in one.source_ids))
        for entry in entries if current else ():
            if stopped(entry.head.resource):
                found[entry] = tuple(one for one in sources if one not in entry.source_ids)
    return found
