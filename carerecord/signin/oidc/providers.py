"""The identity providers of the configuration: the way to each, and back with somebody named (AUT-1)."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from carerecord.config import Provider, Settings
from carerecord.signin.contract import Identity
from carerecord.signin.launch.pending import Pending, browser_or_new, new_secret
from carerecord.signin.oidc.again import Seal, grant_in, still
from carerecord.signin.oidc.claims import identity_of
from carerecord.signin.oidc.contract import Started, Stopped, TakenBack, Vouched, Withdrawn
from carerecord.signin.oidc.discovery import Discovery, Document
from carerecord.signin.oidc.http import Talk
from carerecord.signin.oidc.logout import SignedOut, signed_out
from carerecord.signin.oidc.proof import check_id_token
from carerecord.signin.oidc.registered import check, client_of
from carerecord.signin.once import OneUse
from carerecord.signin.tokens import TokenRefused, Trust, claims_of
from carerecord.store import Database

PENDING_SECONDS = 600
LONGEST_ID_TOKEN_SECONDS = 24 * 3600


def _now() -> datetime:
    return datetime.now(UTC)


class Providers:
    """Raises `SettingsError` when a `[[provider]]` block could not be trusted. Asks nobody before the first use."""

    def __init__(
        self,
        settings: Settings,
        db: Database,
        *,
        now: Callable[[], datetime] = _now,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        check(settings)
        self._settings = settings
        self._now = now
        self._talk = Talk()
        self._seal = Seal(settings)
        self._pending = Pending(db, now=now)
        self._once = OneUse(db, now=now)
        self._by_id = {one.id: one for one in settings.provider}
        self._clients = {one.id: client_of(one, settings) for one in settings.provider}
        self._discovery = {one.id: Discovery(one, self._talk, clock) for one in settings.provider}

    def by_id(self, provider_id: str) -> Provider | None:
        return self._by_id.get(provider_id)

    async def begin(self, provider_id: str, browser: str, *, again: bool = False) -> Started:
        """Where to go to sign in; with `again`, not without proving anew who it is (AUT-6)."""
        provider = self._configured(provider_id)
        document = await self._discovery[provider.id].document()
        browser, state = browser_or_new(browser), new_secret()
        kept: dict[str, Any] = {
            "provider": provider.id,
            "nonce": secrets.token_urlsafe(32),
            "verifier": secrets.token_urlsafe(48),
            "at": int(self._now().timestamp()),
            "again": again,
        }
        await self._pending.begin(state, browser, kept, seconds=PENDING_SECONDS)
        asked = {"prompt": "login", "max_age": "0"} if again else {}
        address = await self._talk.way_to(
            document.authorization_endpoint,
            client_id=provider.client_id,
            redirect_uri=self._back(provider),
            scope=provider.scopes,
            state=state,
            code_verifier=str(kept["verifier"]),
            nonce=str(kept["nonce"]),
            **asked,
        )
        return Started(address, browser)

    async def finish(self, provider_id: str, said: Mapping[str, str], browser: str) -> Vouched:
        """Who came back, proven. Raises `Stopped`; whatever happens, this way back is not open twice."""
        provider = self._configured(provider_id)
        kept = await self._pending.take(said.get("state", ""), browser)
        if kept is None:
            raise Stopped("not-finished", "state: unknown, used, or of another browser")
        if kept.get("provider") != provider.id:
            raise Stopped("not-finished", "state: of another provider")
        document = await self._discovery[provider.id].document()
        _check_answer(said, provider, document)
        await self._spend(provider, said["code"])
        tokens = await self._talk.tokens(
            self._clients[provider.id],
            document.token_endpoint,
            grant_type="authorization_code",
            code=said["code"],
            code_verifier=kept["verifier"],
            redirect_uri=self._back(provider),
        )
        claims = await self._proven(provider, tokens, kept)
        userinfo = await self._talk.read(
            document.userinfo_endpoint, "userinfo", bearer=_access_token(tokens)
        )
        identity = identity_of(claims, userinfo, provider, self._settings.access.assurance)
        at = int(self._now().timestamp())
        return Vouched(identity, self._seal.close(grant_in(tokens, _access_token(tokens), at)))

    async def renewed(self, provider_id: str, sealed: bytes) -> bytes:
        """A grant to ask with now, to be kept in place of this one. Raises `Stopped`, `Withdrawn`."""
        provider, at = self._configured(provider_id), int(self._now().timestamp())
        grant = self._seal.open(sealed)
        if not grant.refresh:
            if grant.until <= at:
                raise Stopped("down", "grant: over, and no refresh token was given")
            return sealed
        asked = self._discovery[provider.id]
        document = await asked.document()
        try:
            with asked.listening():
                tokens = await self._talk.tokens(
                    self._clients[provider.id],
                    document.token_endpoint,
                    grant_type="refresh_token",
                    refresh_token=grant.refresh,
                )
        except TakenBack as gone:
            raise Withdrawn(gone.reason) from None
        return self._seal.close(grant_in(tokens, _access_token(tokens), at, grant.refresh))

    async def still(self, identity: Identity, sealed: bytes) -> Identity:
        """What the provider says of this person now. Raises `Stopped` where it cannot, or `Withdrawn`."""
        provider = self._configured(identity.provider)
        asked = self._discovery[provider.id]
        document, bearer = await asked.document(), self._seal.open(sealed).access
        try:
            with asked.listening():
                said = await self._talk.read(document.userinfo_endpoint, "userinfo", bearer=bearer)
        except TakenBack as gone:
            raise Withdrawn(gone.reason) from None
        return still(identity, said, provider)

    async def signed_out(self, provider_id: str, token: str) -> SignedOut:
        """Whom a provider's logout token signs out. Raises `LogoutRefused`; believed once."""
        provider = self._configured(provider_id)
        keys = await self._discovery[provider.id].keys(token)
        return await signed_out(token, provider, keys, self._once, self._now())

    async def sign_out_address(self, provider_id: str) -> str:
        """Where to sign out of the provider too; empty where it offers none or does not answer."""
        if provider_id not in self._by_id:
            return ""
        try:
            document = await self._discovery[provider_id].document()
        except Stopped:
            return ""
        if not document.end_session_endpoint:
            return ""
        asked = {
            "client_id": self._by_id[provider_id].client_id,
            "post_logout_redirect_uri": f"{self._settings.url}/sign-in",
        }
        return f"{document.end_session_endpoint}?{urlencode(asked)}"

    def silent(self) -> frozenset[str]:
        """Those that did not answer a moment ago."""
        return frozenset(one for one, found in self._discovery.items() if found.silent)

    async def close(self) -> None:
        await self._talk.close()

    def _configured(self, provider_id: str) -> Provider:
        provider = self._by_id.get(provider_id)
        if provider is None:
            raise Stopped("not-finished", "provider: not configured")
        return provider

    def _back(self, provider: Provider) -> str:
        return f"{self._settings.url}/sign-in/{provider.id}/back"

    async def _spend(self, provider: Provider, code: str) -> None:
        """One of many at once wins, whichever worker each came to (T32)."""
        until = int(self._now().timestamp()) + PENDING_SECONDS
        if not await self._once.spend(f"code/{provider.id}", code, until):
            raise Stopped("not-finished", "code: used")

    async def _proven(
        self, provider: Provider, tokens: Mapping[str, Any], kept: Mapping[str, Any]
    ) -> dict[str, Any]:
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise Stopped("not-finished", "id token: none")
        keys = await self._discovery[provider.id].keys(token)
        trust = Trust(provider.issuer, provider.client_id, keys, provider.algorithms)
        try:
            claims = claims_of(token, trust, self._now(), longest_seconds=LONGEST_ID_TOKEN_SECONDS)
        except TokenRefused as refused:
            raise Stopped("not-finished", f"id token: {refused}") from None
        check_id_token(claims, token, _access_token(tokens), provider, kept)
        return claims


def _check_answer(said: Mapping[str, str], provider: Provider, document: Document) -> None:
    """What the browser brought back, before anything is asked with it (RFC 6749 4.1.2, RFC 9207)."""
    iss = said.get("iss")
    if (iss is None and document.says_iss) or (iss is not None and iss != provider.issuer):
        raise Stopped("not-finished", "iss: not the provider that was asked")
    if "error" in said:
        raise Stopped("not-finished", "provider: answered with an error")
    if not 0 < len(said.get("code", "")) <= 4096:
        raise Stopped("not-finished", "code: none")


def _access_token(tokens: Mapping[str, Any]) -> str:
    found, kind = tokens.get("access_token"), tokens.get("token_type")
    if not isinstance(found, str) or not found.isascii() or not found.isprintable():
        raise Stopped("not-finished", "access token: none")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        raise Stopped("not-finished", "access token: not a bearer token")
    return found
