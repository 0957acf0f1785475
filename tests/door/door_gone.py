"""The database of a running region goes, and comes back: the server stops, or the disk is full."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import psycopg
from door_site import Site

from carerecord.conftest import postgres_gone
from running import descendants

_DROP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


@contextmanager
def gone(site: Site) -> Iterator[None]:
    url = site.settings.store.url
    with postgres_gone(url) if "://" in url else full_disk(site):
        yield


@contextmanager
def refusing(site: Site) -> Iterator[None]:
    """It can be read and takes no writes: its disk is full, or the server was made to read only."""
    url = site.settings.store.url
    with read_only(url) if "://" in url else full_disk(site):
        yield


@contextmanager
def read_only(url: str) -> Iterator[None]:
    """As after a failover: connections are dropped, and new ones only read."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("ALTER ROLE carerecord SET default_transaction_read_only = on")
        admin.execute(_DROP)
        try:
            yield
        finally:
            admin.execute("ALTER ROLE carerecord RESET default_transaction_read_only")
            admin.execute(_DROP)


@contextmanager
def full_disk(site: Site) -> Iterator[None]:
    """No file that the region's processes write may grow beyond where its write-ahead log ends now.

    That log begins anew and is made longer than what else they write; somebody reads its end meanwhile, or it
    would begin again and its room be used.
    """
    file = site.settings.beside(site.settings.store.url)
    reader = apsw.Connection(str(file))
    reader.set_busy_timeout(10_000)
    try:
        while reader.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]:
            pass  # the region is reading
        reader.execute("CREATE TABLE IF NOT EXISTS door_filling (content BLOB)")
        reader.execute("DELETE FROM door_filling")
        reader.execute("INSERT INTO door_filling VALUES (zeroblob(500000))")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM audit_head").fetchall()
        _limit(site, Path(f"{file}-wal").stat().st_size)
        yield
    finally:
        _limit(site, resource.RLIM_INFINITY)
        reader.close()


def _limit(site: Site, most: int) -> None:
    for pid in descendants(site.pid):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, hard))
