"""Every launch, from the first request to a proven context. Holds what a worker needs for it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from carerecord.config import Settings
from carerecord.signin.launch import smart, token
from carerecord.signin.launch.contract import Begun, LaunchContext, LaunchRefused
from carerecord.signin.launch.ehr import Ehr
from carerecord.signin.launch.pending import Pending, browser_or_new, new_secret
from carerecord.signin.launch.registered import Registered
from carerecord.signin.once import OneUse
from carerecord.store import Database

OPEN = "/launch/open"
SMART_SECONDS = 600  # to the launching system and back
WINDOW_SECONDS = 600  # somebody reads a page in a frame, and goes on in a window
OPEN_SECONDS = 60  # from a signed token to the record: one redirect
SAID_ABOUT_THE_PERSON = ("patient", "nhs_number", "birth_date", "encounter")
"""Parameters of an address that some systems add. Never believed; refused where they disagree (T6)."""


def _now() -> datetime:
    return datetime.now(UTC)


class Launches:
    """Raises `LaunchRefused` from every step; `SettingsError` when it is made with untrustworthy settings."""

    def __init__(
        self, db: Database, settings: Settings, *, now: Callable[[], datetime] = _now
    ) -> None:
        self._url = settings.url
        self._now = now
        self._registered = Registered(settings)
        self._pending = Pending(db, now=now)
        self._once = OneUse(db, now=now)
        self._ehr = Ehr(settings)

    def frame_ancestors(self, launcher_id: str) -> tuple[str, ...]:
        return self._registered.frame_ancestors(launcher_id)

    def every_frame_ancestor(self) -> tuple[str, ...]:
        """For a page that knows nothing of anybody."""
        return self._registered.every_frame_ancestor()

    async def begin_smart(
        self, iss: str, launch: str, browser: str, said: Mapping[str, str]
    ) -> Begun:
        """An EHR sent the browser here: on to its own authorisation server, whatever `iss` would like."""
        launcher = self._registered.by_issuer("smart", iss)
        if launcher is None:
            raise LaunchRefused("issuer")
        if not 0 < len(launch) <= smart.LONGEST_PARAMETER:
            raise LaunchRefused("token", launcher.id)
        address, state, kept = smart.challenge_to(launcher, launch, self._url + smart.BACK)
        bound = browser_or_new(browser)
        await self._pending.begin(
            state, bound, {**kept, "said": _about_the_person(said)}, seconds=SMART_SECONDS
        )
        return Begun(address, bound)

    async def end_smart(self, state: str, code: str, browser: str, iss: str = "") -> LaunchContext:
        """Back from there with a code: the first to bring this state, in the browser it began in."""
        kept = await self._pending.take(state, browser)
        launcher = self._registered.by_id(str((kept or {}).get("launcher", "")))
        if kept is None or launcher is None:
            raise LaunchRefused("state")
        if iss and iss != launcher.issuer:
            raise LaunchRefused("state", launcher.id)  # RFC 9207: another server's answer
        if not 0 < len(code) <= smart.LONGEST_PARAMETER:
            raise LaunchRefused("exchange", launcher.id)  # it came back with an error
        context, patient_id = await smart.context_of(
            launcher, code, kept, self._url + smart.BACK, self._registered, self._ehr, self._now()
        )
        _refuse_disagreement(kept["said"], context, patient_id)
        return context

    async def begin_token(self, signed: str, browser: str, said: Mapping[str, str]) -> Begun:
        """A signed token: proven and spent now; the browser then comes for the record with a secret.

        Two steps, because a form sent from another site brings no session cookie, and the address it
        is sent on to does: the session the person has already is joined, and its open pages stay.
        """
        context = await token.context_of(
            signed, self._registered, self._url, self._once, self._now()
        )
        _refuse_disagreement(_about_the_person(said), context, "")
        secret, bound = new_secret(), browser_or_new(browser)
        content = dataclasses.asdict(context)
        await self._pending.begin(secret, bound, {"context": content}, seconds=OPEN_SECONDS)
        return Begun(f"{OPEN}?c={secret}", bound)

    async def end_token(self, secret: str, browser: str) -> LaunchContext:
        kept = await self._pending.take(secret, browser)
        if kept is None or "context" not in kept:
            raise LaunchRefused("state")
        return msgspec.convert(kept["context"], LaunchContext)

    async def offer_window(self, cookie: str, address: str) -> str:
        """A secret that carries this session and page from a frame to a window of its own, once.

        The cookie of a frame belongs to the frames of that one site: no window of ours is sent it.
        """
        secret = new_secret()
        content = {"cookie": cookie, "address": address}
        await self._pending.begin(secret, secret, content, seconds=WINDOW_SECONDS)
        return secret

    async def open_window(self, secret: str) -> tuple[str, str] | None:
        """The cookie and the page that were offered; for the first to bring the secret."""
        kept = await self._pending.take(secret, secret)
        return (kept["cookie"], kept["address"]) if kept and "cookie" in kept else None

    async def close(self) -> None:
        await self._ehr.close()


def _about_the_person(said: Mapping[str, str]) -> dict[str, str]:
    return {name: said[name] for name in SAID_ABOUT_THE_PERSON if name in said}


def _refuse_disagreement(said: Mapping[str, Any], context: LaunchContext, patient_id: str) -> None:
    signed = {
        "patient": {patient_id, context.nhs_number},
        "nhs_number": {context.nhs_number},
        "birth_date": {context.birth_date},
        "encounter": {context.encounter},
    }
    for name, value in said.items():
        if value.rsplit("/", 1)[-1] not in signed[name]:
            raise LaunchRefused("mismatch", context.launcher)
