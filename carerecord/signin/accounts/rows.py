"""From rows of the store to passkeys and accounts. Times there are seconds since 1970."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from carerecord.signin.accounts.contract import Account, Passkey
from carerecord.signin.staff import StaffMember
from carerecord.store import Row


def to_passkey(row: Row) -> Passkey:
    return Passkey(
        id=row["id"],
        username=row["username"],
        public_key=bytes(row["public_key"]),
        sign_count=row["sign_count"],
        transports=tuple(json.loads(row["transports"])),
        backed_up=bool(row["backed_up"]),
        name=row["name"],
        made=at(row["made_at"]),
        used=at(row["used_at"]) if row["used_at"] else None,
        revoked=bool(row["revoked_at"]),
    )


def to_accounts(members: Iterable[StaffMember], rows: Iterable[Row]) -> list[Account]:
    """Members with a local account, by username."""
    by_username = {row["username"]: row for row in rows}
    return [
        _account(member, by_username[member.username])
        for member in sorted(members, key=lambda member: member.username)
        if member.username in by_username
    ]


def _account(member: StaffMember, row: Row) -> Account:
    return Account(
        username=member.username,
        name=member.name,
        email=row["email"],
        national_id=row["national_id"],
        open=not member.closed,
        roles=member.roles,
        passkeys=row["passkeys"],
        invited_until=at(row["invited_until"]) if row["invited_until"] else None,
        made=at(row["made_at"]),
        made_by=row["made_by"],
    )


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
