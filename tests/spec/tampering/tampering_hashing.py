"""What an attacker who knows the program does after a change: every number, hash, root and signature made anew."""

from __future__ import annotations

import json
from collections.abc import Callable

from tampering_tables import Tables, origin_of

from carerecord.audit.appending import KEPT_LEVELS
from carerecord.audit.canonical import canonical
from carerecord.audit.leaf import leaf_of
from carerecord.audit.notes import Checkpoint, Closing, Key, Note
from carerecord.audit.tree import Frontier
from carerecord.store import Row


def hashed_anew(tables: Tables, log: str, key: Key, *, kept: bool) -> None:
    """One log, and its end signed with `key`. `kept`: its kept checkpoints stay as they were."""
    ends = {0: Frontier()}
    nodes: list[Row] = []
    for number, row in enumerate(tables.entries(log), 1):
        row["seq"] = number
        if row["salt"] is not None:
            row["leaf"] = leaf_of(row, row["salt"])
        ends[number], made = ends[number - 1].add(row["leaf"])
        nodes += [
            {"log": log, "level": one.level, "number": one.index, "hash": one.hash}
            for one in made
            if one.level in KEPT_LEVELS
        ]
    tables.replace("audit_node", log, nodes)
    _ended(tables, log, ends, key)
    if not kept:
        _kept_anew(tables, log, ends, key)


def everything_anew(tables: Tables, log: str) -> None:
    """With every key there ever was: this log, and each that was opened after it and names its end."""
    changed = {log}
    for one in tables.logs():
        if previous := _previous(tables, one, changed):
            _name(tables, one, previous)
            changed.add(one)
        if one in changed:
            hashed_anew(tables, one, tables.key_of(one), kept=False)


def _ended(tables: Tables, log: str, ends: dict[int, Frontier], key: Key) -> None:
    head = tables.head(log)
    if head is None:
        return
    frontier = ends[max(ends)]
    closing = Closing.of(Note.read(head["checkpoint"]))
    point = Checkpoint(origin_of(log, key), frontier.size, frontier.root)
    note = point.closing(closing.following) if closing else point.note
    head |= {
        "size": frontier.size,
        "frontier": frontier.stored,
        "checkpoint": str(key.sign(note)),
    }


def _kept_anew(tables: Tables, log: str, ends: dict[int, Frontier], key: Key) -> None:
    def signed(row: Row) -> Row:
        point = Checkpoint(origin_of(log, key), row["size"], ends[row["size"]].root)
        return row | {"note": str(key.sign(point.note))}

    rows = [signed(row) for row in tables.of("audit_checkpoint", log) if row["size"] in ends]
    tables.replace("audit_checkpoint", log, rows)


def _previous(tables: Tables, log: str, changed: set[str]) -> str:
    said = json.loads(tables.entries(log)[0]["body"] or "{}").get("previous") or {}
    return said["log"] if said.get("log") in changed else ""


def _name(tables: Tables, log: str, previous: str) -> None:
    head = tables.head(previous)
    assert head
    root = Frontier.read(head["size"], head["frontier"]).root.hex()
    with_body(tables.entries(log)[0], lambda body: body | {
        "previous": {"log": previous, "size": head["size"], "root": root}})  # fmt: skip


def with_body(row: Row, change: Callable[[dict], dict]) -> None:
    row["body"] = canonical(change(json.loads(row["body"] or "{}")))
