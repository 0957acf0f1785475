"""`carerecord audit erase` and `prune`: what leaves the log by order of a court, or because its time is over."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit.removing import Order, RemovalRefused, Removing
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.config import SettingsError

_by = click.option(
    "--by", multiple=True, required=True, help="Who orders it; two people, so twice."
)
_order = click.option("--order", "reference", required=True, help="The order, or the rule.")
_why = click.option("--why", required=True, help="Why, in a few words and without a name.")


@click.command("erase")
@click.argument("entry_id")
@_by
@_order
@_why
@configuration
@folder
def erase(
    entry_id: str,
    by: tuple[str, ...],
    reference: str,
    why: str,
    config: Path | None,
    directory: Path,
) -> None:
    """Erase the content of ENTRY_ID for ever; its hash stays, and the log says who ordered it."""

    async def erased(app: App) -> None:
        await Removing(app.log).erase(entry_id, Order(by, reference, why))

    try:
        with_region(settings_of(config, directory), erased)
    except RemovalRefused as error:
        raise SettingsError(f"Nothing was erased: {error}.") from None
    click.echo(f"Erased the content of entry {entry_id}.")


@click.command("prune")
@click.argument("log")
@_by
@_order
@_why
@configuration
@folder
def prune(
    log: str, by: tuple[str, ...], reference: str, why: str, config: Path | None, directory: Path
) -> None:
    """Remove every entry of LOG, a closed one, for ever; its last checkpoint stays."""

    async def pruned(app: App) -> int:
        return await Removing(app.log).prune(log, Order(by, reference, why))

    try:
        count = with_region(settings_of(config, directory), pruned)
    except RemovalRefused as error:
        raise SettingsError(f"Nothing was removed: {error}.") from None
    click.echo(f"Removed {count} entries of log {log}.")
