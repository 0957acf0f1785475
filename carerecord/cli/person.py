"""`carerecord person find`: the same search as the page, through the same door, written down the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.region import as_json, as_whom, configuration, folder, settings_of, with_region
from carerecord.cli.staff import member
from carerecord.config import SettingsError
from carerecord.contract import Person
from carerecord.viewing.contract import Criteria, Matches


@click.group("person")
def command() -> None:
    """The region's index of people."""


@command.command("find")
@as_whom
@click.option("--nhs-number", default="", help="“-” reads it from standard input.")
@click.option("--family", default="")
@click.option("--given", default="")
@click.option("--birth-date", default="", metavar="YYYY-MM-DD")
@click.option("--gender", default="")
@click.option("--postcode", default="")
@configuration
@folder
@as_json
def _find(
    username: str, nhs_number: str, family: str, given: str, birth_date: str, gender: str,
    postcode: str, config: Path | None, directory: Path, as_json: bool,
) -> int:  # fmt: skip
    """Find a person by NHS number, or by name and birth date. Exit code 1: nobody."""
    if nhs_number == "-":  # kept out of the shell's history and the list of processes
        nhs_number = sys.stdin.readline().strip()
    criteria = Criteria(nhs_number, family, given, birth_date, gender, postcode)
    if criteria == Criteria():
        raise SettingsError("give an NHS number, or a family name and a birth date.")

    async def find(app: App) -> Matches:
        return await app.records.find(await member(app, username), criteria)

    matches = with_region(settings_of(config, directory), find)
    if matches.problem:
        raise SettingsError(matches.problem)
    for line in _lines(matches, as_json):
        click.echo(line)
    return 0 if matches.people else 1


def _lines(matches: Matches, as_json: bool) -> list[str]:
    if as_json:
        return [json.dumps(_described(person), ensure_ascii=False) for person in matches.people]
    lines = [
        f"{person.family.upper()}, {person.given}  {person.birth_date}  {person.gender}  "
        f"{person.nhs_number}  {person.id}"
        for person in matches.people
    ]
    if matches.replaced:
        lines.insert(0, "This NHS number has been replaced; the person has another now.")
    if matches.nearly and lines:
        lines.insert(0, "Nobody has exactly these details. These nearly do:")
    if matches.more:
        lines.append("There are more. Add a detail.")
    return lines or ["Nobody found."]


def _described(person: Person) -> dict[str, str]:
    return {
        "id": person.id,
        "nhs_number": person.nhs_number,
        "family": person.family,
        "given": person.given,
        "birth_date": person.birth_date,
        "gender": person.gender,
    }
