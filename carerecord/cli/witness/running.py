"""`carerecord witness init` and `serve`."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import click

from carerecord.audit.notes import COSIGNER, Key
from carerecord.config import SettingsError
from carerecord.witness import (
    Telling,
    WitnessSettings,
    listening,
    new_key,
    open_witnessing,
    read_settings,
)

_CONFIGURATION = """\
# One witness of audit logs. docs/how-to/witness.md says what each line is for.

[witness]
name = "{name}"
host = "127.0.0.1"            # behind a proxy that speaks TLS
port = 8600
silence_minutes = 5

[tell]
file = "alarms.log"           # a line for each alarm
# command = ["/usr/local/bin/ring-the-bell"]
# mail_server = "mail.example:25"
# mail_from = "witness@example"
# mail_to = ["ig.officer@example"]

# One block for each region: its verifier key, as the region told you by a way you trust.
#
# [[region]]
# keys = ["record.example/audit+0a1b2c3d+AQ…"]
"""

configuration = click.option(
    "--config", type=click.Path(path_type=Path), required=True, help="witness.toml"
)


@click.command("init")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", required=True, help="Of this witness, such as ig.trust.example/witness.")
def init(directory: Path, name: str) -> None:
    """Make DIR with a key and a witness.toml to fill in; print the key that regions need."""
    path, key_file = directory / "witness.toml", directory / "witness.key"
    directory.mkdir(parents=True, exist_ok=True)
    if path.exists() or key_file.exists():
        raise SettingsError(f"{directory}: there is a witness already, and it is left as it is.")
    _named(name, bytes(32))
    new_key(key_file)
    path.write_text(_CONFIGURATION.format(name=name), "utf-8")
    click.echo(f"Made {path}. Fill in its regions, then: carerecord witness serve --config {path}")
    click.echo(f"Verifier key, for the regions:\n{_named(name, key_file.read_bytes()).public}")


@click.command("serve")
@configuration
def serve(config: Path) -> None:
    """Answer submissions and raise alarms, until stopped."""
    asyncio.run(_serve(read_settings(config)))


async def _serve(settings: WitnessSettings) -> None:
    stopped = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stopped.set)
    witnessing = open_witnessing(settings)
    try:
        own = settings.witness
        async with listening(witnessing, Telling(settings), own.host, own.port) as address:
            click.echo(f"{own.name}: {address} (Ctrl-C stops it)")
            await stopped.wait()
    finally:
        witnessing.close()


def _named(name: str, seed: bytes) -> Key:
    try:
        return Key(name, seed, COSIGNER)
    except ValueError:
        raise SettingsError("--name: a name without a space or a plus") from None
