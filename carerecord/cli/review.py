"""`carerecord review`: what is done each night for privacy officers, on demand, and how it stands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from carerecord.app import App, jobs_of
from carerecord.cli.region import configuration, folder, settings_of, with_region


@click.group("review")
def command() -> None:
    """Reviews of who looked: find what is unusual, check the log, send what waits."""


@command.command("find")
@click.option("--days", default=1, show_default=True, help="Look at the views of so many days.")
@configuration
@folder
def _find(days: int, config: Path | None, directory: Path) -> None:
    """Open a review for each alert and each unusual view, and for last month’s sample, that has none yet."""

    async def find(app: App) -> tuple[int, int, int, int]:
        jobs = jobs_of(app)
        await app.log.append("audit-read", None, body={"command": "review find", "days": days})
        since = datetime.now(UTC) - timedelta(days=days)
        alerts, unusual = await jobs.alerts_in(), await jobs.unusual_in(since)
        return alerts, unusual, await jobs.unproved_in(), await jobs.month_in()

    alerts, unusual, unproved, sampled = with_region(settings_of(config, directory), find)
    click.echo(
        f"{alerts} of alerts, {unusual} of unusual views, {unproved} that no care proved, "
        f"{sampled} of last month’s sample."
    )


@command.command("send")
@configuration
@folder
def _send(config: Path | None, directory: Path) -> int:
    """Send the e-mails that wait. Exit code 1: some still do."""

    async def send(app: App) -> tuple[int, int]:
        outbox, server = app.cases.coming.outbox, app.cases.coming.post.server
        sent = await outbox.send_due(server) if server else 0
        return sent, (await outbox.waiting())[0]

    sent, waiting = with_region(settings_of(config, directory), send)
    click.echo(f"{sent} sent, {waiting} waiting.")
    return 1 if waiting else 0
