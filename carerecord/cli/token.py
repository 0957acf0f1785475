"""`carerecord token`: a bearer token for /fhir/R4, in an invented region only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import as_json, as_whom, folder, settings_of, with_region
from carerecord.cli.staff import member
from carerecord.config import SettingsError


@click.command("token")
@as_whom
@folder
@click.option("--minutes", type=click.IntRange(1, 720), default=60, show_default=True)
@as_json
def command(username: str, directory: Path, minutes: int, as_json: bool) -> None:
    """Print a bearer token that acts as one member of staff."""
    settings = settings_of(None, directory)
    if not settings.region.demo:
        raise SettingsError("a token without a sign-in is for a demo region only (region.demo)")

    async def issue(app: App) -> str:
        viewer = await member(app, username)
        token = await app.sessions.issue_token(username, minutes)
        await app.log.append("token", viewer, body={"minutes": minutes, "face": "command"})
        return token

    token = with_region(settings, issue)
    if as_json:
        ends = datetime.now(UTC) + timedelta(minutes=minutes)
        click.echo(json.dumps({"token": token, "as": username, "expires": ends.isoformat()}))
    else:
        click.echo(token)
