"""`carerecord restricted`: the code sets whose items are withheld. One person proposes, another approves (SEN-3)."""

from __future__ import annotations

import json
from pathlib import Path

import click

from carerecord.access.withholding import Proposal
from carerecord.app import App
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region

by_whom = click.option(
    "--by", required=True, help="Who does it; kept with the version and in the log."
)


@click.group("restricted")
def command() -> None:
    """The sets of codes whose items are withheld from everybody."""


@command.command()
@configuration
@folder
def show(config: Path | None, directory: Path) -> None:
    """The file in force, word for word: what a change begins with."""
    click.echo(with_region(settings_of(config, directory), lambda app: app.restricted.text()))


@command.command("list")
@configuration
@folder
@as_json
def list_(config: Path | None, directory: Path, as_json: bool) -> None:
    """Every version that was proposed, and which is in force."""
    found = with_region(settings_of(config, directory), lambda app: app.restricted.every())
    if as_json:
        click.echo(json.dumps([_fields(one) for one in found]))
        return
    if not any(one.in_force for one in found):
        click.echo("In force: the sets of this package.")
    for one in found:
        click.echo(_line(one))


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_whom
@configuration
@folder
def propose(file: Path, by: str, config: Path | None, directory: Path) -> None:
    """Propose FILE as a whole new version. It is in force only when somebody else approves it."""
    text = file.read_text("utf-8")

    async def work(app: App) -> str:
        version = await app.restricted.propose(text, by)
        body = {"what": "restricted sets proposed", "about": version, "by": by}
        await app.log.append("changed", None, body=body)
        return version

    version = with_region(settings_of(config, directory), work)
    click.echo(f"Proposed {version}. Not in force until somebody else approves it.")


@command.command()
@click.argument("version")
@by_whom
@configuration
@folder
def approve(version: str, by: str, config: Path | None, directory: Path) -> None:
    """Approve VERSION: in force at the next request, in every process."""

    async def work(app: App) -> None:
        await app.restricted.approve(version, by)
        body = {"what": "restricted sets approved", "about": version, "by": by}
        await app.log.append("changed", None, body=body)

    with_region(settings_of(config, directory), work)
    click.echo(f"{version} is in force.")


def _line(one: Proposal) -> str:
    approved = f"approved {one.approved:%Y-%m-%d} by {one.approved_by}" if one.approved else "waits"
    mark = " (in force)" if one.in_force else ""
    return f"{one.version}: proposed {one.proposed:%Y-%m-%d} by {one.proposed_by}, {approved}{mark}"


def _fields(one: Proposal) -> dict[str, object]:
    return {
        "version": one.version,
        "proposed_by": one.proposed_by,
        "proposed": one.proposed.isoformat(),
        "approved_by": one.approved_by,
        "approved": one.approved.isoformat() if one.approved else None,
        "in_force": one.in_force,
    }
