"""`carerecord evidence`: why staff may see people: lists of people, what is recorded, what is not proved."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from carerecord.access.evidence.importing import Changes, ListSource
from carerecord.access.evidence.lists import ListKind, Problem
from carerecord.access.evidence.reconciling import OpenItem
from carerecord.access.evidence.store import Kept, ToAttest
from carerecord.app import App
from carerecord.cli.about import person_named, written
from carerecord.cli.lists import check_list
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError

MOST_SHOWN = 50  # problems of one file; the rest are counted


@click.group("evidence")
def command() -> None:
    """Evidence of a care relationship: why staff may see people."""


_by = click.option("--by", required=True, help="Who does this.")
_organisation = click.option("--organisation", required=True, metavar="ODS")
_about = click.option(
    "--person", "named", required=True, help="Id or NHS number; “-” reads it from standard input."
)


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(get_args(ListKind)), required=True)
@_organisation
@click.option("--whole", is_flag=True, help="Who is not on the list has gone.")
@click.option("--dry-run", is_flag=True, help="Check, and say what would change.")
@_by
@configuration
@folder
@as_json
def _import(
    file: Path, kind: ListKind, organisation: str, whole: bool, dry_run: bool, by: str,
    config: Path | None, directory: Path, as_json: bool,
) -> int:  # fmt: skip
    """Take a caseload (LR-6) or the residents of a home (LR-7) from FILE, all of it or nothing.

    The whole file is checked first. Exit code 1: something in it is wrong, and nothing was changed.
    """
    data = file.read_bytes()

    async def take(app: App) -> tuple[Changes, list[Problem]]:
        known = await app.onboarding.organisations.all()
        if organisation not in known:
            raise SettingsError(f"no organisation {organisation} is onboarded in this region.")
        of = ListSource(kind, organisation, known[organisation].name, whole)
        found, problems = await check_list(app, data, of)
        if not problems and not dry_run:
            await app.access.evidence.receive_together(found.signals)
            body: dict[str, object] = {"step": "import", "kind": kind, "by": by, "whole": whole}
            body |= {"organisation": organisation, **_counts(found)}
            await app.log.append("evidence", None, body=body)
        return found, problems

    found, problems = with_region(settings_of(config, directory), take)
    _say(file, found, problems, applied=not problems and not dry_run, as_json=as_json)
    return 1 if problems else 0


def _counts(found: Changes) -> dict[str, int]:
    return {"added": found.added, "changed": found.changed, "same": found.same, "gone": found.gone}


def _say(
    file: Path, found: Changes, problems: list[Problem], *, applied: bool, as_json: bool
) -> None:
    if as_json:
        wrong = [{"row": p.row, "column": p.column, "words": p.words} for p in problems]
        click.echo(json.dumps({"applied": applied, **_counts(found), "problems": wrong}))
        return
    for one in problems[:MOST_SHOWN]:
        where = ":".join(part for part in (str(file), str(one.row), one.column) if part)
        click.echo(f"{where}: {one.words}", err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"and {len(problems) - MOST_SHOWN} more", err=True)
    if problems:
        click.echo("Nothing was changed.", err=True)
        return
    verdict = "" if applied else " Nothing was changed: this was a dry run."
    counted = _counts(found)
    counted["still there"] = counted.pop("same")
    click.echo(", ".join(f"{number} {name}" for name, number in counted.items()) + "." + verdict)


@command.command("list")
@_about
@configuration
@folder
@as_json
def _list(named: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Everything ever recorded about one person, newest first. Written down."""
    named = written(named)

    async def found(app: App) -> list[Kept]:
        person = await person_named(app, named)
        kept = await app.access.evidence.of_person(person.id)
        body: dict[str, object] = {"step": "list", "found": len(kept)}
        await app.log.append("evidence", None, person_id=person.id, body=body)
        return kept

    now = datetime.now(UTC)
    for one in with_region(settings_of(config, directory), found):
        click.echo(json.dumps(_described(one), ensure_ascii=False) if as_json else _line(one, now))


@command.command("end")
@click.argument("evidence")
@_about
@_by
@configuration
@folder
def _end(evidence: str, named: str, by: str, config: Path | None, directory: Path) -> None:
    """End EVIDENCE, an id that `evidence list` shows, now and whatever its source says later."""
    named = written(named)

    async def end(app: App) -> None:
        person = await person_named(app, named)
        kept = await app.access.evidence.of_person(person.id)
        if evidence not in {one.evidence.id for one in kept}:
            raise SettingsError("this person has no evidence with that id.")
        await app.access.end_evidence(person.id, evidence, datetime.now(UTC))
        body: dict[str, object] = {"step": "end", "evidence": evidence, "by": by}
        await app.log.append("evidence", None, person_id=person.id, body=body)

    with_region(settings_of(config, directory), end)
    click.echo("Ended.")


@command.command("attest")
@_organisation
@_by
@click.option("--dry-run", is_flag=True, help="Only say what is due, the longest first.")
@configuration
@folder
@as_json
def _attest(
    organisation: str, by: str, dry_run: bool, config: Path | None, directory: Path, as_json: bool
) -> None:
    """A home says that all its residents on record still live there (LR-7)."""
    now = datetime.now(UTC)

    async def attest(app: App) -> tuple[list[ToAttest], int]:
        due = await app.access.evidence.to_attest(organisation)
        if dry_run:
            return due, 0
        people = await app.access.evidence.attest(organisation, now)
        body: dict[str, object] = {"step": "attest", "organisation": organisation, "by": by}
        await app.log.append("evidence", None, body=body | {"people": people})
        return due, people

    due, people = with_region(settings_of(config, directory), attest)
    suspended = sum(one.suspended_from is not None and one.suspended_from <= now for one in due)
    if as_json:
        said = {"applied": not dry_run, "on_record": len(due), "suspended": suspended}
        click.echo(json.dumps(said | {"attested": people}))
    elif dry_run:
        click.echo(f"{len(due)} on record, {suspended} of them suspended until this is said again.")
    else:
        click.echo(f"{people} people attested; {suspended} were suspended and count again.")


@command.command("unproved")
@_organisation
@configuration
@folder
@as_json
def _unproved(organisation: str, config: Path | None, directory: Path, as_json: bool) -> int:
    """Uses of launches, claims and emergencies that nothing has proved (LR-24). Exit code 1: overdue ones."""

    async def found(app: App) -> list[OpenItem]:
        items = await app.access.open_items(organisation, limit=1000)
        body: dict[str, object] = {"step": "unproved", "organisation": organisation}
        await app.log.append("evidence", None, body=body | {"found": len(items)})
        return items

    items = with_region(settings_of(config, directory), found)
    now = datetime.now(UTC)
    for one in items:
        late = one.overdue_from <= now
        used = one.used.isoformat(timespec="seconds")
        said = {"kind": one.kind, "viewer": one.viewer_id, "person": one.person_id, "used": used}
        line = f"{one.kind:6} {used}  {one.viewer_id}  {one.person_id}{'  overdue' * late}"
        click.echo(json.dumps(said | {"overdue": late}) if as_json else line)
    return 1 if any(one.overdue_from <= now for one in items) else 0


def _described(kept: Kept) -> dict[str, object]:
    one = kept.evidence
    return {
        "id": one.id,
        "kind": one.kind,
        "holder_kind": one.holder_kind,
        "holder": one.holder,
        "words": one.words,
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat() if one.ends else None,
        "ended": kept.ended.isoformat() if kept.ended else None,
        "strength": one.strength,
        "source": one.source,
        "recorded": kept.recorded.isoformat(),
    }


def _line(kept: Kept, now: datetime) -> str:
    one = kept.evidence
    known = [at for at in (one.ends, kept.ended) if at is not None]
    ends = min(known, default=None)
    state = "over" if ends and ends <= now else "to come" if one.starts > now else "in force"
    until = ends.date().isoformat() if ends else "open"
    window = f"{one.starts.date().isoformat()} to {until:10}"
    return f"{one.id}  {one.kind:6} {state:8} {window}  {one.strength:3} {one.holder}  {one.words}"
