"""What every command of this folder that changes something does: carry it out, write it down, say it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import settings_of, with_region
from carerecord.onboarding import Change

by_whom = click.option("--by", required=True, help="Who makes this change; kept in both logs.")
why_needed = click.option("--why", required=True, help="Why; kept in the log of changes.")
why_wanted = click.option("--why", default="", help="Why; kept in the log of changes.")


def change(
    config: Path | None, directory: Path, as_json: bool, make: Callable[[App], Awaitable[Change]]
) -> Change:
    """Carry out one change, write it in the audit log (AUD-1) and say what it was."""

    async def made(app: App) -> Change:
        one = await make(app)
        body = {"what": one.what, "about": one.about, "by": one.by, "number": one.number}
        await app.log.append("changed", None, body=body)
        return one

    one = with_region(settings_of(config, directory), made)
    click.echo(json.dumps(described(one), ensure_ascii=False) if as_json else line_of(one))
    return one


def described(one: Change) -> Mapping[str, object]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "by": one.by,
        "what": one.what,
        "about": one.about,
        "why": one.why,
        "before": one.before,
        "after": one.after,
    }


def line_of(one: Change) -> str:
    return f"{one.what}: {one.about} (change {one.number}, by {one.by})"
