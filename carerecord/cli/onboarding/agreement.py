"""`carerecord onboarding agreement`: data sharing agreements, each written as a small file."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click
import msgspec

from carerecord.app import App
from carerecord.cli.onboarding.changing import by_whom, change, why_needed
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.onboarding import Agreement, Party


@click.group("agreement")
def command() -> None:
    """Data sharing agreements."""


class _Party(msgspec.Struct, forbid_unknown_fields=True):
    organisation: str
    gives: frozenset[str] = frozenset()
    gets: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset({"TREAT"})


class _File(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    starts: date
    ends: date
    review: date
    signatory: str
    organisation_scope: bool
    party: list[_Party]


@command.command("add")
@click.argument("file", type=click.Path(path_type=Path))
@by_whom
@configuration
@folder
@as_json
def _add(file: Path, by: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Record the agreement in FILE (TOML). It is never changed again: a new text is a new agreement."""
    agreement = read_agreement(file)
    change(config, directory, as_json, lambda app: app.onboarding.agreements.add(agreement, by=by))


@command.command("list")
@configuration
@folder
@as_json
def _list(config: Path | None, directory: Path, as_json: bool) -> None:
    """Every agreement, with its parties and its last day."""

    async def read(app: App) -> list[dict[str, Any]]:
        return [_described(one) for one in await app.onboarding.agreements.all()]

    found = with_region(settings_of(config, directory), read)
    for one in sorted(found, key=lambda one: str(one["id"])):
        click.echo(json.dumps(one, ensure_ascii=False) if as_json else _line(one))


@command.command("end")
@click.argument("agreement_id", metavar="ID")
@by_whom
@why_needed
@configuration
@folder
@as_json
def _end(
    agreement_id: str, by: str, why: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """End an agreement now, before its last day."""
    at = datetime.now(UTC)
    change(
        config, directory, as_json,
        lambda app: app.onboarding.agreements.end(agreement_id, by=by, why=why, at=at),
    )  # fmt: skip


def read_agreement(file: Path) -> Agreement:
    """Raises SettingsError when the file cannot be read, or says something else than an agreement."""
    try:
        said = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(f"{file}: {error}") from None
    return Agreement(
        id=said.id,
        parties=tuple(
            Party(
                organisation=one.organisation,
                sections_out=one.gives,
                sections_in=one.gets,
                purposes=one.purposes,
            )
            for one in said.party
        ),
        starts=said.starts,
        ends=said.ends,
        review=said.review,
        signatory=said.signatory,
        organisation_scope=said.organisation_scope,
    )


def _described(one: Agreement) -> dict[str, Any]:
    return {
        "id": one.id,
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
        "ended": one.ended.isoformat() if one.ended else None,
        "review": one.review.isoformat(),
        "signatory": one.signatory,
        "organisation_scope": one.organisation_scope,
        "parties": [
            {
                "organisation": party.organisation,
                "gives": sorted(party.sections_out),
                "gets": sorted(party.sections_in),
                "purposes": sorted(party.purposes),
            }
            for party in one.parties
        ],
    }


def _line(one: dict[str, Any]) -> str:
    ended = f", ended {one['ended']}" if one["ended"] else ""
    codes = ", ".join(party["organisation"] for party in one["parties"])
    return f"{one['id']}  {one['starts']} to {one['ends']}{ended}  {codes}"
