"""Which entries of a record somebody said look wrong, and what came of it: for whoever may see the entry (F50)."""

from __future__ import annotations

from dataclasses import replace

from carerecord.access.doubts import WHAT, Doubt
from carerecord.merge.contract import Entry
from carerecord.sections.contract import Tag
from carerecord.viewing.contract import View
from carerecord.viewing.looks import own_name
from carerecord.web import formats
from carerecord.web.messages import say
from carerecord.web.rows import Shown
from carerecord.web.states import Notice


def doubts_of(view: View, entry: Entry) -> list[Doubt]:
    """Of each item behind the row, oldest first."""
    if not view.doubts:
        return []
    items = {own_name(item) for item in (entry.head, *entry.folded)}
    return [one for one in view.doubts if one.item in items]


def marked(view: View, entry: Entry, row: Shown) -> Shown:
    """The row with the day it was queried, while that is not answered."""
    waiting = [one for one in doubts_of(view, entry) if one.open]
    if not waiting:
        return row
    queried = Tag(say("doubt.queried", day=formats.local_day(waiting[-1].at)), "purple")
    return replace(row, tags=(*row.tags, queried))


def notices(view: View, entry: Entry) -> list[Notice]:
    """What was said to look wrong and what the organisation answered; who said it stands in the log."""
    return [_notice(one) for one in doubts_of(view, entry)]


def _notice(doubt: Doubt) -> Notice:
    last = doubt.last
    heading = say("doubt.queried", day=formats.local_day(doubt.at))
    state = last.step if last else "sent"
    day = formats.local_day(last.at) if last else ""
    words = say(f"doubt.{state}", day=day, words=last.words if last else "")
    return Notice(heading, f"{WHAT[doubt.what]}. {words}", "warn" if doubt.open else "calm")
