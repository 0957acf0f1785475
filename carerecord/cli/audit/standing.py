"""`carerecord audit status`: how much of each log witnesses have cosigned, and how long ago."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit import log_key
from carerecord.audit.publishing import Due, Witnessed, witnesses_of
from carerecord.audit.publishing import store as publishing
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region

_LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Row:
    log: str
    witness: str
    entries: int
    cosigned: int  # of them
    at: str
    late: bool


@click.command("status")
@configuration
@folder
@as_json
def status(config: Path | None, directory: Path, as_json: bool) -> int:
    """What witnesses have cosigned. Exit code 1: one has not, for five minutes."""
    settings = settings_of(config, directory)
    names = {str(one.key): one.name for one in witnesses_of(settings)}

    async def read(app: App) -> list[_Row]:
        had = {(one.log, one.witness): one for one in await publishing.witnessed(app.db)}
        return [
            _row(due, name, had.get((due.log, key)))
            for due in await publishing.dues(app.db)
            if not due.lost
            for key, name in names.items()
        ]

    rows = with_region(settings, read, checked=False)
    for row in rows:
        click.echo(json.dumps(asdict(row)) if as_json else _said(row))
    if not as_json:
        click.echo(f"Verifier key, for the witnesses: {log_key(settings).public}")
    if not names and not as_json:
        click.echo("No witness is configured: see [[witness]] in docs/reference/settings.md.")
    return 1 if any(row.late for row in rows) else 0


def _row(due: Due, name: str, last: Witnessed | None) -> _Row:
    if last is None:
        return _Row(due.log, name, due.size, 0, "", late=True)
    old = datetime.now(UTC) - last.at > _LATE
    return _Row(due.log, name, due.size, last.size, last.at.isoformat(), old and not last.closed)


def _said(row: _Row) -> str:
    word = "LATE" if row.late else "well"
    when = f", at {row.at[:19]}" if row.at else ""
    return f"{word}  log {row.log}: {row.witness} cosigned {row.cosigned} of {row.entries} entries{when}"
