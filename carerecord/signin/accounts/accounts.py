"""The life of an account: made, invited, given other roles, reset by two people, closed.

Each step is in the audit log before it takes effect: nothing of an account changes unwritten.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from webauthn.helpers import bytes_to_base64url

from carerecord.config import Settings
from carerecord.signin.accounts.contract import (
    PROVIDER,
    Account,
    AccountRefused,
    Diary,
    Ending,
    Invitation,
    NewAccount,
    Passkey,
)
from carerecord.signin.accounts.making import (
    SEEN,
    pairs,
    refuse_beyond,
    refuse_second,
    refuse_unnamed,
    refuse_unnamed_maker,
)
from carerecord.signin.accounts.rows import at, to_accounts, to_passkey
from carerecord.signin.contract import OfferedRole
from carerecord.signin.staff import Staff, StaffMember, put, sha256
from carerecord.store import Database, Transaction, sql

SQL = sql(__file__, "queries.sql")


def _now() -> datetime:
    return datetime.now(UTC)


class Accounts:
    """Local named accounts of one region (AUT-8)."""

    def __init__(
        self,
        db: Database,
        settings: Settings,
        staff: Staff,
        sessions: Ending,
        diary: Diary,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._db = db
        self._url = settings.url
        self._invitation_seconds = settings.accounts.invitation_hours * 3600
        self._staff = staff
        self._sessions = sessions
        self._diary = diary
        self._now = now

    async def add(self, new: NewAccount, by: str) -> None:
        """Make an account, without a way in until it is invited. Raises AccountRefused."""
        refuse_unnamed(new)
        refuse_unnamed_maker(by)
        await self._db.write(lambda tx: _refuse_account(tx, new))
        body = {"account": new.username, "by": by, "roles": _said(new.roles)}
        await self._diary.append("account-made", None, body=body)
        await self._db.write(lambda tx: _make(tx, new, by, self._seconds()))

    async def invite(self, username: str, by: str) -> Invitation:
        """A link to make a passkey with, in place of any sent before. Raises AccountRefused."""
        refuse_unnamed_maker(by)
        await self._open(username)
        await self._diary.append("account-invited", None, body={"account": username, "by": by})
        return await self._invite(username, by)

    async def reset(self, username: str, by: str, seen_by: str) -> Invitation:
        """Every passkey revoked, every session ended, one new invitation; by two named people, not the person."""
        refuse_unnamed_maker(by)
        refuse_unnamed_maker(seen_by, what="--seen-by")
        await self._open(username)
        people = [await self._who(by), await self._who(seen_by)]
        if people[0] == people[1]:
            raise AccountRefused("--seen-by must be somebody other than --by.")
        if username in people:
            raise AccountRefused("nobody resets their own account: two others do.")
        body = {"account": username, "by": by, "seen_by": seen_by}
        await self._diary.append("account-reset", None, body=body)
        await self._db.write(lambda tx: _revoke(tx, username, self._seconds()))
        await self._sessions.end_of_provider(PROVIDER, username, "")
        return await self._invite(username, by)

    async def set_roles(self, username: str, roles: Sequence[OfferedRole], by: str) -> None:
        """Exactly these from the next request on. Raises AccountRefused."""
        refuse_unnamed_maker(by)
        account = await self._open(username)
        if not roles:
            raise AccountRefused("an account needs a role. To end it: `account close`.")
        await self._db.write(lambda tx: refuse_beyond(tx, SQL, account.national_id, roles))
        await self._write_roles(username, roles, {"by": by})

    async def close(self, username: str, by: str) -> None:
        """From the next request on nobody is signed in with it. Raises AccountRefused."""
        refuse_unnamed_maker(by)
        await self._open(username)
        await self._diary.append("account-closed", None, body={"account": username, "by": by})
        await self._staff.close(username)
        await self._db.write(lambda tx: _revoke(tx, username, self._seconds()))
        await self._sessions.end_of_provider(PROVIDER, username, "")

    async def listed(self) -> list[Account]:
        """Every account by username, closed ones too."""
        rows = await self._db.all(SQL.accounts, at=self._seconds())
        return to_accounts(await self._staff.list("local"), rows)

    async def passkeys_of(self, username: str) -> list[Passkey]:
        """Those in use, oldest first."""
        rows = await self._db.all(SQL.passkeys, username=username)
        return [one for row in rows if not (one := to_passkey(row)).revoked]

    async def seen_nationally(self, national_id: str, roles: Sequence[OfferedRole]) -> None:
        """What a national credential was used with just now: a linked account loses whatever is beyond."""
        rows = await self._db.write(lambda tx: _remember(tx, national_id, roles, self._seconds()))
        for username in rows:
            identity = await self._staff.identity_of(username)
            held = identity.roles if identity else ()
            known = set(pairs(roles))
            kept = [role for role in held if (role.organisation, role.role) in known]
            if len(kept) < len(held):
                await self._write_roles(username, kept, {"why": "national-credential"})

    async def _write_roles(
        self, username: str, roles: Sequence[OfferedRole], more: dict[str, Any]
    ) -> None:
        body = {"account": username, "roles": _said(roles), **more}
        await self._diary.append("account-roles", None, body=body)
        await self._staff.set_roles(username, roles)

    async def _invite(self, username: str, by: str) -> Invitation:
        secret, now = secrets.token_urlsafe(32), self._seconds()
        ends = now + self._invitation_seconds
        row = {
            "secret_sha256": sha256(secret),
            "username": username,
            "made_by": by,
            "made_at": now,
            "ends_at": ends,
        }
        await self._db.write(lambda tx: _put_invitation(tx, row))
        return Invitation(username, f"{self._url}/account/passkey/{secret}", at(ends))

    async def _who(self, named: str) -> str:
        """A username where we know one, so that a name and a username do not pass for two people."""
        known = [*await self._staff.list("local"), *await self._staff.list("demo")]
        folded = " ".join(named.casefold().split())
        same = (one.username for one in known if folded in (one.username, one.name.casefold()))
        return next(same, folded)

    async def _open(self, username: str) -> Account:
        found = [one for one in await self.listed() if one.username == username]
        if not found:
            raise AccountRefused(f"there is no account “{username}”. `account list` shows them.")
        if not found[0].open:
            raise AccountRefused(f"the account “{username}” is closed.")
        return found[0]

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _refuse_account(tx: Transaction, new: NewAccount) -> None:
    refuse_second(tx, SQL, new)
    refuse_beyond(tx, SQL, new.national_id, new.roles)


def _make(tx: Transaction, new: NewAccount, by: str, now: int) -> None:
    """The checks again: of two commands at once, the second finds what the first made."""
    _refuse_account(tx, new)
    row = {
        "username": new.username,
        "user_handle": bytes_to_base64url(secrets.token_bytes(32)),
        "email": new.email,
        "national_id": new.national_id,
        "made_by": by,
        "made_at": now,
    }
    tx.run(SQL.put_account, **row)
    put(tx, [_member(new)])


def _member(new: NewAccount) -> StaffMember:
    return StaffMember(
        username=new.username,
        name=new.name,
        roles=new.roles,
        kind="local",
        registration=new.registration,
        email=new.email,
    )


def _put_invitation(tx: Transaction, row: dict[str, Any]) -> None:
    tx.run(SQL.use_up_invitations, username=row["username"], at=row["made_at"])
    tx.run(SQL.put_invitation, **row)


def _revoke(tx: Transaction, username: str, now: int) -> None:
    tx.run(SQL.revoke_passkeys, username=username, at=now)
    tx.run(SQL.use_up_invitations, username=username, at=now)
    tx.run(SQL.close_openings, username=username)


def _remember(
    tx: Transaction, national_id: str, roles: Sequence[OfferedRole], now: int
) -> list[str]:
    tx.run(SQL.forget_national_roles, national_id=national_id)
    for organisation, role in [SEEN, *pairs(roles)]:
        row = {"national_id": national_id, "organisation": organisation, "role": role}
        tx.run(SQL.put_national_role, **row, seen_at=now)
    return [row["username"] for row in tx.all(SQL.linked_to, national_id=national_id)]


def _said(roles: Sequence[OfferedRole]) -> list[str]:
    return [f"{role.role} at {role.organisation}" for role in roles]
