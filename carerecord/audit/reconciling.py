"""Our log against a source's own log of what it served: a request it served that we did not write down is a hole.

A source keeps the ids that each request carries (X-Request-ID, and X-Correlation-ID, which is the view's). Every
request is covered by the `open` entry of its view, durable before it was sent; what was shown names its ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carerecord.audit.entry import Entry
from carerecord.audit.search import Sought, search
from carerecord.store import Database

PAGE = 1000
LONGEST_VIEW = timedelta(minutes=5)
"""A request may be served this long after its view was opened, and shown this long after it was served."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request, as the source's own log has it."""

    request_id: str
    correlation_id: str = ""


@dataclass(frozen=True, slots=True)
class Reconciled:
    source: str
    served: int
    audited: int  # of them: covered by an entry
    unaudited: tuple[Served, ...]  # served, and nobody wrote it down: must be empty
    unserved: tuple[str, ...]  # ids of answers that were shown, and the source says it served none


async def reconcile(
    db: Database, source: str, served: Iterable[Served], since: datetime, until: datetime
) -> Reconciled:
    """Of the requests that a source served from `since` until before `until`."""
    views, shown = await _written(db, source, since, until)
    asked = list(served)
    unaudited = tuple(
        one for one in asked if one.correlation_id not in views and one.request_id not in shown
    )
    told = {one.request_id for one in asked}
    unserved = tuple(sorted(id for id, at in shown.items() if id not in told and at >= since))
    return Reconciled(source, len(asked), len(asked) - len(unaudited), unaudited, unserved)


async def _written(
    db: Database, source: str, since: datetime, until: datetime
) -> tuple[set[str], dict[str, datetime]]:
    """Ids of the views that were opened, and of this source's requests that something was shown of."""
    views: set[str] = set()
    shown: dict[str, datetime] = {}
    sought = Sought(kinds=("open", "shown"), since=since - LONGEST_VIEW, until=until + LONGEST_VIEW)
    while page := await search(db, sought, limit=PAGE):
        for entry in page:
            views.add(entry.view_id)
            if entry.kind == "shown" and entry.at < until:
                shown |= dict.fromkeys(_requests(entry, source), entry.at)
        sought = replace(sought, before=page[-1].place)
    return views, shown


def _requests(entry: Entry, source: str) -> list[str]:
    said = entry.body.get("sources", {}).get(source, {})
    return list(said.get("request_ids", ()))
