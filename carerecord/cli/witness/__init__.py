"""`carerecord witness`: for those outside a region who keep it honest. Needs no region."""

import click

from carerecord.cli.witness.running import init, serve
from carerecord.cli.witness.standing import status


@click.group("witness")
def command() -> None:
    """Watch the audit logs of regions from outside: sizes and hashes, no person."""


for one in (init, serve, status):
    command.add_command(one)
