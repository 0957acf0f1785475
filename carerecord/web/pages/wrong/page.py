"""The words of the form: which item, what looks wrong, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from carerecord.access.doubts import WHAT
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.words import several
from carerecord.viewing.contract import View
from carerecord.viewing.looks import own_name
from carerecord.web.listing import names
from carerecord.web.messages import say
from carerecord.web.queried import notices
from carerecord.web.rows import row_of, what


@dataclass(frozen=True, slots=True)
class Typed:
    item: str = ""
    what: str = ""
    words: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Typed:
        return cls(form.get("item", ""), form.get("what", ""), form.get("words", ""))


class WrongPage:
    def __init__(
        self, view: View, record: SectionRecord, entry: Entry, given: Typed, problem: str
    ) -> None:
        row, source = row_of(record, entry), names(view)
        items = (entry.head, *entry.folded)
        self.title = what(row.what) if row and row.what else Markup("Entry as sent")
        self.entry_id = entry.id
        self.given, self.problem = given, problem
        self.choices = tuple(WHAT.items())
        self.items = [(own_name(one), source.get(one.source_id, one.source_id)) for one in items]
        self.notices = notices(view, entry)
        holders = several(tuple(dict.fromkeys(name for _, name in self.items)))
        self.happens = say("doubt.what-happens", organisation=holders)
