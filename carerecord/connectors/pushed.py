"""What connectors of sources that push have in common: ids that are the same each time, and numbers that are numbers."""

from __future__ import annotations

import hashlib
import re

from carerecord.contract import Resource

NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
"""What stands in JSON as it was sent; any other is kept as text."""


def own_id(kind: str, *names: str) -> str:
    """The same for the same names, whatever letters they hold (FHIR R4, datatypes, id)."""
    digest = hashlib.sha256("\0".join(names).encode()).hexdigest()
    return f"{kind}-{digest[:24]}"


def without_empty(resource: Resource) -> Resource:
    return {name: value for name, value in resource.items() if value not in ("", [], {}, None)}
