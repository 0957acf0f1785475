"""`carerecord feed`: messages of sources that push, which could not be filed to anybody and wait for a person."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import Settings, SettingsError
from carerecord.connectors import PUSHED
from carerecord.connectors.contract import Feed
from carerecord.edge import NothingWaits, Waiting


@click.group("feed")
def command() -> None:
    """Messages that were sent and could not be filed to anybody."""


_source = click.argument("source", metavar="SOURCE")
_by = click.option("--by", required=True, help="Who does this.")


@command.command("waiting")
@_source
@configuration
@folder
@as_json
def _waiting(source: str, config: Path | None, directory: Path, as_json: bool) -> int:
    """List what SOURCE sent that waits, oldest first, without what it says. Exit code 1: some do."""

    async def listed(app: App) -> list[Waiting]:
        await _note(app, "waiting", source)
        return await app.feeding.aside.waiting(source)

    found = with_region(settings_of(config, directory), listed)
    if as_json:
        rows = [{"id": o.id, "received": o.received.isoformat(), "why": o.why} for o in found]
        click.echo(json.dumps(rows))
    for one in () if as_json else found:
        click.echo(f"{one.id}  {one.received:%Y-%m-%d %H:%M} UTC  {one.why}")
    if not found and not as_json:
        click.echo(f"Nothing of {source} waits.")
    return 1 if found else 0


@command.command("again")
@_source
@click.argument("message", metavar="[ID]", default="")
@click.option("--all", "every", is_flag=True, help="Every message that waits, oldest first.")
@_by
@configuration
@folder
def _again(
    source: str, message: str, every: bool, by: str, config: Path | None, directory: Path
) -> int:
    """Read the message ID of SOURCE as if it came now. Exit code 1: it, or some of them, still wait."""
    if bool(message) == every:
        raise SettingsError("give the ID of one message, or --all.")
    settings = settings_of(config, directory)

    async def tried(app: App) -> list[tuple[str, str]]:
        feed = _feed_of(settings, source, app)
        ids = [one.id for one in await app.feeding.aside.waiting(source)] if every else [message]
        return [(id, await _tried(app, feed, source, id, by)) for id in ids]

    said = with_region(settings, tried)
    for id, why in said:
        click.echo(f"{id}  {why or 'filed'}")
    return 1 if any(why for _, why in said) else 0


@command.command("discard")
@_source
@click.argument("message", metavar="ID")
@_by
@click.option("--why", required=True, help="In a few words and without a name.")
@configuration
@folder
def _discard(
    source: str, message: str, by: str, why: str, config: Path | None, directory: Path
) -> None:
    """Throw the message ID of SOURCE away; its sender was told that it is safe here."""

    async def discarded(app: App) -> None:
        await _message(app, source, message)
        await _note(app, "discard", source, message=message, by=by, why=why)
        await app.feeding.aside.done(source, message, datetime.now(UTC))

    with_region(settings_of(config, directory), discarded)
    click.echo(f"{message}  thrown away")


async def _tried(app: App, feed: Feed, source: str, id: str, by: str) -> str:
    raw = await _message(app, source, id)
    await _note(app, "again", source, message=id, by=by)
    why = await feed.again(raw)
    if not why:
        await app.feeding.aside.done(source, id, datetime.now(UTC))
    return why


async def _message(app: App, source: str, id: str) -> bytes:
    try:
        return await app.feeding.aside.message(source, id)
    except NothingWaits:
        raise SettingsError(f"no message {id} of {source} waits.") from None


async def _note(app: App, step: str, source: str, **more: str) -> None:
    await app.log.append("edge-copies", None, body={"step": step, "source": source, **more})


def _feed_of(settings: Settings, source: str, app: App) -> Feed:
    for one in settings.source:
        if one.id == source and one.protocol in PUSHED:
            return PUSHED[one.protocol].open(one, app.feeding.keep, settings.beside)
    raise SettingsError(f"{source} is no configured source that pushes.")
