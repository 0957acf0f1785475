"""`carerecord objection`: record what a person wants of sharing, and what a controller decided (OPT-2 to OPT-11)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from carerecord.access.objections import Case, NoLetter, Scope, State, as_consent, letter
from carerecord.app import App
from carerecord.cli.about import person_named, written
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import Settings, SettingsError
from carerecord.contract import Person


@click.group("objection")
def command() -> None:
    """What people want of sharing: asked for, decided, taken back."""


_by = click.option("--by", required=True, help="Who records this.")
_letter = click.option("--letter", "wants_letter", is_flag=True, help="Print the letter to post.")
_said = click.option("--evidence", required=True, help="How the person said so.")
_NOBODY = Person(id="", nhs_number="", family="", given="")


@command.command("request")
@click.argument("person")
@click.option("--scope", type=click.Choice(get_args(Scope)), default="record", show_default=True)
@click.option("--target", default="", help="Which source, section, organisation or item.")
@_said
@_by
@_letter
@configuration
@folder
def _request(
    person: str, scope: Scope, target: str, evidence: str, by: str, wants_letter: bool,
    config: Path | None, directory: Path,
) -> None:  # fmt: skip
    """PERSON asks for their record, or part of it, not to be shared. It holds from now on.

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input.
    """
    settings = settings_of(config, directory)
    sources = [source.id for source in settings.source]
    if scope == "source" and target not in sources:
        raise SettingsError(f"no source “{target}”; there are: {', '.join(sources) or 'none'}")
    named = written(person)

    async def request(app: App) -> Case:
        about = await person_named(app, named)
        return await app.access.objections.request(
            about.id, scope, target, by=by, evidence=evidence
        )

    _record(settings, request, by, wants_letter)


@command.command("decide")
@click.argument("objection")
@click.option("--state", type=click.Choice(get_args(State)), required=True)
@click.option("--controller", required=True, metavar="ODS", help="The organisation that decides.")
@click.option("--reviewer", required=True, help="The clinician whose view this rests on.")
@click.option("--why", required=True)
@click.option("--review-on", type=click.DateTime(["%Y-%m-%d"]), help="Looked at again on.")
@_by
@_letter
@configuration
@folder
def _decide(
    objection: str, state: State, controller: str, reviewer: str, why: str,
    review_on: datetime | None, by: str, wants_letter: bool, config: Path | None, directory: Path,
) -> None:  # fmt: skip
    """A controller decides about OBJECTION with a clinical view; said again, it is a review."""

    async def decide(app: App) -> Case:
        return await app.access.objections.decide(
            objection, state, by=by, controller=controller, reviewer=reviewer, why=why,
            review_on=review_on.date() if review_on else None,
        )  # fmt: skip

    _record(settings_of(config, directory), decide, by, wants_letter)


@command.command("withdraw")
@click.argument("objection")
@_said
@_by
@_letter
@configuration
@folder
def _withdraw(
    objection: str, evidence: str, by: str, wants_letter: bool, config: Path | None, directory: Path
) -> None:
    """The person takes OBJECTION back."""

    async def withdraw(app: App) -> Case:
        return await app.access.objections.withdraw(objection, by=by, evidence=evidence)

    _record(settings_of(config, directory), withdraw, by, wants_letter)


@command.command("list")
@click.option("--overdue", is_flag=True, help="Only those to be decided or reviewed by now.")
@configuration
@folder
@as_json
def _list(overdue: bool, config: Path | None, directory: Path, as_json: bool) -> int:
    """Every objection in force, oldest first. With --json, each as a FHIR Consent. Exit code 1: overdue ones."""
    now = datetime.now(UTC)

    async def found(app: App) -> list[Case]:
        cases = await app.access.objections.in_force(overdue_at=now if overdue else None)
        body: dict[str, object] = {"command": "list", "found": len(cases)}
        await app.log.append("objection", None, body=body)
        return cases

    cases = with_region(settings_of(config, directory), found)
    for case in cases:
        person = Person(id=case.person_id, nhs_number="", family="", given="")
        click.echo(json.dumps(as_consent(case, person)) if as_json else _line(case, now))
    return 1 if any(case.is_overdue(now) for case in cases) else 0


def _record(
    settings: Settings, step: Callable[[App], Awaitable[Case]], by: str, wants_letter: bool
) -> None:
    async def recorded(app: App) -> tuple[Case, Person]:
        case = await step(app)
        body: dict[str, object] = {"objection": case.id, "step": case.step, "state": case.state}
        body |= {"scope": case.scope, "target": case.target, "by": by}
        await app.log.append("objection", None, person_id=case.person_id, body=body)
        return case, await app.people.by_id(case.person_id) or _NOBODY

    case, person = with_region(settings, recorded)
    click.echo(_line(case, datetime.now(UTC)), err=wants_letter)
    if wants_letter:
        _print_letter(case, person, settings)


def _print_letter(case: Case, person: Person, settings: Settings) -> None:
    """What was recorded stands, whether or not there is a letter."""
    region = settings.region
    try:
        click.echo(letter(case, person, region=region.name, help_desk=region.help_desk), nl=False)
    except NoLetter as reason:
        click.echo(f"no letter: {reason}", err=True)


def _line(case: Case, at: datetime) -> str:
    what = f"{case.scope} {case.target}".strip()
    held = case.state if case.step != "requested" else "restricted until decided"
    late = (
        "overdue" if case.is_overdue(at) else f"review {case.review_on}" if case.review_on else ""
    )
    asked = f"asked {case.asked_at.date().isoformat()}"
    return "  ".join(part for part in (case.id, held, what, asked, late, case.person_id) if part)
