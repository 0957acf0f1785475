"""Access codes of a view, given as the door gives them, and remembered."""

from __future__ import annotations

from dataclasses import dataclass, field

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.contract import View


@dataclass
class GivesCodes:
    """Gives what a view hides, and remembers of which entry."""

    shown: list[str] = field(default_factory=list)

    async def show(self, view: View, record: SectionRecord, entry: Entry) -> list[tuple[str, str]]:
        self.shown.append(entry.id)
        return view.codes.given(entry, view.receipt)
