"""`carerecord onboarding source`: what a source turned on and off. A source is off until it is turned on."""

from __future__ import annotations

import json
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.onboarding.changing import by_whom, change, why_wanted
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region

_section = click.option("--section", default="", help="Only this section.")
_consumer = click.option(
    "--organisation", "consumer", default="", metavar="CODE", help="Only for staff of this one."
)


@click.group("source")
def command() -> None:
    """Turn a source on or off, in force at the next request."""


@command.command("show")
@configuration
@folder
@as_json
def _show(config: Path | None, directory: Path, as_json: bool) -> None:
    """Every switch that was ever set."""

    async def read(app: App) -> list[dict[str, object]]:
        return [
            {"source": source, "section": section, "organisation": consumer, "on": on}
            for source, switches in (await app.onboarding.switches.all()).items()
            for (section, consumer), on in switches.items()
        ]

    rows = with_region(settings_of(config, directory), read)
    for one in sorted(rows, key=str):
        click.echo(json.dumps(one) if as_json else _line(one))


def _line(one: dict[str, object]) -> str:
    on = "on" if one["on"] else "off"
    return f"{one['source']}  section {one['section']}  organisation {one['organisation']}  {on}"


@command.command("enable")
@click.argument("source_id", metavar="SOURCE")
@_section
@_consumer
@by_whom
@why_wanted
@configuration
@folder
@as_json
def _enable(
    source_id: str, section: str, consumer: str, by: str, why: str, config: Path | None,
    directory: Path, as_json: bool,
) -> None:  # fmt: skip
    """Turn SOURCE on. What was turned off more narrowly stays off until it is itself turned on."""
    change(
        config, directory, as_json,
        lambda app: app.onboarding.switches.enable(
            source_id, by=by, section=section, consumer=consumer, why=why
        ),
    )  # fmt: skip


@command.command("disable")
@click.argument("source_id", metavar="SOURCE")
@_section
@_consumer
@by_whom
@why_wanted
@configuration
@folder
@as_json
def _disable(
    source_id: str, section: str, consumer: str, by: str, why: str, config: Path | None,
    directory: Path, as_json: bool,
) -> None:  # fmt: skip
    """Turn SOURCE off: all of it, one section, for one organisation, or both together."""
    change(
        config, directory, as_json,
        lambda app: app.onboarding.switches.disable(
            source_id, by=by, section=section, consumer=consumer, why=why
        ),
    )  # fmt: skip
