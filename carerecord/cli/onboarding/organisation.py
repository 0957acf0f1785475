"""`carerecord onboarding organisation`: an organisation, from its first day to its last."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from carerecord.app import App
from carerecord.cli.onboarding.changing import by_whom, change, why_needed, why_wanted
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.onboarding import Change, Organisation
from carerecord.onboarding.contract import DSPT, KINDS


@click.group("organisation")
def command() -> None:
    """Organisations and their go-live gates."""


@command.command("show")
@click.argument("code", required=False)
@configuration
@folder
@as_json
def _show(code: str | None, config: Path | None, directory: Path, as_json: bool) -> None:
    """What each organisation (or CODE) has shown, and which gates are missing."""

    async def read(app: App) -> list[dict[str, Any]]:
        known = await app.onboarding.organisations.all()
        chosen = [one for one in known.values() if code in (None, one.code)]
        return [await _described(app, one) for one in sorted(chosen, key=lambda one: one.code)]

    found = with_region(settings_of(config, directory), read)
    if code and not found:
        raise SettingsError(f"no organisation “{code}”.")
    for one in found:
        click.echo(json.dumps(one, ensure_ascii=False) if as_json else _lines(one))


@command.command("add")
@click.argument("code")
@click.option("--name", required=True)
@click.option("--kind", type=click.Choice(KINDS), required=True)
@by_whom
@configuration
@folder
@as_json
def _add(
    code: str, name: str, kind: str, by: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Add an organisation, by its ODS code. It is not live yet."""
    change(
        config, directory, as_json, lambda app: app.onboarding.organisations.add(code, name, kind, by=by)
    )  # fmt: skip


@command.command("set")
@click.argument("code")
@click.option("--name")
@click.option("--kind", type=click.Choice(KINDS))
@click.option("--dspt", type=click.Choice(["", *DSPT]), help="Security toolkit status.")
@click.option("--dpia", help="Reference of the impact assessment.")
@click.option("--caldicott-guardian", help="Name.")
@click.option("--dpo", help="Data protection officer: name.")
@click.option("--clinical-safety", help="Who signed it off, or the reference.")
@click.option("--conformance", help="Reference of the connector's conformance pass.")
@by_whom
@why_wanted
@configuration
@folder
@as_json
def _set(
    code: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool, **shown: str | None
) -> None:  # fmt: skip
    """Record what CODE has shown; an empty text takes it away again."""
    values = {name: value for name, value in shown.items() if value is not None}
    if not values:
        raise SettingsError("give at least one of the options.")
    change(
        config, directory, as_json, lambda app: app.onboarding.organisations.set(code, values, by=by, why=why)
    )  # fmt: skip


@command.command("officer")
@click.argument("code")
@click.option("--add", "joins", default="", metavar="STAFF", help="Who becomes one.")
@click.option("--remove", "leaves", default="", metavar="STAFF", help="Who is one no longer.")
@by_whom
@configuration
@folder
@as_json
def _officer(
    code: str, joins: str, leaves: str, by: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Add, remove or (with both) replace a privacy officer of CODE. The last one is not removed."""

    async def make(app: App) -> Change:
        organisations = app.onboarding.organisations
        if joins and leaves:
            return await organisations.replace_privacy_officer(code, leaves, joins, by=by)
        if leaves:
            return await organisations.remove_privacy_officer(code, leaves, by=by)
        return await organisations.add_privacy_officer(code, joins, by=by)

    change(config, directory, as_json, make)


@command.command("live")
@click.argument("code")
@by_whom
@configuration
@folder
@as_json
def _live(code: str, by: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Bring CODE live, for the first time or after a suspension. Refused while a gate is missing."""
    change(
        config, directory, as_json, lambda app: app.onboarding.organisations.go_live(code, by=by)
    )


@command.command("suspend")
@click.argument("code")
@by_whom
@why_needed
@configuration
@folder
@as_json
def _suspend(
    code: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Its staff see nothing until it is live again. What it shares goes on: `source disable` ends that."""
    change(
        config, directory, as_json, lambda app: app.onboarding.organisations.suspend(code, by=by, why=why)
    )  # fmt: skip


@command.command("close")
@click.argument("code")
@click.option("--into", default="", metavar="CODE", help="The organisation it is merged into.")
@by_whom
@why_needed
@configuration
@folder
@as_json
def _close(
    code: str, into: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Close CODE for good. Its successor keeps what people asked of it, and gets none of what it agreed."""

    async def make(app: App) -> Change:
        organisations = app.onboarding.organisations
        if into:
            return await organisations.merge(code, into, by=by, why=why)
        return await organisations.close(code, by=by, why=why)

    change(config, directory, as_json, make)


async def _described(app: App, one: Organisation) -> dict[str, Any]:
    missing = await app.onboarding.organisations.missing(one.code)
    return {
        **asdict(one),
        "privacy_officers": sorted(one.privacy_officers),
        "missing": [gate.words for gate in missing],
    }


def _lines(one: dict[str, Any]) -> str:
    lines = [f"{one['code']}  {one['name']}  ({one['kind']}, {one['state']})"]
    lines += [f"  missing: {words}" for words in one["missing"]]
    return "\n".join(lines)
