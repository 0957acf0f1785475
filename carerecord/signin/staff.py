"""Named members of staff of an invented region and of local accounts: several roles each, open or closed.

Read anew on every request, so that a closed account or a lost role counts at once (T3).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from carerecord.signin.contract import Identity, OfferedRole
from carerecord.store import Database, Row, Transaction, sql

SQL = sql(__file__, "staff.sql")
ASSURANCE = {"demo": 3, "local": 2}
"""What a sign-in is worth where it says nothing of itself: invented people at the highest level."""

StaffKind = Literal["demo", "local"]


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One member of staff and every role they may select."""

    username: str  # also their `Identity.id`
    name: str
    roles: tuple[OfferedRole, ...]
    kind: StaffKind = "demo"
    registration: str = ""  # "gmc_id|1234567"
    email: str = ""
    closed: bool = False

    @property
    def identity(self) -> Identity | None:
        """Who they are at sign-in; nobody when closed."""
        if self.closed:
            return None
        return Identity(
            id=self.username,
            name=self.name,
            provider=self.kind,
            assurance=ASSURANCE[self.kind],
            roles=self.roles,
            registration=self.registration,
            email=self.email,
        )


def _now() -> datetime:
    return datetime.now(UTC)


class Staff:
    """Who works here, as this region itself knows them."""

    def __init__(self, db: Database, *, now: Callable[[], datetime] = _now) -> None:
        self._db = db
        self._now = now

    async def identity_of(self, username: str) -> Identity | None:
        """The member with the roles they hold now; nobody when unknown or closed."""
        if "\0" in username or not (rows := await self._db.all(SQL.member, username=username)):
            return None
        return member_from(rows).identity

    async def add(self, members: Iterable[StaffMember]) -> None:
        """Add members in this order, or correct them by username; a closed one stays closed.

        Raises ValueError, and adds nobody, where a username is one of another kind.
        """
        given = list(members)
        await self._db.write(lambda tx: put(tx, given))

    async def set_roles(self, username: str, roles: Sequence[OfferedRole]) -> bool:
        """Exactly these from the next request on; False when there is no such member."""
        return await self._db.write(lambda tx: _set_roles(tx, username, roles))

    async def close(self, username: str) -> bool:
        """From the next request on this member is nobody; False when there is no such open account."""
        at = int(self._now().timestamp())
        return await self._db.write(lambda tx: bool(tx.run(SQL.close, username=username, at=at)))

    async def list(self, kind: StaffKind) -> tuple[StaffMember, ...]:
        """Every member of one kind, closed ones too, in the order they were added."""
        members: dict[str, list[Row]] = {}
        for row in await self._db.all(SQL.members, kind=kind):
            members.setdefault(row["username"], []).append(row)
        return tuple(member_from(rows) for rows in members.values())


def member_from(rows: Sequence[Row]) -> StaffMember:
    """The member in its rows, one for each role."""
    first = rows[0]
    return StaffMember(
        username=first["username"],
        name=first["name"],
        roles=_roles(rows),
        kind=first["kind"],
        registration=first["registration"],
        email=first["email"],
        closed=first["closed_at"] is not None,
    )


def _roles(rows: Sequence[Row]) -> tuple[OfferedRole, ...]:
    return tuple(
        OfferedRole(
            id=row["role_id"],
            role=row["role"],
            role_name=row["role_name"],
            organisation=row["organisation"],
            organisation_name=row["organisation_name"],
            teams=tuple(json.loads(row["teams"])),
            supervisor=row["supervisor"],
        )
        for row in rows
        if row["role_id"] is not None
    )


def put(tx: Transaction, members: Sequence[StaffMember]) -> None:
    """What `Staff.add` does, for whoever must write more in the same transaction."""
    for listed, member in enumerate(members):
        row: dict[str, Any] = {
            "username": member.username,
            "kind": member.kind,
            "name": member.name,
            "email": member.email,
            "registration": member.registration,
            "listed": listed,
        }
        if not tx.run(SQL.put_member, **row):
            raise ValueError(f"{member.username} is the name of another kind of member")
        _set_roles(tx, member.username, member.roles)


def _set_roles(tx: Transaction, username: str, roles: Sequence[OfferedRole]) -> bool:
    tx.run(SQL.drop_roles, username=username)
    if not tx.all(SQL.member, username=username):
        return False
    tx.many(SQL.put_role, [_role_row(username, role, n) for n, role in enumerate(roles)])
    return True


def _role_row(username: str, role: OfferedRole, listed: int) -> dict[str, Any]:
    return {
        "username": username,
        "role_id": role.id,
        "role": role.role,
        "role_name": role.role_name,
        "organisation": role.organisation,
        "organisation_name": role.organisation_name,
        "teams": json.dumps(role.teams),
        "supervisor": role.supervisor,
        "listed": listed,
    }


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
