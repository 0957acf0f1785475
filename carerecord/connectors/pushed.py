"""What connectors of sources that push have in common: ids that are the same each time, and numbers that are numbers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import datetime, timedelta

from carerecord.contract import Resource

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
"""What stands in JSON as it was sent; any other is kept as text."""
IN_THE_FUTURE = "its time is in the future"
_AHEAD = timedelta(minutes=10)


def is_ahead(said: datetime, now: datetime) -> bool:
    """Its sender's clock is wrong: nothing said afterwards would count for years."""
    return said > now + _AHEAD


def own_id(kind: str, *names: str) -> str:
    """The same for the same names, whatever letters they hold (FHIR R4, datatypes, id)."""
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()
    return f"{kind}-{digest[:24]}"


class Names:
    """Of one message: the second thing of a name gets another one, the first keeps the one it always has."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def apart(self, name: str) -> str:
        self._seen[name] += 1
        place = self._seen[name]
        return f"{name}\0{place}" if place > 1 else name


def without_empty(resource: Resource) -> Resource:
    return {name: value for name, value in resource.items() if value not in ("", [], {}, None)}
