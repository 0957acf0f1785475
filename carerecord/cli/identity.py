"""`carerecord identity`: whose a number is, for whoever looks after the quality of the index."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli import linking
from carerecord.cli.about import person_named, written
from carerecord.cli.linking import by, why
from carerecord.cli.region import configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.identity import Contradiction, Doubt, NoSuchContradiction, NoSuchDoubt


@click.group("identity")
def command() -> None:
    """Whose a number is: NHS numbers that may be two people's, and the numbers that a source gives its own patients."""


for _one in (
    linking.link,
    linking.unlink,
    linking.join,
    linking.undo,
    linking.links,
    linking.restore,
):
    command.add_command(_one)


@command.command("queue")
@configuration
@folder
def _queue(config: Path | None, directory: Path) -> int:
    """The numbers in doubt, by the person the index has under each, and then what sources contradict, field by field.

    Oldest first. Exit code 1: there are some.
    """

    async def found(app: App) -> list[str]:
        doubts = await app.people.doubts.open()
        contradicted = await app.people.contradictions.open()
        body: dict[str, object] = {"command": "queue", "found": len(doubts) + len(contradicted)}
        await app.log.append("number-doubt", None, body=body)
        names = {one.id: one.name for one in app.settings.source}
        numbers = [_line(one, await _person_id(app, one.nhs_number)) for one in doubts]
        return [*numbers, *(_said_by(one, names) for one in contradicted)]

    lines = with_region(settings_of(config, directory), found)
    for line in lines:
        click.echo(line)
    return 1 if lines else 0


@command.command("doubt")
@click.argument("person")
@why
@by
@configuration
@folder
def _doubt(person: str, why: str, by: str, config: Path | None, directory: Path) -> None:
    """The number of PERSON may be somebody else's as well. It links nobody from now on.

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input.
    """
    named = written(person)

    async def doubt(app: App) -> str:
        about = await person_named(app, named)
        if not about.nhs_number:
            raise SettingsError("this person has no NHS number.")
        id = await app.people.doubts.begin(about.nhs_number, why, by)
        body: dict[str, object] = {"doubt": id, "step": "doubted", "by": by}
        await app.log.append("number-doubt", None, person_id=about.id, body=body)
        return id

    click.echo(with_region(settings_of(config, directory), doubt))


@command.command("settle")
@click.argument("doubt")
@why
@by
@configuration
@folder
def _settle(doubt: str, why: str, by: str, config: Path | None, directory: Path) -> None:
    """It is known whose the number of DOUBT is, as the index has it: it links again, and no system doubts it anew.

    Of what a source contradicts: somebody has seen to it. Its answer is held as long as it contradicts; the next that does
    not closes it by itself.
    """

    async def settle(app: App) -> None:
        about = await _settled(app, doubt, why, by)
        body: dict[str, object] = {"doubt": doubt, "step": "settled", "by": by}
        await app.log.append("number-doubt", None, person_id=about, body=body)

    with_region(settings_of(config, directory), settle)


async def _settled(app: App, doubt: str, why: str, by: str) -> str:
    """The id of the person it is about."""
    try:
        return await _person_id(app, await app.people.doubts.settle(doubt, why, by))
    except NoSuchDoubt:
        pass
    try:
        return (await app.people.contradictions.settle(doubt, why, by)).person_id
    except NoSuchContradiction:
        words = "no open doubt has this id; see `carerecord identity queue`."
        raise SettingsError(words) from None


async def _person_id(app: App, number: str) -> str:
    person = (await app.people.by_number(number)).person
    return person.id if person else ""


def _line(doubt: Doubt, person_id: str) -> str:
    parts = (doubt.id, doubt.at.date().isoformat(), person_id, doubt.why, doubt.said_by)
    return "  ".join(part for part in parts if part)


def _said_by(one: Contradiction, names: Mapping[str, str]) -> str:
    fields = ", ".join(field.replace("-", " ") for field in one.fields)
    what = "its answer is held back" if one.held else "its answer is shown"
    said = f"{names.get(one.source, one.source)} differs in {fields}; {what}"
    return "  ".join((one.id, one.at.date().isoformat(), one.person_id, said))
