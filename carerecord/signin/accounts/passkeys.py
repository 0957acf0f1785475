"""Making a passkey by invitation, and signing in with one. Every refusal is in the audit log, with its reason.

A browser is known here by a secret in a short-lived cookie. That secret ties a challenge to the
browser it was given to; and after an invitation was opened, or a passkey used, a new one says that
this browser may make a passkey for that account for a while.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Literal

import webauthn

from carerecord.signin.accounts.ceremony import (
    CHALLENGE_BYTES,
    SECONDS,
    Answer,
    Made,
    Party,
    made,
    options_to_make,
    options_to_sign_in,
    proved,
    read,
)
from carerecord.signin.accounts.contract import (
    ASSURANCE,
    PROVIDER,
    Diary,
    Making,
    PasskeyRefused,
)
from carerecord.signin.accounts.openings import SQL, Openings
from carerecord.signin.accounts.rows import to_passkey
from carerecord.signin.contract import Identity
from carerecord.signin.staff import Staff, sha256
from carerecord.store import Database, Row, Transaction

Ceremony = Literal["make", "sign-in"]
LONGEST_NAME = 40  # characters of the person's own word for a device


def _now() -> datetime:
    return datetime.now(UTC)


class Passkeys:
    """Both ceremonies, against one store: any worker may finish what another began."""

    def __init__(
        self,
        db: Database,
        party: Party,
        staff: Staff,
        diary: Diary,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._db = db
        self._party = party
        self._staff = staff
        self._diary = diary
        self._now = now
        self.openings = Openings(db, now=now)

    async def to_sign_in(self, browser: str) -> str:
        """What the page hands to the browser, JSON."""
        challenge = await self._challenge("sign-in", browser)
        return options_to_sign_in(self._party, challenge)

    async def sign_in(self, browser: str, text: str) -> Identity:
        """Whose passkey signed, with the roles they hold now. Raises PasskeyRefused."""
        try:
            return await self._signed_in(browser, text)
        except PasskeyRefused as refused:
            await self._write_refusal("sign-in-refused", refused, refused.account)
            raise

    async def to_make(self, browser: str) -> Making | None:
        """What the page needs for the account this browser may make a passkey for; None if none."""
        opening = await self.openings.of(browser)
        account = await self._db.one(SQL.account, username=opening.username) if opening else None
        identity = await self._staff.identity_of(opening.username) if opening else None
        if account is None or identity is None:
            return None
        challenge = await self._challenge("make", browser)
        rows = await self._db.all(SQL.passkeys, username=identity.id)
        handle = webauthn.base64url_to_bytes(account["user_handle"])
        has = [row["id"] for row in rows if not row["revoked_at"]]
        options = options_to_make(self._party, identity.id, identity.name, handle, challenge, has)
        return Making(identity.id, identity.name, options)

    async def make(self, browser: str, text: str, name: str) -> str:
        """Keep a new passkey; its account's username. Uses up the invitation. Raises PasskeyRefused."""
        opening = await self.openings.of(browser)
        username = opening.username if opening else ""
        try:
            if opening is None:
                raise PasskeyRefused("invitation")
            return await self._made(browser, username, text, name)
        except PasskeyRefused as refused:
            await self._write_refusal("passkey-refused", refused, username)
            raise

    async def _signed_in(self, browser: str, text: str) -> Identity:
        answer = await self._answer("sign-in", browser, text)
        row = await self._db.one(SQL.passkey, id=answer.passkey_id)
        if row is None:
            raise PasskeyRefused("unknown")
        passkey = to_passkey(row)
        if passkey.revoked:
            raise PasskeyRefused("revoked", passkey.username)
        count = proved(answer, self._party, passkey, row["user_handle"])
        identity = await self._staff.identity_of(passkey.username)
        if identity is None:
            raise PasskeyRefused("closed", passkey.username)
        if not await self._count_on(passkey.id, count):
            raise PasskeyRefused("counter", passkey.username)
        return _vouched(identity)

    async def _made(self, browser: str, username: str, text: str, name: str) -> str:
        answer = await self._answer("make", browser, text)
        new = made(answer, self._party)
        if await self._staff.identity_of(username) is None:
            raise PasskeyRefused("closed", username)
        if await self._db.one(SQL.passkey, id=new.id):
            raise PasskeyRefused("known-already", username)
        if not await self.openings.use(browser, username):
            raise PasskeyRefused("invitation", username)
        await self._diary.append("passkey-made", None, body={"account": username})
        row = self._row(new, username, name)
        if await self._db.write(lambda tx: tx.one(SQL.put_passkey, **row)) is None:
            raise PasskeyRefused("known-already", username)
        return username

    async def _challenge(self, ceremony: Ceremony, browser: str) -> bytes:
        challenge = secrets.token_bytes(CHALLENGE_BYTES)
        now = self._seconds()
        row = {
            "challenge_sha256": _digest(challenge),
            "ceremony": ceremony,
            "browser_sha256": sha256(browser),
            "ends_at": now + SECONDS,
        }
        await self._db.write(lambda tx: _put_challenge(tx, row, now))
        return challenge

    async def _answer(self, ceremony: Ceremony, browser: str, text: str) -> Answer:
        """What was sent, its challenge spent: the first to bring it has it, and only for this."""
        answer = read(text)
        digest = _digest(answer.challenge)
        row = await self._db.write(lambda tx: tx.one(SQL.spend_challenge, challenge_sha256=digest))
        wanted = (ceremony, sha256(browser))
        given = (row["ceremony"], row["browser_sha256"]) if row else ()
        if row is None or given != wanted or row["ends_at"] <= self._seconds():
            raise PasskeyRefused("challenge")
        return answer

    async def _count_on(self, passkey: str, count: int) -> bool:
        row: Row = {"id": passkey, "sign_count": count, "at": self._seconds()}
        return await self._db.write(lambda tx: tx.one(SQL.count_on, **row)) is not None

    async def _write_refusal(self, kind: str, refused: PasskeyRefused, account: str) -> None:
        body = {"provider": PROVIDER, "why": refused.why, "account": account}
        await self._diary.append(kind, None, body=body)

    def _row(self, new: Made, username: str, name: str) -> dict[str, Any]:
        return {
            "id": new.id,
            "username": username,
            "public_key": new.public_key,
            "sign_count": new.sign_count,
            "transports": json.dumps(new.transports),
            "backed_up": int(new.backed_up),
            "name": " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME],
            "made_at": self._seconds(),
        }

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def _digest(challenge: bytes) -> str:
    return sha256(challenge.hex())


def _put_challenge(tx: Transaction, row: Row, now: int) -> None:
    tx.run(SQL.forget_challenges, at=now)
    tx.run(SQL.put_challenge, **row)


def _vouched(identity: Identity) -> Identity:
    return Identity(
        id=identity.id,
        name=identity.name,
        provider=PROVIDER,
        assurance=ASSURANCE,
        roles=identity.roles,
        subject=identity.id,
        registration=identity.registration,
        email=identity.email,
    )
