"""`carerecord backup`: a copy of the database while the server runs. That it was taken is in the copy too."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.config import Settings, SettingsError
from carerecord.store import copy_file


@click.command("backup")
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--by", required=True, help="Who takes it.")
@configuration
@folder
def command(target: Path | None, by: str, config: Path | None, directory: Path) -> None:
    """Write down that a backup is taken, then copy the database to TARGET, a new file.

    On PostgreSQL leave TARGET out: it only writes it down. Run it before pg_dump.
    """
    settings = settings_of(config, directory)
    embedded = "://" not in settings.store.url
    _refuse_wrong_target(target, embedded=embedded)

    async def written(app: App) -> None:
        await app.log.append("backup", None, body={"by": by, "store": app.db.engine})

    with_region(settings, written)
    if target is None:
        click.echo("Written down. Now run pg_dump.")
        return
    copy_file(settings.folder / settings.store.url, target)
    click.echo(f"Copied to {target}. {_keys(settings)}")


def _refuse_wrong_target(target: Path | None, *, embedded: bool) -> None:
    if embedded and target is None:
        raise SettingsError("name the file to copy the database to.")
    if target is not None and not embedded:
        raise SettingsError("PostgreSQL is copied by pg_dump: leave the file out.")
    if target is not None and target.exists():
        raise SettingsError(f"{target} is there already: a backup never writes over another.")


def _keys(settings: Settings) -> str:
    names = f"{settings.region.key_file} and {settings.audit.key_file}"
    return f"Keep {names} too, somewhere else: without them the copy opens no record."
