"""`carerecord audit recent`, `person` and `export`: read the log. Reading it is written in it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from carerecord.app import App
from carerecord.audit import Entry
from carerecord.audit.events import audit_event
from carerecord.audit.feed.person import without_person as about_nobody
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.identity import NotAnNHSNumber, nhs_number

_limit = click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)


@click.command("recent")
@_limit
@configuration
@folder
@as_json
def recent(limit: int, config: Path | None, directory: Path, as_json: bool) -> None:
    """The newest entries."""

    async def newest(app: App) -> list[Entry]:
        await app.log.append("audit-read", None, body={"command": "recent", "limit": limit})
        return await app.log.recent(limit)

    _print(with_region(settings_of(config, directory), newest), as_json)


@click.command("person")
@click.argument("person")
@_limit
@configuration
@folder
@as_json
def person(person: str, limit: int, config: Path | None, directory: Path, as_json: bool) -> None:
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


@click.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--fhir", is_flag=True, help="Each entry as a FHIR AuditEvent (NDJSON).")
@click.option("--without-person", is_flag=True, help="Leave out whom each was about, for a SIEM.")
@configuration
@folder
def export(
    file: Path, fhir: bool, without_person: bool, config: Path | None, directory: Path
) -> None:
    """Write the whole log to FILE, oldest first, one JSON object on each line."""

    async def whole(app: App) -> int:
        written = 0
        with file.open("x", encoding="utf-8") as out:
            body = {"command": "audit export", "fhir": fhir, "without_person": without_person}
            await app.log.append("export", None, body=body)
            async for entry in app.log.entries():
                told = about_nobody(entry) if without_person else entry
                said = audit_event(told, app.events.recorder) if fhir else _described(told)
                out.write(json.dumps(said, ensure_ascii=False) + "\n")
                written += 1
        return written

    count = with_region(settings_of(config, directory), whole)
    click.echo(f"{count} entries written to {file}")


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
