"""Where a log is no longer what it was, found the simple way: by comparing it with what it was."""

from __future__ import annotations

import json

from tampering_tables import Tables, fits

from carerecord.store import Row


def first_wrong(was: Tables, now: Tables) -> dict[str, int]:
    """By log: the number of the first entry that is missing, or whose content is not what its own hash was of."""
    erased, pruned = _ordered(now)
    found = {}
    for head in was.rows["audit_head"]:
        log = head["log"]
        if log in pruned and not now.entries(log):
            continue
        number = _first(_before(was, log, head["size"]), now, erased)
        if number:
            found[log] = number
    return found


def _before(was: Tables, log: str, size: int) -> list[Row]:
    """The entries as they were; a log that was pruned is only known by its length."""
    return was.entries(log) or [{"log": log, "seq": n, "leaf": None} for n in range(1, size + 1)]


def _first(before: list[Row], now: Tables, erased: set[tuple[str, int, str]]) -> int:
    log = before[0]["log"]
    there = {row["seq"]: row for row in now.entries(log)}
    for row in before:
        one = there.get(row["seq"])
        if one is None:
            return int(row["seq"])
        same = row["leaf"] in (None, one["leaf"]) and one["leaf"] is not None
        gone = one["salt"] is None and (log, one["seq"], one["leaf"].hex()) in erased
        if not same or not (fits(one) or (gone and one == row)):
            return int(row["seq"])
    return len(before) + 1 if len(there) > len(before) else 0


def _ordered(now: Tables) -> tuple[set[tuple[str, int, str]], set[str]]:
    """What entries that are still right say was erased and pruned."""
    said = {row["said"] for row in now.rows["audit_removed"]}
    erased: set[tuple[str, int, str]] = set()
    pruned: set[str] = set()
    for row in now.rows["audit_entry"]:
        if row["entry_id"] not in said or not fits(row) or '"order"' not in row["body"]:
            continue
        body = json.loads(row["body"])
        one_of = [body] if row["kind"] == "erased" else body["erased"]
        erased |= {(one["log"], one["seq"], one["leaf"]) for one in one_of}
        if row["kind"] == "pruned":
            pruned |= {one["log"] for one in (body, *body["earlier"])}
    return erased, pruned
