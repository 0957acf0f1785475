"""`carerecord audit`: read the log, and check that no entry is missing. Reading it is written in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit import Entry
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.identity import NotAnNHSNumber, nhs_number


@click.group("audit")
def command() -> None:
    """The audit log."""


_limit = click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)


@command.command("recent")
@_limit
@configuration
@folder
@as_json
def _recent(limit: int, config: Path | None, directory: Path, as_json: bool) -> None:
    """The newest entries."""

    async def recent(app: App) -> list[Entry]:
        await app.log.append("audit-read", None, body={"command": "recent", "limit": limit})
        return await app.log.recent(limit)

    _print(with_region(settings_of(config, directory), recent), as_json)


@command.command("person")
@click.argument("person")
@_limit
@configuration
@folder
@as_json
def _person(person: str, limit: int, config: Path | None, directory: Path, as_json: bool) -> None:
    """What was done about PERSON: the opaque id that `person find` shows, or an NHS number.

    “-” reads it from standard input, out of the shell's history and the list of processes.
    """
    named = sys.stdin.readline().strip() if person == "-" else person

    async def about(app: App) -> list[Entry]:
        person_id = await _id_of(app, named)
        body = {"command": "person", "limit": limit}
        await app.log.append("audit-read", None, person_id=person_id, body=body)
        return await app.log.about(person_id, limit=limit)

    _print(with_region(settings_of(config, directory), about), as_json)


async def _id_of(app: App, named: str) -> str:
    try:
        found = await app.people.by_number(nhs_number.read(named))
    except NotAnNHSNumber:
        return named
    return found.person.id if found.person else named


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@configuration
@folder
def _export(file: Path, config: Path | None, directory: Path) -> None:
    """Write the whole log to FILE, oldest first, one JSON object on each line."""

    async def export(app: App) -> int:
        written = 0
        with file.open("x", encoding="utf-8") as out:
            await app.log.append("export", None, body={"command": "audit export"})
            async for entry in app.log.entries():
                out.write(json.dumps(_described(entry), ensure_ascii=False) + "\n")
                written += 1
        return written

    count = with_region(settings_of(config, directory), export)
    click.echo(f"{count} entries written to {file}")


@command.command("verify")
@configuration
@folder
@as_json
def _verify(config: Path | None, directory: Path, as_json: bool) -> int:
    """Check that the entries are numbered without a gap. Exit code 1: they are not."""

    async def gaps(app: App) -> tuple[int, int, int]:
        missing, first, last = 0, 0, 0
        async for entry in app.log.entries():
            if entry.seq != last + 1:
                missing += entry.seq - last - 1
                first = first or last + 1
            last = entry.seq
        return last, missing, first

    last, missing, first = with_region(settings_of(config, directory), gaps)
    if as_json:
        click.echo(json.dumps({"last": last, "missing": missing, "first_missing": first or None}))
    elif missing:
        click.echo(f"{missing} of {last} entries are missing, the first is {first}.")
    else:
        click.echo(f"{last} entries, none missing.")
    return 1 if missing else 0


def _print(entries: list[Entry], as_json: bool) -> None:
    shown: Callable[[Entry], str] = _json if as_json else _line
    for entry in entries:
        click.echo(shown(entry))


def _json(entry: Entry) -> str:
    return json.dumps(_described(entry), ensure_ascii=False)


def _line(entry: Entry) -> str:
    who = entry.viewer.id if entry.viewer else "-"
    at = entry.at.isoformat(timespec="seconds")
    return f"{entry.seq:>7}  {at}  {entry.kind:<15} {who:<16} {entry.person_id}"


def _described(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "entry_id": entry.entry_id,
        "at": entry.at.isoformat(),
        "kind": entry.kind,
        "viewer": entry.viewer.id if entry.viewer else None,
        "role": entry.viewer.role if entry.viewer else None,
        "organisation": entry.viewer.organisation if entry.viewer else None,
        "person_id": entry.person_id,
        "view_id": entry.view_id,
        "body": entry.body,
    }
