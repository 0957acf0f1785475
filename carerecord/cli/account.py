"""`carerecord account`: local accounts of named people, for places without national credentials (AUT-8)."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from carerecord.access.roles import ROLES
from carerecord.app import App
from carerecord.cli.region import as_json, configuration, folder, settings_of, with_region
from carerecord.config import Settings, SettingsError
from carerecord.signin.accounts import Account, AccountRefused, Invitation, NewAccount
from carerecord.signin.contract import OfferedRole

T = TypeVar("T")

by = click.option("--by", required=True, help="Who does this: a username, or first and last name.")
_role = click.option("--role", type=click.Choice(ROLES), help="What they do there.")
_role_name = click.option("--role-name", default="", help="As shown (default: the role's own).")
_organisation = click.option("--organisation", default="", help="ODS code.")
_organisation_name = click.option("--organisation-name", default="", help="As shown.")
_teams = click.option("--team", "teams", multiple=True, help="Of theirs there; may be repeated.")
_supervisor = click.option("--supervisor", default="", help="Who supervises a student.")


@click.group("account")
def command() -> None:
    """Local accounts, one for each named person. Nobody has a password."""


@command.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The person's own first and last name.")
@_role
@_role_name
@_organisation
@_organisation_name
@_teams
@_supervisor
@click.option("--email", default="", help="The person's own; a shared address is refused.")
@click.option("--national-id", default="", help="Of their national credential, if they have one.")
@click.option("--registration", default="", metavar="BODY|NUMBER", help="For example nmc_id|….")
@click.option("--same-name", is_flag=True, help="The one of that name there is somebody else.")
@by
@configuration
@folder
@as_json
def _add(
    username: str, name: str, role: str | None, role_name: str, organisation: str,
    organisation_name: str, teams: tuple[str, ...], supervisor: str, email: str, national_id: str,
    registration: str, same_name: bool, by: str, config: Path | None, directory: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """Make an account. `account invite` then gives its person a way in."""
    offered = _offered(role, role_name, organisation, organisation_name, teams, supervisor)
    new = NewAccount(
        username=username,
        name=name,
        roles=(offered,),
        email=email,
        national_id=national_id,
        registration=registration,
        same_name=same_name,
    )

    async def add(app: App) -> None:
        await app.accounts.add(new, by)

    _with_accounts(config, directory, add)
    _say(f"Made the account {username}. Next: carerecord account invite {username}", as_json,
         account=username)  # fmt: skip


@command.command("invite")
@click.argument("username")
@by
@configuration
@folder
@as_json
def _invite(username: str, by: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Print a link that lets one person make one passkey. It is shown this once."""

    async def invite(app: App) -> Invitation:
        return await app.accounts.invite(username, by)

    _say_invited(_with_accounts(config, directory, invite), as_json)


@command.command("list")
@configuration
@folder
@as_json
def _list(config: Path | None, directory: Path, as_json: bool) -> None:
    """Every account: whose, open or closed, with how many passkeys."""

    async def listed(app: App) -> list[Account]:
        return await app.accounts.listed()

    for account in _with_accounts(config, directory, listed):
        click.echo(json.dumps(_described(account)) if as_json else _line(account))


@command.command("close")
@click.argument("username")
@by
@configuration
@folder
@as_json
def _close(username: str, by: str, config: Path | None, directory: Path, as_json: bool) -> None:
    """Close an account for good: whoever is signed in with it is not any more."""

    async def close(app: App) -> None:
        await app.accounts.close(username, by)

    _with_accounts(config, directory, close)
    _say(f"Closed the account {username}.", as_json, account=username, open=False)


@command.command("reset")
@click.argument("username")
@by
@click.option("--seen-by", required=True, help="A second person, who saw who asked.")
@configuration
@folder
@as_json
def _reset(
    username: str, by: str, seen_by: str, config: Path | None, directory: Path, as_json: bool
) -> None:
    """Revoke every passkey, end every session, and print a new link: for a lost or stolen device."""

    async def reset(app: App) -> Invitation:
        return await app.accounts.reset(username, by, seen_by)

    _say_invited(_with_accounts(config, directory, reset), as_json)


@command.command("roles")
@click.argument("username")
@click.option("--give", is_flag=True, help="Add this role.")
@click.option("--take", is_flag=True, help="Take this role away.")
@_role
@_role_name
@_organisation
@_organisation_name
@_teams
@_supervisor
@click.option("--by", default="", help="Who does this; needed for --give and --take.")
@configuration
@folder
@as_json
def _roles(
    username: str, give: bool, take: bool, role: str | None, role_name: str, organisation: str,
    organisation_name: str, teams: tuple[str, ...], supervisor: str, by: str,
    config: Path | None, directory: Path, as_json: bool,
) -> None:  # fmt: skip
    """Show the roles of an account, or give it one, or take one away."""
    if give and take:
        raise SettingsError("--give or --take, not both.")

    async def change(app: App) -> Account:
        if give:
            offered = _offered(role, role_name, organisation, organisation_name, teams, supervisor)
            held = _other(await _account(app, username), offered.role, organisation)
            await app.accounts.set_roles(username, [*held, offered], by)
        elif take:
            held = _other(await _account(app, username), role, organisation, must=True)
            await app.accounts.set_roles(username, held, by)
        return await _account(app, username)

    account = _with_accounts(config, directory, change)
    for one in account.roles:
        click.echo(json.dumps(_role_described(one)) if as_json else _role_line(one))


def _with_accounts(config: Path | None, directory: Path, work: Callable[[App], Awaitable[T]]) -> T:
    settings: Settings = settings_of(config, directory)
    if not settings.accounts.enabled:
        raise SettingsError("this region has no local accounts (accounts.enabled).")
    return with_region(settings, work)


async def _account(app: App, username: str) -> Account:
    for account in await app.accounts.listed():
        if account.username == username:
            return account
    raise AccountRefused(f"there is no account “{username}”. `account list` shows them.")


def _offered(
    role: str | None, role_name: str, organisation: str, organisation_name: str,
    teams: tuple[str, ...], supervisor: str,
) -> OfferedRole:  # fmt: skip
    if not role or not organisation:
        raise SettingsError("say which role where: --role and --organisation.")
    return OfferedRole(
        id=f"{organisation}-{role}",
        role=role,
        role_name=role_name or role.replace("-", " ").capitalize(),
        organisation=organisation,
        organisation_name=organisation_name or organisation,
        teams=teams,
        supervisor=supervisor,
    )


def _other(
    account: Account, role: str | None, organisation: str, *, must: bool = False
) -> list[OfferedRole]:
    """Every role of the account but this one."""
    kept = [one for one in account.roles if (one.role, one.organisation) != (role, organisation)]
    if must and len(kept) == len(account.roles):
        raise AccountRefused(f"“{account.username}” has no role “{role}” at “{organisation}”.")
    return kept


def _say(words: str, as_json: bool, **said: Any) -> None:
    click.echo(json.dumps(said) if as_json else words)


def _say_invited(invitation: Invitation, as_json: bool) -> None:
    if as_json:
        said = {"account": invitation.username, "url": invitation.url}
        click.echo(json.dumps({**said, "expires": invitation.ends.isoformat()}))
        return
    click.echo(invitation.url)
    ends = invitation.ends.isoformat(timespec="minutes")
    click.echo(f"For {invitation.username} alone; works once, until {ends}.", err=True)


def _line(account: Account) -> str:
    state = "open" if account.open else "closed"
    invited = "  invited" if account.invited_until else ""
    roles = "; ".join(f"{one.role} at {one.organisation}" for one in account.roles)
    return (
        f"{account.username:<20} {account.name:<28} {state:<7}"
        f"{account.passkeys:>2} passkeys  {roles}{invited}"
    )


def _role_line(role: OfferedRole) -> str:
    return f"{role.role:<20} {role.organisation:<8} {role.organisation_name}"


def _described(account: Account) -> dict[str, Any]:
    return {
        "username": account.username,
        "name": account.name,
        "email": account.email,
        "national_id": account.national_id,
        "open": account.open,
        "passkeys": account.passkeys,
        "invited_until": account.invited_until.isoformat() if account.invited_until else None,
        "made": account.made.isoformat(),
        "made_by": account.made_by,
        "roles": [_role_described(one) for one in account.roles],
    }


def _role_described(role: OfferedRole) -> dict[str, Any]:
    return {
        "role": role.role,
        "role_name": role.role_name,
        "organisation": role.organisation,
        "organisation_name": role.organisation_name,
        "teams": list(role.teams),
        "supervisor": role.supervisor,
    }
