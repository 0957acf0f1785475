"""“Show access code”: written down first, by an entry of its own; then given to the page that asked (ux S14)."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.merge.contract import Entry, SectionRecord
from carerecord.viewing.besides import Besides
from carerecord.viewing.contract import View
from carerecord.viewing.looks import own_name
from carerecord.viewing.writing import ViewWriting


@dataclass(frozen=True, slots=True)
class ShowingCodes:
    views: ViewWriting

    async def show(self, view: View, record: SectionRecord, entry: Entry) -> list[tuple[str, str]]:
        """Source id and words of each code of an entry. The log says of which, never which."""
        if not view.codes.holds(entry):
            return []
        items = [own_name(item) for item in entry.items]
        body = {"section": record.section.name, "items": items}
        receipt = await self.views.of_view("code-shown", view, body, Besides(at=view.at))
        return view.codes.given(entry, receipt)
