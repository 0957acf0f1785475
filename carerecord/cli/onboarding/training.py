"""`carerecord onboarding training`: what staff passed, and what they must pass."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.onboarding.changing import by_whom, change, why_needed
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.onboarding import Change
from carerecord.onboarding.days import london_day, moment
from carerecord.onboarding.training_file import read_training
from carerecord.store import Row


@click.group("training")
def command() -> None:
    """Training records and modules."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@by_whom
@configuration
@folder
@as_json
def _import(file: Path, by: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Record every row of FILE (CSV), or none: what is wrong is named by row and column."""
    content = file.read_bytes()

    async def make(app: App) -> Change:
        training = app.onboarding.training
        today = london_day(datetime.now(UTC))
        records = read_training(content, await training.modules(), today)
        return await training.add(records, by=by, origin=file.name)

    change(config, directory, as_json, make)


@command.command("show")
@click.argument("staff", metavar="STAFF")
@configuration
@folder
@as_json
def _show(staff: str, config: Path | None, directory: Path, as_json: bool) -> int:
    """What is recorded of STAFF. Exit code 1: nothing."""

    async def read(app: App) -> list[Row]:
        return await app.onboarding.training.of(staff)

    rows = with_region(settings_of(config, directory), read)
    for row in map(_described, rows):
        line = "{module} {version}  {score}  {day}  {delivered_by}  counts until {counts_until}"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else line.format(**row))
    return 0 if rows else 1


@command.command("withdraw")
@click.argument("staff", metavar="STAFF")
@click.argument("module")
@by_whom
@why_needed
@configuration
@folder
@as_json
def _withdraw(
    staff: str, module: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """What was recorded of STAFF and MODULE was wrong: it counts for nothing any more."""
    change(
        config, directory, as_json,
        lambda app: app.onboarding.training.withdraw(staff, module, by=by, why=why),
    )  # fmt: skip


@command.command("publish")
@click.argument("module")
@by_whom
@why_needed
@configuration
@folder
@as_json
def _publish(
    module: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """A new version of MODULE, because its rules changed: everybody has 14 days to pass it."""
    change(
        config, directory, as_json,
        lambda app: app.onboarding.training.publish(module, by=by, why=why),
    )  # fmt: skip


def _described(row: Row) -> dict[str, object]:
    until = row["counts_until"]
    return {
        **{name: row[name] for name in ("module", "version", "score", "day", "organisation", "delivered_by")},
        "counts_until": moment(until).isoformat() if until else "never",
    }  # fmt: skip
