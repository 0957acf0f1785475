"""What may be tried on the tables by whoever owns the database, with and without the keys that sign."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tampering_hashing import everything_anew, hashed_anew
from tampering_tables import NAME, Tables

from carerecord.audit.leaf import NAMES, leaf_of
from carerecord.audit.notes import Checkpoint, Key
from carerecord.store import Row

FIELDS = sorted(set(NAMES) - {"log", "seq"})


@dataclass
class Try:
    """One attack: on which log, and what the tables become."""

    now: Tables
    earlier: Tables  # the same region at some time before
    chance: random.Random
    log: str = ""
    accused: dict[str, int] = field(default_factory=dict)
    """First wrong entry by log, where it does not show in the entries."""
    goes_on: bool = False  # the program is started on it, and writes

    def __post_init__(self) -> None:
        self.log = self.chance.choice([log for log in self.now.logs() if self._long(log)])

    def _long(self, log: str) -> bool:
        return len(self.now.entries(log)) >= 4

    @property
    def rows(self) -> list[Row]:
        return self.now.entries(self.log)

    def row(self) -> Row:
        return self.chance.choice(self.rows)

    def full_row(self) -> Row:
        """One that was not erased."""
        return self.chance.choice([row for row in self.rows if row["salt"] is not None])


def edit(on: Try) -> None:
    _edited(on, on.row())


def edit_and_hash(on: Try) -> None:
    row = on.full_row()
    _edited(on, row)
    row["leaf"] = leaf_of(row, row["salt"])


def change_a_salt(on: Try) -> None:
    row = on.full_row()
    row["salt"] = on.chance.choice((None, b"", on.chance.randbytes(16)))


def delete_one(on: Try) -> None:
    _without(on, on.row()["seq"])


def delete_a_range(on: Try) -> None:
    _without(on, *_range(on))


def insert(on: Try) -> None:
    """Between two, those after it numbered anew: one at the end, with the key, is what the program does."""
    place = on.chance.randrange(len(on.rows) - 1)
    made = dict(on.full_row())
    rows = on.rows
    made |= {"entry_id": on.chance.randbytes(16).hex(), "place": rows[place]["place"] + 1}
    rows.insert(place + 1, made)
    for number, row in enumerate(rows, 1):
        row["seq"] = number
    made["leaf"] = leaf_of(made, made["salt"])
    on.now.replace("audit_entry", on.log, rows)


def swap(on: Try) -> None:
    one, other = on.chance.sample(on.rows, 2)
    one["seq"], other["seq"] = other["seq"], one["seq"]


def cut_the_end(on: Try) -> None:
    """And the end made to look so, as well as can be without the key."""
    size = on.chance.randrange(1, len(on.rows))
    _without(on, *range(size + 1, len(on.rows) + 1))
    if on.chance.random() < 0.5:
        hashed_anew(on.now, on.log, _stranger(on), kept=True)


def hash_everything_without_the_key(on: Try) -> None:
    _one_of_them(on)
    note = (on.now.head(on.log) or {})["checkpoint"]
    hashed_anew(on.now, on.log, _stranger(on), kept=True)
    if on.chance.random() < 0.5:
        (on.now.head(on.log) or {})["checkpoint"] = note


def hash_everything_with_the_key(on: Try) -> None:
    """What was signed before is left."""
    key = on.now.key_of(on.log)
    _one_of_them(on)
    hashed_anew(on.now, on.log, key, kept=True)


def change_a_kept_checkpoint(on: Try) -> None:
    there = [row for row in on.now.of("audit_checkpoint", on.log) if row["size"] > 0]
    row = on.chance.choice(there)
    key = on.chance.choice((on.now.key_of(on.log), _stranger(on)))
    point = Checkpoint(f"{NAME}/{on.log}", row["size"], on.chance.randbytes(32))
    row["note"] = on.chance.choice(("nothing", str(key.sign(point.note))))
    on.accused = {on.log: row["size"]}


def put_an_old_end_back(on: Try) -> None:
    """One log as it was: its entries, its end and all that was signed until then."""
    grown = [log for log in on.now.logs() if _grew(on, log)]
    on.log = on.chance.choice(grown)
    for table in ("audit_entry", "audit_head", "audit_node", "audit_checkpoint"):
        on.now.replace(table, on.log, on.earlier.copy().of(table, on.log))


def restore_an_old_backup(on: Try) -> None:
    on.now.rows = on.earlier.copy().rows


def go_on_from_an_old_backup(on: Try) -> None:
    restore_an_old_backup(on)
    on.goes_on = True


def write_everything_anew(on: Try) -> None:
    """With every key: the log from some entry on, all that was signed for it, and all logs after it."""
    _one_of_them(on)
    everything_anew(on.now, on.log)


SEEN_INSIDE: dict[str, Callable[[Try], None]] = {
    "an entry is edited": edit,
    "an entry is edited and hashed anew": edit_and_hash,
    "a salt is changed": change_a_salt,
    "an entry is deleted": delete_one,
    "a range is deleted": delete_a_range,
    "an entry is inserted": insert,
    "two entries are swapped": swap,
    "the end is cut off": cut_the_end,
    "all is hashed anew, without the key": hash_everything_without_the_key,
    "a kept checkpoint is changed": change_a_kept_checkpoint,
}
"""By anybody with the database and the public keys."""
SEEN_OUTSIDE: dict[str, Callable[[Try], None]] = {
    "all is hashed anew, with the key": hash_everything_with_the_key,
    "an old end is put back": put_an_old_end_back,
    "an old backup is restored": restore_an_old_backup,
    "an old backup goes on": go_on_from_an_old_backup,
    "all is written anew, with every key": write_everything_anew,
}
"""By whoever has a checkpoint that was kept elsewhere."""


def _edited(on: Try, row: Row) -> None:
    name = on.chance.choice(FIELDS)
    was = row[name]
    row[name] = was + 1 if isinstance(was, int) else on.chance.choice(("{}", "nonsense", f"{was} "))
    if row[name] == was:
        row[name] = f"{was}x"


def _without(on: Try, *numbers: int) -> None:
    on.now.replace("audit_entry", on.log, [row for row in on.rows if row["seq"] not in numbers])


def _range(on: Try) -> range:
    first = on.chance.randrange(1, len(on.rows))
    return range(first, on.chance.randint(first + 1, len(on.rows)) + 1)


def _one_of_them(on: Try) -> None:
    on.chance.choice((_edit_a_full_one, delete_one, insert, swap))(on)


def _edit_a_full_one(on: Try) -> None:
    row = on.full_row()
    row["viewer_id"] += "x"


def _grew(on: Try, log: str) -> bool:
    return 2 <= len(on.earlier.entries(log)) < len(on.now.entries(log))


def _stranger(on: Try) -> Key:
    return Key(NAME, on.chance.randbytes(32))
