"""Access codes of one view: hidden from every page and answer, and given out once it is written down (ux S14)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from carerecord.contract import Item, Receipt
from carerecord.merge.contract import Entry


@dataclass(frozen=True, slots=True, eq=False)
class HiddenCodes:
    """What was taken out of each item. Nothing here is read but with the receipt of an entry that says so."""

    _found: Mapping[tuple[str, bytes], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, hidden: Iterable[tuple[Item, tuple[str, ...]]]) -> HiddenCodes:
        """Each item as it is shown, with what it is shown without."""
        found: dict[tuple[str, bytes], tuple[str, ...]] = {}
        for item, codes in hidden:
            if codes:
                found[_name(item)] = found.get(_name(item), ()) + codes
        return cls(found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def holds(self, entry: Entry) -> bool:
        return any(_name(item) in self._found for item in entry.items)

    def given(self, entry: Entry, _: Receipt) -> list[tuple[str, str]]:
        """Source id and words of each."""
        found = [(item.source_id, self._found.get(_name(item), ())) for item in entry.items]
        return list(dict.fromkeys((source, one) for source, codes in found for one in codes))


def _name(item: Item) -> tuple[str, bytes]:
    return item.source_id, item.raw
