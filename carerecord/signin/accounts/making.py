"""What must hold before an account is made or its roles change; read inside the transaction that does it."""

from __future__ import annotations

from collections.abc import Sequence

from carerecord.signin.accounts.contract import AccountRefused, NewAccount
from carerecord.signin.accounts.naming import email_problem, name_problem, username_problem
from carerecord.signin.contract import OfferedRole
from carerecord.store import Queries, Row, Transaction

SEEN = ("", "")
"""Stands among the roles of a national credential that has been seen, also one that has none."""


def refuse_unnamed(new: NewAccount) -> None:
    """An account is one person's, by name (AUT-8, AUT-10). Raises AccountRefused."""
    places = [role.organisation_name for role in new.roles]
    problem = (
        username_problem(new.username, places)
        or name_problem(new.name, places)
        or email_problem(new.email, places)
    )
    if problem:
        raise AccountRefused(f"{problem}.")
    if not new.roles:
        raise AccountRefused("an account needs a role at an organisation.")


def refuse_unnamed_maker(by: str, *, what: str = "--by") -> None:
    """Whoever does this signs with a name: a username or a first and last name."""
    if (not by.strip() or username_problem(by)) and name_problem(by):
        raise AccountRefused(f"{what}: {name_problem(by) or 'say who does this'}.")


def refuse_second(tx: Transaction, sql: Queries, new: NewAccount) -> None:
    """One account a person, and one person an account (AUT-8). Raises AccountRefused."""
    if tx.one(sql.staff_of_that_name, username=new.username):
        raise AccountRefused(f"there is, or was, somebody with the username “{new.username}”.")
    for row in tx.all(sql.open_accounts):
        if (same := _same(row, new)) and row["username"] != new.username:
            raise AccountRefused(
                f"“{row['username']}” has {same} and an account. A person has one account"
                " (`account roles` adds a role to it)."
                + (" If this is somebody else: --same-name." if same == "this name" else "")
            )


def refuse_beyond(
    tx: Transaction, sql: Queries, national_id: str, roles: Sequence[OfferedRole]
) -> None:
    """Never more than the person's national credential, once that has been seen (AUT-8)."""
    known = _national_pairs(tx, sql, national_id)
    beyond = set(pairs(roles)) - known
    if known and beyond:
        organisation, role = min(beyond)
        raise AccountRefused(
            f"their national credential has no role “{role}” at {organisation}: an account never"
            " has greater rights than it."
        )


def pairs(roles: Sequence[OfferedRole]) -> list[tuple[str, str]]:
    """(organisation, role) of each."""
    return [(role.organisation, role.role) for role in roles]


def _national_pairs(tx: Transaction, sql: Queries, national_id: str) -> set[tuple[str, str]]:
    """What the credential was last seen with; empty when it never was, or there is none."""
    rows = tx.all(sql.national_roles, national_id=national_id) if national_id else []
    return {(row["organisation"], row["role"]) for row in rows}


def _same(row: Row, new: NewAccount) -> str:
    if new.national_id and row["national_id"] == new.national_id:
        return "this national id"
    if new.email and row["email"].casefold() == new.email.casefold():
        return "this e-mail address"
    here = {role.organisation for role in new.roles}
    same = row["name"].casefold() == new.name.casefold() and row["organisation"] in here
    return "this name" if same and not new.same_name else ""
