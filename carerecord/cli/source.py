"""`carerecord source`: which sources are configured, and whether they answer as they must."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import Settings, SettingsError
from carerecord.contract import SourceSettings
from carerecord.regions import Regions
from carerecord.viewing.source_checks import Checked, NotATestPerson
from carerecord.viewing.source_checks.contract import Tried
from carerecord.viewing.source_checks.desk import without_asking
from carerecord.viewing.source_checks.judging import judged


@click.group("source")
def command() -> None:
    """The configured sources."""


@command.command("list")
@configuration
@folder
@as_json
def _list(config: Path | None, directory: Path, as_json: bool) -> None:
    """Name every source, its protocol and what it shares."""
    sources = settings_of(config, directory).source
    if as_json:
        click.echo(json.dumps([_described(source) for source in sources], ensure_ascii=False))
        return
    widest = max((len(source.id) for source in sources), default=0)
    for source in sources:
        shares = f"{len(source.sections)} sections"
        click.echo(f"{source.id:{widest}}  {source.protocol:9}  {shares:11}  {source.name}")


@command.command("check")
@click.argument("name", metavar="NAME")
@click.option("--person", default="", help="The NHS number of an invented person it holds.")
@click.option("--born", default="", help="Their birth date, YYYY-MM-DD.")
@configuration
@folder
@as_json
def _check(
    name: str, person: str, born: str, config: Path | None, directory: Path, as_json: bool
) -> int:
    """Try one source (or “all”) with ten checks; about nobody, unless an invented person is named.

    Exit code 1: a check warned or failed.
    """
    settings = settings_of(config, directory)
    chosen = [source for source in settings.source if name in ("all", source.id)]
    if not chosen:
        known = ", ".join(source.id for source in settings.source) or "none"
        raise SettingsError(f"no source “{name}”. Configured: {known}.")
    checked = _with_person(settings, chosen, person, born) if person else _alone(settings, chosen)
    for one in checked:
        if as_json:
            said = {
                "source": one.source.id,
                "mark": one.mark,
                "checks": list(map(asdict, one.checks)),
            }
            click.echo(json.dumps(said, ensure_ascii=False))
        else:
            _say(one)
    return int(any(one.mark in ("warn", "fail") for one in checked))


def _with_person(
    settings: Settings, chosen: Sequence[SourceSettings], person: str, born: str
) -> list[Checked]:
    async def checks(app: App) -> list[Checked]:
        found = [await app.source_desk.check(None, one.id, person, born) for one in chosen]
        return [one for one in found if one is not None]

    try:
        return with_region(settings, checks)
    except NotATestPerson as error:
        raise SettingsError(f"--person: {error}.") from None


def _alone(settings: Settings, chosen: Sequence[SourceSettings]) -> list[Checked]:
    """Needs no database: it may be tried before the region runs."""
    agreed, now = Regions.of(settings).asking, datetime.now(UTC)

    async def tried() -> list[Tried]:
        return await asyncio.gather(
            *(without_asking(one, settings.beside, agreed, now) for one in chosen)
        )

    return [Checked(one.source, judged(one)) for one in asyncio.run(tried())]


def _say(checked: Checked) -> None:
    click.echo(f"{checked.source.id}: {checked.mark}")
    for one in checked.checks:
        click.echo(f"{one.number:4}  {one.mark:9}  {one.title}: {one.happened}")
        if one.do:
            click.echo(f"{'':17}{one.do}")


def _described(source: SourceSettings) -> dict[str, object]:
    return {
        "id": source.id,
        "name": source.name,
        "kind": source.kind,
        "protocol": source.protocol,
        "url": source.options.get("url", ""),
        "sections": list(source.sections),
    }
