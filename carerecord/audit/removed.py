"""What a log itself says was removed of it, for whoever reads it whole: anything else that is gone is tampering."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carerecord.audit.leaf import NAMES, leaf_of
from carerecord.store import Row

LEFT = ("at", "entry_id", "kind", "place")
"""What stays of an erased entry beside its number and hash. Nothing else of it holds that to what it was, so
the order repeats it."""
_GONE = sorted(set(NAMES) - {*LEFT, "log", "seq"})


@dataclass(frozen=True, slots=True)
class Removed:
    """Entries whose content was erased (log, number, leaf hash; and what is left), and logs that were pruned
    (log, size, root)."""

    erased: Mapping[tuple[str, int, str], Mapping[str, Any]] = field(default_factory=dict)
    pruned: frozenset[tuple[str, int, str]] = frozenset()

    @classmethod
    def read(cls, orders: Sequence[Row]) -> Removed:
        """From the entries that ordered it; one that is not what was written orders nothing."""
        erased: dict[tuple[str, int, str], Mapping[str, Any]] = {}
        pruned: set[tuple[str, int, str]] = set()
        for row in orders:
            if row["salt"] is None or leaf_of(row, bytes(row["salt"])) != bytes(row["leaf"]):
                continue
            with contextlib.suppress(LookupError, TypeError, ValueError):  # forged, its hash too
                body = json.loads(row["body"])
                for one in body["erased"] if row["kind"] == "pruned" else [body]:
                    erased[one["log"], one["seq"], one["leaf"]] = one["left"]
                if row["kind"] == "pruned":
                    pruned |= {(e["log"], e["size"], e["root"]) for e in (body, *body["earlier"])}
        return cls(erased, frozenset(pruned))

    def as_ordered(self, row: Row, leaf: bytes) -> bool:
        """Whether an entry without its salt is one that was erased, and is still what was left of it."""
        left = self.erased.get((row["log"], row["seq"], leaf.hex()))
        return left == {name: row[name] for name in LEFT} and not any(row[name] for name in _GONE)
