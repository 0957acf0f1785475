"""`carerecord audit`: read the log, prove what is in it, and check that nobody altered it."""

import click

from carerecord.cli.audit.boundary import clock, close, restored, rotate_key
from carerecord.cli.audit.checking import prove, publish, verify
from carerecord.cli.audit.reading import export, person, recent
from carerecord.cli.audit.reconciling import reconcile_with
from carerecord.cli.audit.removing import erase, prune
from carerecord.cli.audit.standing import status
from carerecord.cli.audit.telling import report


@click.group("audit")
def command() -> None:
    """The audit log."""


for one in (
    recent, person, report, export, verify, prove, publish, status, rotate_key, restored, clock, close,
    erase, prune, reconcile_with,
):  # fmt: skip
    command.add_command(one)
