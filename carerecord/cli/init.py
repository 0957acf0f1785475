"""`carerecord init`: the folder of a new region, with a configuration to fill in."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.config import SettingsError

_CONFIGURATION = """\
# One region. Every setting is described in docs/reference.

[region]
name = "Shared care record"

[store]
url = "region.db"             # a file beside this one, or postgresql://…

[server]
host = "127.0.0.1"            # behind a proxy that speaks TLS
port = 8000
workers = 1

# One block for each source:
#
# [[source]]
# id = "northgate-acute"
# name = "Northgate University Hospital"
# short = "Northgate"
# kind = "acute"
# protocol = "fhir_r4"
# organisation = "RNG01"
# phone = "01632 960101"
# sections = ["results", "reports", "discharge_summaries"]
#
# [source.options]
# url = "https://fhir.example/R4"
"""


@click.command("init")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
def command(directory: Path) -> None:
    """Make DIR with a region.toml to fill in."""
    path = directory / "region.toml"
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_CONFIGURATION)
    except FileExistsError:
        raise SettingsError(f"{path} is there already, and is left as it is.") from None
    click.echo(f"Made {path}. Fill in its sources, then: carerecord serve --config {path}")
