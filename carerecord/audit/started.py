"""That a machine was started: with which release, rules, configuration and connections, and what is other than before.

Written once for each start of `carerecord serve`, however many workers it has. Settings themselves are not written,
only their names and whether they changed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from typing import Any

from carerecord.audit.log import Log
from carerecord.config import Settings
from carerecord.store import Transaction, sql

SQL = sql(__file__, "started.sql")
CONNECTIONS = ("source", "provider", "launcher", "neighbour", "audit_feed")
"""The blocks of a configuration that each connect to somebody."""


async def write_start(log: Log, settings: Settings, key: bytes, policy_version: str) -> None:
    """Entries durable, or `AuditUnavailable`: what is not written down is not started."""
    node, now = settings.audit.node, _connections(settings, key)
    rows = await log.db.all(SQL.before, node=node)
    changes = _changes({row["name"]: row["digest"] for row in rows}, now)
    if rows and changes:
        await log.append("connections-changed", None, body=changes)
    body = {
        "release": version("carerecord"),
        "policy_version": policy_version,
        "configuration": _file_digest(settings),
        "connections": sorted(now),
    }
    await log.append("started", None, body=body, along=partial(_keep, node=node, now=now))


def _connections(settings: Settings, key: bytes) -> dict[str, str]:
    """By kind and id: a digest of how each is set, which tells nothing without the region's key."""
    return {
        f"{kind} {one.id}": hmac.new(key, _text(one), hashlib.sha256).hexdigest()
        for kind in CONNECTIONS
        for one in getattr(settings, kind)
    }


def _text(block: Any) -> bytes:
    return json.dumps(asdict(block), sort_keys=True, default=str).encode()


def _changes(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, list[str]]:
    """What came, went, or is set otherwise; nothing of it where all is as it was."""
    found = {
        "came": sorted(now.keys() - before.keys()),
        "went": sorted(before.keys() - now.keys()),
        "changed": sorted(name for name in now.keys() & before.keys() if now[name] != before[name]),
    }
    return {word: names for word, names in found.items() if names}


def _keep(tx: Transaction, _entry_id: str, *, node: str, now: Mapping[str, str]) -> None:
    tx.run(SQL.forget, node=node)
    for name, digest in now.items():
        tx.run(SQL.keep, node=node, name=name, digest=digest)


def _file_digest(settings: Settings) -> str:
    """As `sha256sum` prints it."""
    return hashlib.sha256((settings.folder / settings.file).read_bytes()).hexdigest()
