"""`carerecord identity link …`: whose a source's own number is, decided by a person, and taken back again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from carerecord.app import App
from carerecord.cli.about import person_named, written
from carerecord.cli.region import Decorator, configuration, folder, settings_of, with_region
from carerecord.config import SettingsError
from carerecord.identity import LinkRefused, LinkStep, NotAnNHSNumber, SupersedeRefused

by = click.option("--by", required=True, help="Who records this.")
why = click.option("--why", required=True, help="What it rests on; without a name or number.")
_source = click.argument("source")
_local = click.argument("number")


def _kept(command: Callable[..., None]) -> Callable[..., None]:
    decorators: tuple[Decorator, ...] = (folder, configuration, by, why)
    for decorator in decorators:
        command = decorator(command)
    return command


@click.command("link")
@_source
@_local
@click.argument("person")
@_kept
def link(source: str, number: str, person: str, why: str, by: str, config: Path | None, directory: Path) -> None:  # fmt: skip
    """NUMBER, which SOURCE itself gave, is PERSON's. What SOURCE sends under it for anybody else is set aside.

    PERSON is the id that `person find` shows, or an NHS number; “-” reads it from standard input.
    """
    named = written(person)

    async def step(app: App) -> str:
        about = await person_named(app, named)
        await app.people.links.link(source, number, about.id, why, by)
        return about.id

    _write(config, directory, source, "linked", by, step)


@click.command("unlink")
@_source
@_local
@_kept
def unlink(source: str, number: str, why: str, by: str, config: Path | None, directory: Path) -> None:  # fmt: skip
    """NUMBER of SOURCE is nobody's that we know of."""

    async def step(app: App) -> str:
        about = await app.people.links.whose_now(source, number)
        await app.people.links.unlink(source, number, why, by)
        return about

    _write(config, directory, source, "unlinked", by, step)


@click.command("join")
@_source
@_local
@click.argument("other")
@_kept
def join(source: str, number: str, other: str, why: str, by: str, config: Path | None, directory: Path) -> None:  # fmt: skip
    """NUMBER and OTHER of SOURCE are one person's: NUMBER leads where OTHER does."""

    async def step(app: App) -> str:
        await app.people.links.join(source, number, other, why, by)
        return await app.people.links.whose_now(source, number)

    _write(config, directory, source, "joined", by, step)


@click.command("undo")
@_source
@_local
@_kept
def undo(source: str, number: str, why: str, by: str, config: Path | None, directory: Path) -> None:
    """What held of NUMBER before its last step holds again."""

    async def step(app: App) -> str:
        before = await app.people.links.whose_now(source, number)
        await app.people.links.undo(source, number, why, by)
        return await app.people.links.whose_now(source, number) or before

    _write(config, directory, source, "undone", by, step)


@click.command("links")
@_source
@_local
@configuration
@folder
def links(source: str, number: str, config: Path | None, directory: Path) -> None:
    """Every step that was taken of NUMBER of SOURCE, the first first."""

    async def found(app: App) -> list[LinkStep]:
        body: dict[str, object] = {"step": "listed", "source": source}
        about = await app.people.links.whose_now(source, number)
        await app.log.append("source-link", None, person_id=about, body=body)
        return await app.people.links.steps(source, number)

    for one in with_region(settings_of(config, directory), found):
        click.echo(_line(one))


@click.command("restore")
@_local
@_kept
def restore(number: str, why: str, by: str, config: Path | None, directory: Path) -> None:
    """NUMBER, an NHS number, was not replaced after all: everything is as it was before. “-” reads it."""
    named = written(number)

    async def step(app: App) -> str:
        await app.people.restore(named)
        person = (await app.people.by_number(named)).person
        return person.id if person else ""

    _write(config, directory, "", "restored", by, step)


def _write(
    config: Path | None, directory: Path, source: str, step: str, by: str, work: Callable[[App], Awaitable[str]]
) -> None:  # fmt: skip
    async def taken(app: App) -> None:
        try:
            about = await work(app)
        except (LinkRefused, SupersedeRefused, NotAnNHSNumber) as refused:
            raise SettingsError(str(refused)) from None
        body: dict[str, object] = {"step": step, "source": source, "by": by}
        await app.log.append("source-link", None, person_id=about, body=body)

    with_region(settings_of(config, directory), taken)


def _line(one: LinkStep) -> str:
    to = one.taken.standing
    where = to.person or (to.leads_to and f"as {to.leads_to}") or "nobody"
    step = f"{one.taken.step} {one.undoes}" if one.undoes else one.taken.step
    parts = (str(one.taken.place), one.at.date().isoformat(), step, where, one.why, one.said_by)
    return "  ".join(part for part in parts if part)
