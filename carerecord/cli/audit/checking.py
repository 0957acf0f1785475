"""`carerecord audit verify`, `prove` and `publish`: for those who need not trust the region."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from carerecord.app import App, refuse_unsafe
from carerecord.audit import AuditUnavailable
from carerecord.audit.key import log_keys
from carerecord.audit.notes import Note, NoteUnreadable, PublicKey
from carerecord.audit.proving import NoSuchEntry, Proving
from carerecord.audit.publishing import Kept, kept_file
from carerecord.audit.publishing.folder import Folder
from carerecord.audit.publishing.store import dues
from carerecord.audit.starting import StartRefused
from carerecord.audit.verifying import Verified, Verifying
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("verify")
@click.option(
    "--checkpoint",
    "checkpoints",
    type=FILE,
    multiple=True,
    help="A signed checkpoint that was kept elsewhere, such as a witness’s; may be given again.",
)
@click.option(
    "--key", "keys", multiple=True,
    help="A verifier key; may be given again (default: the region’s own, and those before).",
)  # fmt: skip
@configuration
@folder
@as_json
def verify(
    checkpoints: tuple[Path, ...], keys: tuple[str, ...], config: Path | None, directory: Path,
    as_json: bool,
) -> int:  # fmt: skip
    """Hash every entry again, up to every checkpoint that was signed. Exit code 1: the log was altered."""
    settings = settings_of(config, directory)
    outside = [_note(path) for path in checkpoints]
    public = [_public(key) for key in keys] or log_keys(settings)

    async def read(app: App) -> list[Verified]:
        verifying = Verifying(app.db, public, outside, processes=os.cpu_count() or 1)
        found = [one async for one in verifying.all()]
        faults = sum(one.fault is not None for one in found)
        # Nothing is added to a log that is not whole; its tables may not even take it.
        with contextlib.suppress(StartRefused, *([AuditUnavailable] if faults else [])):
            await refuse_unsafe(settings, app.db)
            await app.log.append("audit-read", None, body={"command": "verify", "faults": faults})
        return found

    found = with_region(settings, read, checked=False)
    for one in found:
        click.echo(json.dumps(asdict(one)) if as_json else _said(one))
    return 1 if any(one.fault for one in found) else 0


@click.command("prove")
@click.argument("entry_id")
@configuration
@folder
def prove(entry_id: str, config: Path | None, directory: Path) -> int:
    """Print the proof that ENTRY_ID is in its log (c2sp.org/tlog-proof). Nothing of the entry is in it."""

    async def proof(app: App) -> str:
        return str(await Proving(app.db).entry(entry_id))

    try:
        click.echo(with_region(settings_of(config, directory), proof), nl=False)
    except NoSuchEntry:
        click.echo(f"No log has an entry {entry_id}.", err=True)
        return 1
    return 0


@click.command("publish")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@configuration
@folder
def publish(target: Path, config: Path | None, directory: Path) -> None:
    """Write the newest checkpoint of each log, its hashes, and the keys they are checked by, into TARGET."""
    settings = settings_of(config, directory)

    async def write(app: App) -> int:
        found = [one for one in await dues(app.db) if not one.lost]
        Kept(kept_file(settings)).write({one.log: one.note for one in found})
        into = Folder(target, Proving(app.db))
        for one in found:
            await into.publish(one, log_keys(settings))
        return len(found)

    click.echo(f"{with_region(settings, write)} logs written to {target}")


def _said(one: Verified) -> str:
    if one.fault:
        return f"ALTERED  {one.fault}"
    return f"intact   log {one.log}: {one.read} entries"


def _note(path: Path) -> Note:
    try:
        return Note.read(path.read_bytes())
    except NoteUnreadable as error:
        raise click.BadParameter(f"{path}: {error}", param_hint="--checkpoint") from None


def _public(text: str) -> PublicKey:
    try:
        return PublicKey.read(text)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--key") from None
