"""`carerecord audit report`: the report of who looked at a person's record, as a file to print."""

from __future__ import annotations

from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.about import person_named, written
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.insight.report import VERSIONS, LetterUnavailable, NotInOrder, as_html, as_pdf


@click.command("report")
@click.argument("person")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--version", type=click.Choice(list(VERSIONS)), default="letter", show_default=True)
@configuration
@folder
def report(person: str, file: Path, version: str, config: Path | None, directory: Path) -> None:
    """Write who looked at the record of PERSON to FILE, in plain words: tagged PDF, or .html.

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input.
    """
    settings = settings_of(config, directory)
    named = written(person)

    async def made(app: App) -> str:
        about = await person_named(app, named)
        if about.protected:
            click.echo(
                "Where this person lives is protected: hand it over, never by post.", err=True
            )
        found = await app.report_desk.reports.for_command(about, f"{version}{file.suffix}")
        return as_html(found, version, settings.person_reports, settings.person_reports.phone)

    try:
        html = with_region(settings, made)
        content = html.encode() if file.suffix == ".html" else as_pdf(html)
    except LetterUnavailable as error:
        raise click.ClickException(
            "Letters as PDF need packages: run setup/letters, or name a .html file."
        ) from error
    except NotInOrder as error:
        raise click.ClickException(str(error)) from None
    with file.open("xb") as out:
        out.write(content)
    click.echo(f"Written to {file}.")
