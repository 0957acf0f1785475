"""Sessions and tokens. The secret is in the cookie or the header; the table holds its SHA-256 only.

Signing in by picking a name, and tokens given without a password, exist in an invented region
alone: in any other they are refused, and none made earlier is honoured.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.signin.contract import Identity, SignedIn, SignInRefused
from carerecord.signin.grants import Grants
from carerecord.signin.handles import Handles
from carerecord.signin.kept import (
    NOBODY,
    SEEN_EVERY_SECONDS,
    from_text,
    limits,
    only_role,
    signed_in,
    to_text,
    viewer_in,
)
from carerecord.signin.staff import Staff, sha256
from carerecord.store import Database, Row, StoreError, Transaction, sql

SQL = sql(__file__, "queries.sql")
LONGEST_SECRET = 100  # characters; anything longer is not one of ours

Kind = Literal["browser", "token"]


def _now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """Who is signed in. Any worker that shares the database knows the same sessions.

    `agent` is what the browser calls itself: a cookie that comes from another one is nobody (T2).
    """

    def __init__(
        self, db: Database, settings: Settings, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._staff = Staff(db, now=now)
        self._handles = Handles(db)
        self.grants = Grants(db, now=now)
        self._demo = settings.region.demo
        self._limits = limits(settings)
        self._now = now
        self._marking: set[asyncio.Task[None]] = set()
        self._unmarked: dict[str, int] = {}  # when a session was last used, where that was not kept

    async def staff(self) -> list[Viewer]:
        """Those who may be picked at sign-in, in their first role; nobody outside an invented region."""
        if not self._demo:
            return []
        people = [one.identity for one in await self._staff.list("demo")]
        found = [viewer_in(one, one.roles[0].id, "") for one in people if one and one.roles]
        return [one for one in found if one]

    async def start(
        self,
        identity: Identity,
        *,
        cookie: str = "",
        launcher: str = "",
        agent: str = "",
        grant: bytes | None = None,
    ) -> str:
        """What the cookie holds from now on, always new: a secret known before is worth nothing.

        `cookie` of a live session, locked or not: of the same person it goes on; of another it ends.
        `grant`: what it takes to ask their identity provider again.
        Raises `SignInRefused` for a provider that is not configured, or nobody's role.
        """
        if identity.provider not in self._limits.providers:
            raise SignInRefused("that way to sign in does not exist here")
        if not identity.roles:
            raise SignInRefused("no role to sign in with")
        before = await self._look(cookie, agent)
        same = before if before.identity and before.identity.id == identity.id else NOBODY
        secret = secrets.token_urlsafe(32)
        row = self._row("browser", secret, identity, self._limits.longest) | {
            "id": same.session or secrets.token_hex(8),
            "role_id": only_role(identity, same.role_id),
            "launcher": launcher or same.launcher,
            "agent_sha256": sha256(agent) if agent else "",
            "provider_grant": grant,
        }
        replaced = before.session if not same.session else ""
        await self._db.write(lambda tx: self._put(tx, row, bool(same.session), replaced))
        return secret

    async def look(self, cookie: str, agent: str = "") -> SignedIn:
        """What a cookie stands for now; looking is no use of it."""
        return await self._look(cookie, agent)

    async def use(self, cookie: str, agent: str = "") -> SignedIn:
        """What a cookie stands for now; an open session is in use by this."""
        found = await self._look(cookie, agent)
        if found.state in ("open", "choose-role") and found.idle_seconds >= min(
            SEEN_EVERY_SECONDS, self._limits.idle // 10
        ):
            self._mark_seen(found.session)
        return found

    async def viewer_of(self, cookie: str, agent: str = "") -> Viewer | None:
        """Who is signed in with this cookie: nobody while locked, without a role, or ended."""
        return (await self.use(cookie, agent)).viewer

    async def choose_role(self, cookie: str, role_id: str, agent: str = "") -> Viewer:
        """Select one of the roles that were offered, in place of the one before (AUT-3).

        The cookie goes on until `renew`. Raises `SignInRefused` for any other role, or no open session.
        """
        found = await self._look(cookie, agent)
        if found.state not in ("open", "choose-role") or found.identity is None:
            raise SignInRefused("there is no open session")
        viewer = viewer_in(found.identity, role_id, found.session)
        if viewer is None:
            raise SignInRefused("that role was not offered")
        await self._db.write(lambda tx: tx.run(SQL.select_role, id=found.session, role_id=role_id))
        return viewer

    async def renew(self, cookie: str) -> str:
        """A new secret for the same session; the old one is nobody's from now on."""
        secret = secrets.token_urlsafe(32)
        row = {"secret_sha256": sha256(secret), "old_sha256": sha256(cookie)}
        await self._db.write(lambda tx: tx.run(SQL.renew, **row))
        return secret

    async def lock(self, cookie: str, *, return_to: str = "", agent: str = "") -> bool:
        """Show nothing until the same person signs in again (AUT-6); True for the first to lock it.

        `return_to` is kept when it is a page of a record in this session, and forgotten otherwise.
        """
        found = await self._look(cookie, agent)
        if found.state == "none":
            return False
        page = return_to if await self._handles.is_page(found.session, return_to) else ""
        at = self._seconds()
        return await self._db.write(lambda tx: _lock(tx, found.session, at, page))

    async def end_of_provider(
        self, provider: str, subject: str, provider_session: str
    ) -> list[Viewer]:
        """End what a provider signed out (AUT-7): its session, or all of a subject's; whose they were."""
        if not subject and not provider_session:
            return []
        asked = {"provider": provider, "subject": subject, "provider_session": provider_session}
        ended = await self._db.write(lambda tx: _end_all(tx, tx.all(SQL.of_provider, **asked)))
        return [_unselected(from_text(row["snapshot"]), row["id"]) for row in ended]

    async def known(self, viewer_id: str) -> Viewer | None:
        """A member of staff in their first role: of our own table, or signed in at this moment."""
        identity = await self._known(viewer_id)
        return (
            viewer_in(identity, identity.roles[0].id, "") if identity and identity.roles else None
        )

    async def email_of(self, viewer_id: str) -> str:
        """Where they are written to; empty where nobody told us."""
        identity = await self._known(viewer_id)
        return identity.email if identity else ""

    async def _known(self, viewer_id: str) -> Identity | None:
        identity = await self._staff.identity_of(viewer_id)
        if identity is None and "\0" not in viewer_id:
            row = await self._db.one(SQL.last_of, holder=viewer_id, at=self._seconds())
            identity = from_text(row["snapshot"]) if row else None
        return identity

    async def demo_identity(self, username: str) -> Identity:
        """Whoever is picked in an invented region. Raises `SignInRefused`; elsewhere for everybody."""
        if not self._demo:
            raise SignInRefused("picking a name is for invented regions only (region.demo)")
        identity = await self._staff.identity_of(username)
        if identity is None or identity.provider != "demo" or not identity.roles:
            raise SignInRefused("there is no member of staff with that username")
        return identity

    async def sign_in_demo(self, username: str, *, cookie: str = "", agent: str = "") -> str:
        """Sign in as a member of the invented region's staff; what the cookie holds."""
        return await self.start(await self.demo_identity(username), cookie=cookie, agent=agent)

    async def issue_token(self, username: str, minutes: int) -> str:
        """A bearer token for the API of an invented region, in the member's first role."""
        if minutes < 1:
            raise SignInRefused("a token must last at least one minute")
        identity, secret = await self.demo_identity(username), secrets.token_urlsafe(32)
        row = self._row("token", secret, identity, minutes * 60)
        row |= {"id": secrets.token_hex(8), "role_id": identity.roles[0].id}
        await self._db.write(lambda tx: self._put(tx, row, False, ""))
        return secret

    async def viewer_of_token(self, token: str) -> Viewer | None:
        rows = await self._rows(token, "token")
        at = self._seconds()
        unlocked = [row | {"seen_at": at} for row in rows]  # a token is never idle
        return signed_in(unlocked, "", at, self._limits).viewer

    async def sign_out(self, cookie: str) -> None:
        """End this session everywhere; the addresses it used mean nothing from now on."""
        rows = await self._rows(cookie, "browser")
        await self._db.write(lambda tx: _end(tx, {row["session"] for row in rows}))

    async def handle_for(self, viewer: Viewer, person_id: str) -> str:
        """What stands for this person in this session's addresses, always the same."""
        return (await self.handles_for(viewer, [person_id]))[person_id]

    async def handles_for(self, viewer: Viewer, person_ids: Sequence[str]) -> dict[str, str]:
        """The handle of each person, all new ones made in one write."""
        if not viewer.session:
            raise SignInRefused("a handle needs a session")
        return await self._handles.of(viewer.session, person_ids)

    async def person_behind(self, viewer: Viewer, v: str) -> str | None:
        """The person this handle stands for, in this session only."""
        return await self._handles.person(viewer.session, v)

    def _row(self, kind: Kind, secret: str, identity: Identity, seconds: int) -> Row:
        at = self._seconds()
        return {
            "secret_sha256": sha256(secret),
            "kind": kind,
            "holder": identity.id,
            "provider": identity.provider,
            "subject": identity.subject,
            "provider_session": identity.provider_session,
            "identity": to_text(identity),
            "launcher": "",
            "agent_sha256": "",
            "provider_grant": None,
            "at": at,
            "ends_at": at + seconds,
        }

    def _put(self, tx: Transaction, row: Row, resumed: bool, replaced: str) -> None:
        at = row["at"]
        unseen_since = at - self._limits.forget_after
        ended = tx.all(SQL.ended_sessions, at=at, unseen_since=unseen_since)
        _end(tx, [one["id"] for one in ended] + ([replaced] if replaced else []))
        if resumed and tx.run(SQL.resume_session, **_without(row, "kind", "holder", "ends_at")):
            return
        tx.run(SQL.start_session, **row)

    async def _look(self, cookie: str, agent: str) -> SignedIn:
        rows = [self._used(row) for row in await self._rows(cookie, "browser")]
        return signed_in(rows, sha256(agent), self._seconds(), self._limits)

    async def _rows(self, secret: str, kind: Kind) -> list[Row]:
        if not 0 < len(secret) <= LONGEST_SECRET:
            return []
        return await self._db.all(SQL.session_by_secret, secret_sha256=sha256(secret), kind=kind)

    def _used(self, row: Row) -> Row:
        """While the store takes no writes, a session in use here is not idle for want of a mark."""
        at = self._unmarked.get(row["session"], 0)
        return row | {"seen_at": max(at, row["seen_at"])}

    def _mark_seen(self, session: str) -> None:
        """Not awaited: no page waits for it, and a missed mark only locks a session early elsewhere."""
        task = asyncio.create_task(self._seen(session, self._seconds()))
        self._marking.add(task)
        task.add_done_callback(self._marking.discard)

    async def _seen(self, session: str, at: int) -> None:
        try:
            await self._db.write(lambda tx: tx.run(SQL.seen, id=session, at=at))
            self._unmarked.pop(session, None)
        except StoreError:  # the page's own audit entry tells of a database that cannot be written
            self._unmarked[session] = at

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _without(row: Row, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _lock(tx: Transaction, session: str, at: int, return_to: str) -> bool:
    first = tx.run(SQL.lock, id=session, at=at) > 0
    if first or return_to:
        tx.run(SQL.remember, id=session, return_to=return_to)
    return first


def _end(tx: Transaction, sessions: Iterable[str]) -> None:
    for session in sessions:
        tx.run(SQL.forget_handles, id=session)
        tx.run(SQL.end_session, id=session)


def _end_all(tx: Transaction, rows: Sequence[Row]) -> Sequence[Row]:
    _end(tx, [row["id"] for row in rows])
    return rows


def _unselected(identity: Identity, session: str) -> Viewer:
    """Somebody of whom only who they are matters, for the audit log."""
    return Viewer(
        identity.id, identity.name, "", "", "", "", session=session, provider=identity.provider
    )
