"""The command line: one file for each command, loaded only when it is asked for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

import click

COMMANDS = {
    "demo": "an invented region, ready to look at",
    "init": "the folder of a new region",
    "serve": "the server",
    "token": "a bearer token for the FHIR API (demo and training only)",
    "source": "the configured sources: list, check",
    "neighbour": "neighbouring regions: card",
    "person": "find a person",
    "identity": "whose a number is: queue, doubt, settle; link, unlink, join, undo, links, restore",
    "onboarding": "organisations, agreements, training, switches of sources",
    "edge": "copies held for sources that can only push: list, export, remove, purge",
    "feed": "messages of sources that push which could not be filed: waiting, again, discard",
    "evidence": "why staff may see people: import, list, end, attest, unproved",
    "objection": "what people want of sharing: request, decide, withdraw, list",
    "ties": "whom staff may know: import, watch, agree",
    "restricted": "the code sets whose items are withheld: show, list, propose, approve",
    "policy": "the rules of who may see whom: test, simulate, explain",
    "account": "local accounts with passkeys: add, invite, list, roles, reset, close",
    "audit": "the audit log: recent, person, export, verify, prove, publish, status, rotate-key, restored, close",
    "backup": "a copy of the database, written down",
    "review": "who looked without a reason: find, send",
    "insight": "how much the record is used: use, export",
    "witness": "for outsiders: watch the audit logs of regions: init, serve, status",
}
"""Every command: a file of this folder, and what it is for. Listed in the order of `--help`."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"carerecord.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=_Commands, invoke_without_command=False)
@click.version_option(package_name="carerecord")
@click.option("--debug", is_flag=True, help="Show where in the program a failure came from.")
def carerecord(debug: bool) -> None:
    """A shared care record.

    Exit codes: 0 done, 1 a check found something, 2 wrong use or setting.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """The exit code. Whatever fails is one line on standard error, never a traceback."""
    try:
        code = carerecord.main(list(arguments), prog_name="carerecord", standalone_mode=False)
    except Exception as error:
        if "--debug" in arguments[:1]:
            raise
        from carerecord.cli.failing import words_for  # only now: it knows every part's errors

        click.echo(f"carerecord: {words_for(error)}", err=True)
        return 2
    return code if isinstance(code, int) else 0
