"""What became of every item, per source and class. When it does not add up, nothing may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from carerecord.contract import Answer, Item
from carerecord.merge.contract import Line
from carerecord.merge.guarded import sure_owners
from carerecord.merge.merge import Merged
from carerecord.sections import SECTIONS
from carerecord.sections.contract import Section

UNREADABLE = "unreadable"
"""The line of what came as no resource at all: it belongs to no section."""

Key = tuple[str, str]


class DoesNotAddUp(Exception):
    """Items received are not all shown, joined, withheld or held back."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        super().__init__("; ".join(f"{line.source_id} {line.section}" for line in lines))


def account(
    answers: Sequence[Answer],
    withheld: Mapping[str, Sequence[Item]],
    merged: Merged,
    sections: Sequence[Section] = SECTIONS,
) -> tuple[Line, ...]:
    """Received is counted from the answers, shown and joined from the record: neither from the other."""
    owner_of = sure_owners(sections)

    def sections_of(items: Iterable[Item]) -> Iterator[str]:
        return (merged.section_of.get(i) or owner_of(i.resource).name for i in items)

    kept: Counter[Key] = Counter()
    held: Counter[Key] = Counter()
    for answer in answers:
        source = answer.source_id
        for name, count in Counter(sections_of((*answer.items, *answer.patients))).items():
            kept[source, name] += count
        held.update((source, owner_of({"resourceType": t}).name) for t, _ in answer.held_back)
        held.update({(source, UNREADABLE): len(answer.unreadable)})
    hidden = Counter((s, name) for s, items in withheld.items() for name in sections_of(items))
    shown, joined = _counted(merged)
    names = [*(section.name for section in sections), UNREADABLE]
    keys = {key for count in (kept, held, hidden, shown, joined) for key in +count}
    return tuple(
        Line(
            *key,
            received=kept[key] + hidden[key] + held[key],
            shown=shown[key],
            joined=joined[key],
            withheld=hidden[key],
            held_back=held[key],
        )
        for key in sorted(keys, key=lambda key: (key[0], names.index(key[1])))
    )


def _counted(merged: Merged) -> tuple[Counter[Key], Counter[Key]]:
    shown: Counter[Key] = Counter()
    joined: Counter[Key] = Counter()
    for name, record in merged.records.items():
        entries = record.every_entry
        for source, count in Counter([entry.head.source_id for entry in entries]).items():
            shown[source, name] = count
        for source, count in Counter([i.source_id for e in entries for i in e.folded]).items():
            joined[source, name] = count
    return shown, joined


def must_add_up(lines: Iterable[Line]) -> None:
    """Raises `DoesNotAddUp`, naming sources and sections but no person."""
    wrong = [line for line in lines if not line.adds_up]
    if wrong:
        raise DoesNotAddUp(wrong)
