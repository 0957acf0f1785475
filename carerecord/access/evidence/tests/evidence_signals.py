"""Signals for the tests of this part, each with what matters to the test and no more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from carerecord.access.evidence.signals import Signal

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def signal(event: str = "started", kind: str = "LR-3", **changes: Any) -> Signal:
    """By RNG01 about p1, now, unless said otherwise; said when it happened."""
    values: dict[str, Any] = {
        "kind": kind,
        "event": event,
        "source": "pas",
        "source_id": "visit-1",
        "at": NOW,
        "person_id": "p1",
        "holder": "RNG01" if event in ("started", "attested", "authored") else "",
        "words": "in your department" if event == "started" else "",
    }
    values |= changes
    values.setdefault("said", values["at"])
    return Signal(**values)
