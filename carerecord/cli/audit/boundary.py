"""`carerecord audit rotate-key`, `restored`, `clock` and `close`: where one log ends and another begins. Stop the server first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit import log_key
from carerecord.audit.boundaries import Boundaries
from carerecord.audit.clock import acknowledge_clock
from carerecord.audit.key import log_keys, next_key, take_next_key
from carerecord.audit.publishing import Kept, kept_file, witnesses_of
from carerecord.audit.restoring import Gap, NothingMissing, Restoring, TwoPeople
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.config import SettingsError


@click.command("rotate-key")
@configuration
@folder
def rotate_key(config: Path | None, directory: Path) -> None:
    """Close the log under the old key, and open the next under a new one; print it for the witnesses."""
    settings = settings_of(config, directory)
    old, new = log_key(settings), next_key(settings)

    async def rotate(app: App) -> None:
        await Boundaries(app.db, old, node=settings.audit.node).rotate(new)

    with_region(settings, rotate)
    take_next_key(settings, old.public)
    click.echo(
        f"Witnesses need this verifier key, beside the old one, before you start the server:\n{new.public}"
    )


@click.command("close")
@configuration
@folder
def close(config: Path | None, directory: Path) -> None:
    """This machine writes no more: its log ends. Exit code 1: none was open."""
    settings = settings_of(config, directory)

    async def closed(app: App) -> str | None:
        return await Boundaries(app.db, log_key(settings), node=settings.audit.node).close()

    name = with_region(settings, closed)
    if name is None:
        raise click.exceptions.Exit(1)
    click.echo(f"Closed log {name}. Start the server once more, so that witnesses learn of it.")


@click.command("clock")
@click.option("--by", multiple=True, required=True, help="Who says so; two people, so twice.")
@click.option("--why", required=True, help="What happened, in a few words.")
@configuration
@folder
def clock(by: tuple[str, ...], why: str, config: Path | None, directory: Path) -> None:
    """After the clock was ahead and was set right: say so, for the server does not start before."""
    settings = settings_of(config, directory)

    async def acknowledge(app: App) -> int:
        node, now = settings.audit.node, datetime.now(UTC)
        return await acknowledge_clock(app.log, by, why, node=node, now=now)

    try:
        seconds = with_region(settings, acknowledge, checked=False)
    except (TwoPeople, NothingMissing) as error:
        raise SettingsError(str(error)) from None
    click.echo(f"Written down: the clock was ahead by {seconds} seconds. Start the server.")


@click.command("restored")
@click.option("--by", multiple=True, required=True, help="Who says so; two people, so twice.")
@click.option("--why", required=True, help="What happened, in a few words.")
@configuration
@folder
def restored(by: tuple[str, ...], why: str, config: Path | None, directory: Path) -> None:
    """After an older backup was restored: write down what is missing, and go on in a new log."""
    settings = settings_of(config, directory)
    key, node = log_key(settings), settings.audit.node

    async def acknowledge(app: App) -> tuple[str, list[Gap]]:
        restoring = Restoring(
            app.db,
            Boundaries(app.db, key, node=node),
            Kept(kept_file(settings)),
            key=key,
            keys=log_keys(settings),
            node=node,
        )
        return await restoring.acknowledge(by, why, witnesses_of(settings))

    try:
        name, gaps = with_region(settings, acknowledge, checked=False)
    except (TwoPeople, NothingMissing) as error:
        raise SettingsError(str(error)) from None
    for gap in gaps:
        click.echo(f"Missing: entries {gap.first} to {gap.last} of log {gap.log}")
    click.echo(f"The log goes on as {name}.")
