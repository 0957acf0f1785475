"""`carerecord onboarding suspend` and `lift`: one member of staff, everywhere at once (TRN-5)."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.onboarding.changing import by_whom, change, why_needed
from carerecord.cli.region import as_json, configuration, folder
from carerecord.onboarding import Change


@click.command("suspend")
@click.argument("staff", metavar="STAFF")
@by_whom
@why_needed
@configuration
@folder
@as_json
def suspend(
    staff: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Suspend STAFF, by the id they sign in with, in every organisation, from their next request on."""

    async def make(app: App) -> Change:
        if not await app.onboarding.training.of(staff):
            click.echo(f"Nothing else is known here of “{staff}”: check the id.", err=True)
        return await app.onboarding.suspensions.suspend(staff, by=by, why=why)

    change(config, directory, as_json, make)


@click.command("lift")
@click.argument("staff", metavar="STAFF")
@by_whom
@why_needed
@configuration
@folder
@as_json
def lift(
    staff: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Lift the suspension of STAFF. Refused to the one who suspended them."""
    change(
        config, directory, as_json,
        lambda app: app.onboarding.suspensions.lift(staff, by=by, why=why),
    )  # fmt: skip
