"""`carerecord insight`: how much the record is used, from the audit log alone."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table as Drawn

from carerecord.app import App
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.insight.use import Table, Use, as_csv
from carerecord.insight.use import as_json as use_as_json


@click.group("insight")
def command() -> None:
    """How much the record is used."""


@command.command("use")
@click.option("--month", default="", metavar="YYYY-MM", help="The month (default: the newest).")
@click.option("--csv", "csv_too", is_flag=True, help="CSV, one table after another.")
@click.option("--table", "named", default="", help="Only this table, such as “settings”.")
@configuration
@folder
@as_json
def _use(
    month: str, csv_too: bool, named: str, config: Path | None, directory: Path, as_json: bool
) -> int:
    """Views, staff and people of a month beside the year before. Small numbers are hidden.

    Exit code 1: there are no figures yet.
    """

    async def found(app: App) -> Use | None:
        return await app.use_desk.figures(None, month)

    use = with_region(settings_of(config, directory), found)
    if use is None:
        click.echo("No day is written yet: a day is counted when its sessions are over.", err=True)
        return 1
    tables = [one for one in use.tables if named in ("", one.name)]
    if not tables:
        known = ", ".join(one.name for one in use.tables)
        raise SettingsError(f"no table “{named}”; known: {known}")
    if as_json:
        click.echo(json.dumps(use_as_json(use), ensure_ascii=False))
    elif csv_too:
        click.echo("\n".join(as_csv(one) for one in tables), nl=False)
    else:
        _show(use, tables)
    return 0


def _show(use: Use, tables: list[Table]) -> None:
    console = Console()
    console.print(f"{use.month}, counted up to {use.until}")
    for one in tables:
        drawn = Drawn(one.head, title=one.title)
        for column in one.columns:
            drawn.add_column(column, justify="right")
        for line in one.lines:
            drawn.add_row(line.label, *("" if cell is None else str(cell) for cell in line.cells))
        console.print(drawn)


@command.command("export")
@click.argument("to", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@configuration
@folder
def _export(to: Path, config: Path | None, directory: Path) -> None:
    """Write each day of use that is whole and not in DIR yet as a Parquet file. Written down."""

    async def export(app: App) -> int:
        return len(await app.use_desk.export(to))

    days = with_region(settings_of(config, directory), export)
    click.echo(f"{days} days written to {to}")
