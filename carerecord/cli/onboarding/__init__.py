"""`carerecord onboarding`: who may take part, as governance 3.5 has it. Every change names who makes it."""

from __future__ import annotations

import click

from carerecord.cli.onboarding import agreement, organisation, source, staff, training, watching


@click.group("onboarding")
def command() -> None:
    """Organisations, agreements, training, suspensions, and the switches of sources."""


for part in (organisation, agreement, source, training):
    command.add_command(part.command)
for one in (staff.suspend, staff.lift, watching.warnings, watching.changes):
    command.add_command(one)
