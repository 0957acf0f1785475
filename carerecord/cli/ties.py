"""`carerecord ties`: what keeps staff out of, or asks them about, records of people they know (OWN-1 to OWN-6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from carerecord.access.ties import Imported, read_feed
from carerecord.app import App
from carerecord.cli.about import person_named, written
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.identity import nhs_number


@click.group("ties")
def command() -> None:
    """Who on the staff may know whom. What is imported is kept as keyed digests only."""


_by = click.option("--by", required=True, help="Who decides this.")
_why = click.option("--why", required=True)
_organisation = click.option("--organisation", required=True, metavar="ODS")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_organisation
@_by
@configuration
@folder
def _import(file: Path, organisation: str, by: str, config: Path | None, directory: Path) -> None:
    """Take an employer's CSV FILE of staff, all of it or none.

    Columns: staff (as they sign in, or their registration), and any of nhs_number, family, address, postcode, phones, relatives, left.
    """
    members = read_feed(file.read_bytes(), nhs_number.read)
    if not members:
        raise SettingsError(f"{file}: names nobody")

    async def imported(app: App) -> tuple[Imported, int]:
        done = await app.access.ties.set_staff(organisation, members)
        shared = await app.access.ties.count_homes(app.people.everyone())
        body: dict[str, object] = {"step": "import", "organisation": organisation, "by": by}
        body |= {"held": done.held, "left": done.left, "shared": shared}
        await app.log.append("staff-ties", None, body=body)
        return done, shared

    done, shared = with_region(settings_of(config, directory), imported)
    click.echo(
        f"{done.held} members of staff held, {done.left} left;"
        f" {shared} addresses or telephones are no household"
    )


@command.command("watch")
@click.argument("person")
@_organisation
@_by
@_why
@click.option("--remove", is_flag=True, help="Take them off the list.")
@configuration
@folder
def _watch(
    person: str, organisation: str, by: str, why: str, remove: bool, config: Path | None,
    directory: Path,
) -> None:  # fmt: skip
    """Put PERSON on an organisation's list of people in the public eye: every view alerts (OWN-5).

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input.
    """
    named = written(person)

    async def watch(app: App) -> None:
        about = await person_named(app, named)
        await app.access.ties.watch(organisation, about.id, by=by, why=why, watched=not remove)
        body: dict[str, object] = {"step": "remove" if remove else "watch", "by": by}
        body["organisation"] = organisation
        await app.log.append("staff-ties", None, person_id=about.id, body=body)

    with_region(settings_of(config, directory), watch)


@command.command("agree")
@click.argument("staff")
@click.argument("person")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Its last day.")
@_by
@_why
@configuration
@folder
def _agree(
    staff: str, person: str, until: datetime, by: str, why: str, config: Path | None,
    directory: Path,
) -> None:  # fmt: skip
    """A named clinical lead (--by) agrees that STAFF may treat PERSON, to whom they may be related (OWN-3).

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input. A day gone
    by takes an agreement back.
    """
    named, ends = written(person), until.replace(tzinfo=UTC) + timedelta(days=1)

    async def agree(app: App) -> None:
        about = await person_named(app, named)
        await app.access.ties.agree(staff, about.id, ends, by=by, why=why)
        body: dict[str, object] = {"step": "agree", "staff": staff, "by": by}
        body["until"] = until.date().isoformat()
        await app.log.append("staff-ties", None, person_id=about.id, body=body)

    with_region(settings_of(config, directory), agree)
