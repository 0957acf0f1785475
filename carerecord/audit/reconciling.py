"""Our log against a source's own log of what it served: a request it served that we did not write down is a hole.

A source keeps the ids that each request carries (X-Request-ID, and X-Correlation-ID, which is the view's). Every
request is covered by the `open` entry of its view, durable before it was sent; what was shown names its ids.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from carerecord.audit.search import Sought, search
from carerecord.store import Database

PAGE = 1000
LONGEST_VIEW = timedelta(minutes=5)
"""A request may be served this long after its view was opened, and shown this long after it was served."""
WHOLE = ("answered", "empty")
_ANSWERED = ("shown", "late")
"""States in which every request of the view reached the source; in any other, some may never have been sent."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request, as the source's own log has it."""

    request_id: str
    correlation_id: str = ""


class ServedUnreadable(Exception):
    """What a source says it served is no such file; the message says why."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    source: str
    served: int
    audited: int  # of them: covered by an entry
    unaudited: tuple[Served, ...]  # served, and nobody wrote it down: must be empty
    unserved: tuple[str, ...]  # requests of whole answers, of which the source says it served none


def read_served(file: Path) -> list[Served]:
    """CSV with the columns request_id and correlation_id. Raises `ServedUnreadable`."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            if missing := {"request_id", "correlation_id"} - set(rows.fieldnames or ()):
                raise ServedUnreadable(f"no column {min(missing)}")
            return [Served(row["request_id"] or "", row["correlation_id"] or "") for row in rows]
    except (OSError, UnicodeError, csv.Error) as error:
        raise ServedUnreadable(f"it cannot be read ({type(error).__name__})") from None


async def reconcile(
    db: Database, source: str, served: Iterable[Served], since: datetime, until: datetime
) -> Reconciled:
    """Of the requests that a source served from `since` until before `until`."""
    views, sent, answered = await _written(db, source, since, until)
    asked = list(served)
    unaudited = tuple(
        one for one in asked if one.correlation_id not in views and one.request_id not in sent
    )
    unserved = tuple(sorted(answered - {one.request_id for one in asked}))
    return Reconciled(source, len(asked), len(asked) - len(unaudited), unaudited, unserved)


async def _written(
    db: Database, source: str, since: datetime, until: datetime
) -> tuple[set[str], set[str], set[str]]:
    """Views opened; requests written down as made to this source; those of them in whole answers of this time."""
    views: set[str] = set()
    sent: set[str] = set()
    answered: set[str] = set()
    sought = Sought(
        kinds=("open", *_ANSWERED), since=since - LONGEST_VIEW, until=until + LONGEST_VIEW
    )
    while page := await search(db, sought, limit=PAGE):
        for entry in page:
            views.add(entry.view_id)
            said = entry.body.get("sources", {}).get(source) if entry.kind in _ANSWERED else None
            if said and entry.at < until:
                sent.update(said.get("request_ids", ()))
                if entry.at >= since and said.get("state") in WHOLE:
                    answered.update(said.get("request_ids", ()))
        sought = replace(sought, before=page[-1].place)
    return views, sent, answered
