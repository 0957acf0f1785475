"""`carerecord audit reconcile`: our log against a source's own log of what it served."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit.reconciling import (
    Reconciled,
    Served,
    ServedUnreadable,
    read_served,
    reconcile,
)
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("reconcile")
@click.argument("source")
@click.argument("file", type=FILE)
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the file, in UTC (default: yesterday).",
)
@configuration
@folder
@as_json
def reconcile_with(
    source: str,
    file: Path,
    day: datetime | None,
    config: Path | None,
    directory: Path,
    as_json: bool,
) -> int:
    """Compare the audit log with FILE, what SOURCE says it served in one day.

    FILE is CSV with the columns request_id and correlation_id. Exit code 1: a request that it served is
    written down nowhere.
    """
    settings = settings_of(config, directory)
    if source not in {one.id for one in settings.source}:
        raise click.BadParameter(f"no source {source}", param_hint="SOURCE")
    since = datetime.combine(day.date() if day else _yesterday(), time(), UTC)
    served = _served(file)

    async def compared(app: App) -> Reconciled:
        found = await reconcile(app.db, source, served, since, since + timedelta(days=1))
        body = {"command": "reconcile", "source": source, "unaudited": len(found.unaudited)}
        await app.log.append("audit-read", None, body=body)
        return found

    found = with_region(settings, compared)
    click.echo(json.dumps(asdict(found)) if as_json else _said(found))
    return 1 if found.unaudited else 0


def _yesterday() -> date:
    return datetime.now(UTC).date() - timedelta(days=1)


def _served(file: Path) -> list[Served]:
    try:
        return read_served(file)
    except ServedUnreadable as error:
        raise click.BadParameter(f"{file}: {error}", param_hint="FILE") from None


def _said(found: Reconciled) -> str:
    lines = [
        f"{found.source} served {found.served} requests; {found.audited} are in the audit log."
    ]
    lines += [
        f"NOT WRITTEN DOWN: request {o.request_id} of view {o.correlation_id}"
        for o in found.unaudited
    ]
    lines += [
        f"Shown, and not served by the source's own word: request {one}" for one in found.unserved
    ]
    return "\n".join(lines)
