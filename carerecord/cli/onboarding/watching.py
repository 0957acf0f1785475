"""`carerecord onboarding warnings` and `changes`: what stops soon, and what was changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.onboarding.changing import described, line_of
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.onboarding import Change, Expiring


@click.command("warnings")
@configuration
@folder
@as_json
def warnings(config: Path | None, directory: Path, as_json: bool) -> int:
    """Agreements and training that stop soon, soonest first. Exit code 1: there are some."""

    async def read(app: App) -> list[Expiring]:
        return await app.onboarding.warnings(datetime.now(UTC))

    found = with_region(settings_of(config, directory), read)
    for one in found:
        click.echo(_described(one) if as_json else f"{one.kind} {one.about}: {one.words}")
    return 1 if found else 0


@click.command("changes")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@configuration
@folder
@as_json
def changes(limit: int, config: Path | None, directory: Path, as_json: bool) -> None:
    """What was changed here, by whom, newest first."""

    async def read(app: App) -> list[Change]:
        return await app.onboarding.changes.recent(limit)

    for one in with_region(settings_of(config, directory), read):
        line = f"{one.at:%Y-%m-%d %H:%M:%S} UTC  {line_of(one)}"
        click.echo(json.dumps(described(one), ensure_ascii=False) if as_json else line)


def _described(one: Expiring) -> str:
    said = {
        "kind": one.kind,
        "about": one.about,
        "words": one.words,
        "ends": one.ends.isoformat(),
        "within_days": one.within_days,
    }
    return json.dumps(said, ensure_ascii=False)
