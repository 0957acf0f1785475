"""`carerecord demo`: an invented region from one command."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.cli.region import DEMO_FOLDER
from carerecord.demo.folder import MOST_PEOPLE, Wish
from carerecord.demo.run import Options, run
from carerecord.demo.telling import Telling


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--dir", "directory", type=click.Path(path_type=Path), default=DEMO_FOLDER, show_default=True,
    help="Where the region is kept. The same folder is the same region.",
)  # fmt: skip
@click.option("--people", type=click.IntRange(1, MOST_PEOPLE), help="How many (default: 60).")
@click.option(
    "--seed", type=click.IntRange(min=0), help="Another seed, another region (default: 1)."
)
@click.option(
    "--bundles", type=click.Path(path_type=Path), metavar="FOLDER",
    help="Use the people of these FHIR R4 bundles (Synthea's, for example).",
)  # fmt: skip
@click.option(
    "--overlay", type=click.Path(path_type=Path), metavar="CSV",
    help="NHS numbers and identities for the people of --bundles.",
)  # fmt: skip
@click.option("--neighbour", is_flag=True, help="Run a second, smaller region beside it.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option("--whole", is_flag=True, help="Draw no page before every source has answered.")
def command(
    port: int, directory: Path, people: int | None, seed: int | None, bundles: Path | None,
    overlay: Path | None, neighbour: bool, workers: int, whole: bool,
) -> int:  # fmt: skip
    """Run an invented region: twelve sources, the server, and everyone in it."""
    wish = Wish(people, seed, bundles, overlay)
    return run(Options(directory, port, workers, wish, neighbour, whole), Telling())
