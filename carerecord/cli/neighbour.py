"""`carerecord neighbour`: what a neighbouring region is given to believe this one."""

from __future__ import annotations

import json
from pathlib import Path

import click

from carerecord.cli.region import configuration, folder, settings_of
from carerecord.regions import card_of


@click.group("neighbour")
def command() -> None:
    """Neighbouring regions."""


@command.command("card")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@configuration
@folder
def _card(file: Path, config: Path | None, directory: Path) -> None:
    """Write our public key to FILE, and say what a neighbour configures beside it."""
    card = card_of(settings_of(config, directory))
    file.write_text(json.dumps(card.keys, indent=1) + "\n", "utf-8")
    click.echo(f'issuer = "{card.issuer}"')
    click.echo(f'fingerprints = ["{card.fingerprint}"]')
