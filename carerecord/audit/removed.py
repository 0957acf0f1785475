"""What a log itself says was removed of it, for whoever reads it whole: anything else that is gone is tampering."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.audit.leaf import leaf_of
from carerecord.store import Row


@dataclass(frozen=True, slots=True)
class Removed:
    """Entries whose content was erased (log, number, leaf hash), and logs that were pruned (log, size, root)."""

    erased: frozenset[tuple[str, int, str]] = frozenset()
    pruned: frozenset[tuple[str, int, str]] = frozenset()

    @classmethod
    def read(cls, orders: Sequence[Row]) -> Removed:
        """From the entries that ordered it; one that is not what was written orders nothing."""
        erased, pruned = set(), set()
        for row in orders:
            if row["salt"] is None or leaf_of(row, bytes(row["salt"])) != bytes(row["leaf"]):
                continue
            body = json.loads(row["body"])
            if row["kind"] == "erased":
                erased.add((body["log"], body["seq"], body["leaf"]))
            elif row["kind"] == "pruned":
                pruned |= {(e["log"], e["size"], e["root"]) for e in (body, *body["earlier"])}
        return cls(frozenset(erased), frozenset(pruned))
