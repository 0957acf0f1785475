"""One database, two engines: what every part may ask of it, and how to open one.

SQL is one common subset with `:name` parameters; values are text, whole numbers, bytes or nothing.
A write resolves only when it is durable. One writer at a time on both engines, across processes, so
a job that reads and then writes needs no lock of its own.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from carerecord.store.over import Rows

Row = dict[str, Any]
T = TypeVar("T")

_LOOK = "SELECT number FROM migration"
_CHANGE = "UPDATE migration SET name = name || '.'"
_CHANGE_BACK = "UPDATE migration SET name = substr(name, 1, length(name) - 1)"


class Transaction(Protocol):
    """What a write job is given. It sees its own writes and those committed before it."""

    ends: dict[object, Callable[[Transaction], None]]
    """What is still to be done once, just before the commit, by who left it there; jobs that share the
    transaction share it too. What a job left that failed is undone with its writes."""

    def run(self, sql: str, /, **params: Any) -> int:
        """Run one statement; how many rows it changed."""

    def many(self, sql: str, rows: Iterable[Mapping[str, Any]], /) -> None:
        """Run one statement once for each row."""

    def over(self, sql: str, rows: Rows, /) -> list[Row]:
        """Run one statement over all rows at once: `VALUES :rows` in it stands for them. Every row it gives, in any order."""

    def put(self, sql: str, rows: Rows, /) -> None:
        """As `over`, where nothing is given back: it may be carried out with the next statement, and refused there."""

    def all(self, sql: str, /, **params: Any) -> list[Row]:
        """Every row, also of `… RETURNING`."""

    def one(self, sql: str, /, **params: Any) -> Row | None:
        """The first row, if there is one."""


class Reader(Protocol):
    """A connection of its own that only reads, for a thread or a process that goes through very many rows."""

    def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        """Every row of a read as its values alone."""

    def close(self) -> None: ...


class Database(ABC):
    """An open database. Made by `Database.open`; belongs to one event loop."""

    engine: str  # "sqlite" or "postgres"
    failed: threading.Event
    """Set where a write found the database gone or its disk full, until one is known to reach the disk."""
    reader: Callable[[], Reader]
    """Opens a reader of this database; can be called in another thread, or sent to another process."""

    @staticmethod
    def open(
        url: str | Path, migrations: Sequence[Path] | None = None, *, create: bool = True
    ) -> Database:
        """A file, or `postgresql://…`, migrated and checked to be durable; else `StoreUnavailable`.

        `migrations` are those of this package unless given. With `create` false a missing file is
        refused, as a command that only reads should.
        """
        from carerecord.store import postgres, sqlite  # each imports this file

        if str(url).startswith(("postgresql://", "postgres://")):
            return postgres.open_postgres(str(url), migrations)
        return sqlite.open_sqlite(Path(url), migrations, create=create)

    @abstractmethod
    async def all(self, sql: str, /, **params: Any) -> list[Row]:
        """Every row of a read."""

    @abstractmethod
    async def tuples(self, sql: str, /, **params: Any) -> list[tuple[Any, ...]]:
        """Every row of a read as its values alone, for reading very many."""

    @abstractmethod
    async def one(self, sql: str, /, **params: Any) -> Row | None:
        """The first row of a read, if there is one."""

    @abstractmethod
    async def write(self, job: Callable[[Transaction], T], *, within: float = 10.0) -> T:
        """Run `job` in a transaction; return what it returned once that is durable.

        Jobs waiting together share one transaction, each under its own savepoint: one that raises
        is undone alone. A job runs on the writer's thread, must not keep an error of the database
        to itself, and may still be carried out after `within` seconds have passed or its caller
        was cancelled.
        """

    async def check(self) -> None:
        """`StoreUnavailable` where nothing can be read; or, after a write that failed, written."""
        await self.all(_LOOK)
        if self.failed.is_set():
            await self.write(_touch)
            self.failed.clear()

    @abstractmethod
    def close(self) -> None:
        """Finish what is waiting to be written, then let go of the database."""


def _touch(tx: Transaction) -> None:
    """Leaves all as it was, and has to reach the disk: SQLite writes nothing that was never changed."""
    tx.run(_CHANGE)
    tx.run(_CHANGE_BACK)
