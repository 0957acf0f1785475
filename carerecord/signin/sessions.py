"""Sessions and tokens. The secret is in the cookie or the header; the table holds its SHA-256 only.

Signing in by picking a name, and tokens given without a password, exist in an invented region
alone: in any other they are refused, and none made earlier is honoured.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Literal

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.signin.contract import Identity, SignInRefused
from carerecord.signin.staff import Staff, member_from, sha256
from carerecord.store import Database, Row, StoreError, Transaction, sql

SQL = sql(__file__, "queries.sql")
SEEN_EVERY_SECONDS = 60  # how often, at most, a session in use is marked as in use
LONGEST_SECRET = 100  # characters; anything longer is not one of ours

Kind = Literal["browser", "token"]


def _now() -> datetime:
    return datetime.now(UTC)


class Sessions:
    """Who is signed in. Any worker that shares the database knows the same sessions."""

    def __init__(
        self, db: Database, settings: Settings, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._db = db
        self._staff = Staff(db, now=now)
        self._demo = settings.region.demo
        self._idle_seconds = settings.sessions.idle_minutes * 60
        self._longest_seconds = settings.sessions.hours * 3600
        self._now = now
        self._marking: set[asyncio.Task[None]] = set()

    async def staff(self) -> list[Viewer]:
        """Those who may be picked at sign-in; nobody outside an invented region."""
        if not self._demo:
            return []
        identities = [one.identity for one in await self._staff.list("demo")]
        return [_viewer(one, "") for one in identities if one and one.roles]

    async def sign_in_demo(self, username: str) -> str:
        """Sign in as a member of the invented region's staff; what the cookie holds."""
        return await self._start("browser", username, self._longest_seconds)

    async def issue_token(self, username: str, minutes: int) -> str:
        """A bearer token for the API of an invented region."""
        if minutes < 1:
            raise SignInRefused("a token must last at least one minute")
        return await self._start("token", username, minutes * 60)

    async def viewer_of(self, cookie: str) -> Viewer | None:
        """Who is signed in with this cookie: nobody once idle too long, ended or signed out."""
        row = await self._session(cookie, "browser")
        if row is None:
            return None
        unseen_for = self._seconds() - row["seen_at"]
        if unseen_for >= self._idle_seconds:
            return None
        if unseen_for >= min(SEEN_EVERY_SECONDS, self._idle_seconds // 10):
            self._mark_seen(row["session"])
        viewer: Viewer = row["viewer"]
        return viewer

    async def viewer_of_token(self, token: str) -> Viewer | None:
        row = await self._session(token, "token")
        return row["viewer"] if row else None

    async def sign_out(self, cookie: str) -> None:
        """End this session everywhere; the addresses it used mean nothing from now on."""
        row = await self._session(cookie, "browser")
        if row is not None:
            await self._db.write(lambda tx: _end(tx, [row["session"]]))

    async def handle_for(self, viewer: Viewer, person_id: str) -> str:
        """What stands for this person in this session's addresses, always the same."""
        return (await self.handles_for(viewer, [person_id]))[person_id]

    async def handles_for(self, viewer: Viewer, person_ids: Sequence[str]) -> dict[str, str]:
        """The handle of each person, all new ones made in one write."""
        if not viewer.session:
            raise SignInRefused("a handle needs a session")
        known = await self._db.all(SQL.handles, session=viewer.session)
        handles = {row["person_id"]: row["handle"] for row in known}
        new = [one for one in dict.fromkeys(person_ids) if one not in handles]
        if new:
            handles |= await self._db.write(lambda tx: _new_handles(tx, viewer.session, new))
        return {one: handles[one] for one in person_ids}

    async def person_behind(self, viewer: Viewer, v: str) -> str | None:
        """The person this handle stands for, in this session only."""
        if not v.isascii() or "\0" in v or len(v) > LONGEST_SECRET:
            return None
        row = await self._db.one(SQL.person_behind, session=viewer.session, handle=v)
        return row["person_id"] if row else None

    async def _start(self, kind: Kind, username: str, seconds: int) -> str:
        if not self._demo:
            raise SignInRefused("picking a name is for invented regions only (region.demo)")
        identity = await self._staff.identity_of(username)
        if identity is None or not identity.roles:
            raise SignInRefused("there is no member of staff with that username")
        secret, at = secrets.token_urlsafe(32), self._seconds()
        row = {
            "id": secrets.token_hex(8),
            "secret_sha256": sha256(secret),
            "kind": kind,
            "username": username,
            "started_at": at,
            "ends_at": at + seconds,
        }
        await self._db.write(lambda tx: self._start_and_tidy(tx, row, at))
        return secret

    def _start_and_tidy(self, tx: Transaction, row: Row, at: int) -> None:
        ended = tx.all(SQL.ended_sessions, at=at, idle_since=at - self._idle_seconds)
        _end(tx, [one["id"] for one in ended])
        tx.run(SQL.start_session, **row)

    async def _session(self, secret: str, kind: Kind) -> Row | None:
        if not self._demo or not 0 < len(secret) <= LONGEST_SECRET:
            return None
        rows = await self._db.all(SQL.session_by_secret, secret_sha256=sha256(secret), kind=kind)
        if not rows or rows[0]["ends_at"] <= self._seconds():
            return None
        identity = member_from(rows).identity
        if identity is None or not identity.roles:
            return None
        return rows[0] | {"viewer": _viewer(identity, rows[0]["session"])}

    def _mark_seen(self, session: str) -> None:
        """Not awaited: no page waits for it, and a missed mark only ends a session early."""
        task = asyncio.create_task(self._seen(session, self._seconds()))
        self._marking.add(task)
        task.add_done_callback(self._marking.discard)

    async def _seen(self, session: str, at: int) -> None:
        try:
            await self._db.write(lambda tx: tx.run(SQL.seen, id=session, at=at))
        except StoreError:
            return  # the page's own audit entry tells of a database that cannot be written

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _viewer(identity: Identity, session: str) -> Viewer:
    role = identity.roles[0]
    return Viewer(
        id=identity.id,
        name=identity.name,
        role=role.role,
        role_name=role.role_name,
        organisation=role.organisation,
        organisation_name=role.organisation_name,
        teams=role.teams,
        session=session,
        role_id=role.id,
        registration=identity.registration,
        assurance=identity.assurance,
        supervisor=role.supervisor,
        provider=identity.provider,
    )


def _end(tx: Transaction, sessions: Iterable[str]) -> None:
    for session in sessions:
        tx.run(SQL.forget_handles, id=session)
        tx.run(SQL.end_session, id=session)


def _new_handles(tx: Transaction, session: str, person_ids: Sequence[str]) -> dict[str, str]:
    """Another worker may have made one meanwhile: the first stays, and is what is returned."""
    made: dict[str, str] = {}
    for person_id in person_ids:
        handle = secrets.token_urlsafe(16)
        tx.run(SQL.put_handle, session=session, handle=handle, person_id=person_id)
        kept = tx.one(SQL.handle_for, session=session, person_id=person_id)
        made[person_id] = kept["handle"] if kept else handle
    return made
