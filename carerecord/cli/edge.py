"""`carerecord edge`: copies held for a source that can only push, for the provider whose they are (SRC-4)."""

from __future__ import annotations

import dataclasses
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.about import written
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.edge import Certificate, Held
from carerecord.identity import NotAnNHSNumber, nhs_number
from carerecord.store import Transaction


@click.group("edge")
def command() -> None:
    """Copies held for sources that can only push: their provider's own."""


_source = click.argument("source", metavar="SOURCE")
_by = click.option("--by", required=True, help="Who does this, for the provider.")
_two = click.option("--by", multiple=True, required=True, help="Who orders it: two, so twice.")
_why = click.option("--why", required=True, help="In a few words and without a name.")


@command.command("list")
@_source
@configuration
@folder
@as_json
def _list(source: str, config: Path | None, directory: Path, as_json: bool) -> int:
    """How much is held for SOURCE, and from when; nothing of anybody. Exit code 1: nothing."""

    async def counted(app: App) -> Held:
        await app.log.append("edge-copies", None, body={"step": "list", "source": source})
        return await app.edge.held(source)

    held = with_region(settings_of(config, directory), counted)
    said = {"source": source, **_described(held)}
    click.echo(json.dumps(said) if as_json else f"{source}: {_words(held)}")
    return 0 if held.items else 1


@command.command("export")
@_source
@click.argument("file", type=click.Path(path_type=Path))
@_by
@configuration
@folder
def _export(source: str, file: Path, by: str, config: Path | None, directory: Path) -> int:
    """Write all that SOURCE sent and did not call off to FILE, one FHIR resource on each line.

    FILE is made, for its owner alone. Exit code 1: nothing is held, or some of it cannot be opened.
    """

    async def exported(app: App) -> tuple[int, int]:
        count = broken = 0
        if not (await app.edge.held(source)).items:
            return count, broken
        with os.fdopen(_made(file), "wb") as out:
            body = {"command": "edge export", "source": source, "by": by}
            await app.log.append("export", None, body=body)
            async for copy in app.edge.export(source):
                out.write(copy.raw + b"\n" * bool(copy.raw))
                count, broken = count + bool(copy.raw), broken + (not copy.raw)
        return count, broken

    count, broken = with_region(settings_of(config, directory), exported)
    if not count + broken:
        click.echo(f"Nothing is held for {source}.")
        return 1
    click.echo(f"{_items(count)} written to {file}")
    if broken:
        click.echo(f"{_items(broken)} cannot be opened and are not in it", err=True)
    return 1 if broken else 0


@command.command("remove")
@_source
@click.option("--nhs-number", "number", required=True, help="“-” reads it from standard input.")
@click.option("--type", "kind", default="", help="Only the item of this FHIR type, with --id.")
@click.option("--id", "own", default="", help="Only the item with this id, with --type.")
@_by
@_why
@configuration
@folder
def _remove(
    source: str, number: str, kind: str, own: str, by: str, why: str, config: Path | None,
    directory: Path,
) -> int:  # fmt: skip
    """Take out what SOURCE sent about one person, all of it or one item, until it sends it again.

    Exit code 1: nothing is held.
    """
    if bool(kind) != bool(own):
        raise SettingsError("give --type and --id together, or neither for all of a person.")
    about = _number(written(number))
    only = (kind, own) if kind else None

    async def removed(app: App) -> int:
        person = (await app.people.by_number(about)).person
        body = {"step": "remove", "source": source, "whole": only is None, "by": by, "why": why}

        def remove(tx: Transaction) -> int:
            count = app.edge.correct(tx, source, about, only=only, now=datetime.now(UTC))
            said = {**body, "removed": count}
            person_id = person.id if person else ""
            app.log.within(tx, "edge-copies", None, person_id=person_id, body=said)
            return count

        return await app.db.write(remove)

    count = with_region(settings_of(config, directory), removed)
    click.echo(f"{_items(count)} taken out." if count else "Nothing is held.")
    return 0 if count else 1


@command.command("purge")
@_source
@_two
@_why
@configuration
@folder
@as_json
def _purge(
    source: str, by: tuple[str, ...], why: str, config: Path | None, directory: Path, as_json: bool
) -> int:
    """Destroy all that is held for SOURCE, for ever, and print the certificate. Stop its feed first.

    Exit code 1: nothing is held.
    """
    if len({" ".join(one.split()).casefold() for one in by} - {""}) < 2:
        raise SettingsError("Nothing was destroyed: two different people have to order it.")
    settings = settings_of(config, directory)

    async def purged(app: App) -> dict[str, object] | None:
        certificate = await app.edge.certificate(source, datetime.now(UTC))
        if certificate is None:
            await app.edge.clear(source)
            return None
        body = {"step": "purge", **_certified(certificate), "by": list(by), "why": why}

        def along(tx: Transaction, _: str) -> None:
            app.edge.purge(tx, certificate)

        receipt = await app.log.append("edge-destroyed", None, body=body, along=along)
        await app.edge.clear(source)
        return {**body, "entry": receipt.entry_id}

    said = with_region(settings, purged)
    if said is None:
        click.echo(f"Nothing is held for {source}.")
        return 1
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else _certificate(said))
    if source in {one.id for one in settings.source}:
        click.echo(f"{source} is still configured: what it sends from now on is kept.", err=True)
    return 0


def _made(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _number(typed: str) -> str:
    try:
        return nhs_number.read(typed)
    except NotAnNHSNumber as error:
        raise SettingsError(str(error)) from None


def _described(held: Held) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in dataclasses.asdict(held).items()
    }


def _words(held: Held) -> str:
    if held.oldest is None or held.newest is None:
        return "nothing is held"
    span = f"{held.oldest:%Y-%m-%d %H:%M} to {held.newest:%Y-%m-%d %H:%M} UTC"
    return f"{_items(held.items)} about {_people(held.people)}, said {span}; {held.removed} removed"


def _items(count: object) -> str:
    return "1 item" if count == 1 else f"{count} items"


def _people(count: object) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _certified(certificate: Certificate) -> dict[str, object]:
    said = {"source": certificate.source_id, "at": certificate.at.isoformat()}
    return {**said, "key_sha256": certificate.key_sha256, **_described(certificate.held)}


def _certificate(said: dict[str, object]) -> str:
    by = said["by"]
    lines = {
        "Source": said["source"],
        "Destroyed": f"{_items(said['items'])} about {_people(said['people'])}",
        "Said": f"{said['oldest']} to {said['newest']}" if said["items"] else "-",
        "At": said["at"],
        "Key": f"sha256 {said['key_sha256']}",
        "By": ", ".join(map(str, by)) if isinstance(by, list) else by,
        "Why": said["why"],
        "Entry": f"{said['entry']} of the audit log (`carerecord audit prove`)",
    }
    rows = [f"  {name:10} {value}" for name, value in lines.items()]
    return "\n".join(
        ["Certificate: these copies were destroyed, with the key that sealed them.", *rows]
    )
