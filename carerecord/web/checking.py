"""Somebody signed in elsewhere: asked there anew what they may do, while their page waits a moment (T3)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from carerecord.config import Settings
from carerecord.contract import Unavailable
from carerecord.signin.contract import Identity, SignedIn
from carerecord.signin.oidc import Stopped, Withdrawn
from carerecord.web.contract import App
from carerecord.web.formats import time_of
from carerecord.web.messages import say
from carerecord.web.named import viewer_in

WAIT_SECONDS = 2.0
"""A page waits no longer for a provider; its answer still counts when it comes."""

_asking: set[asyncio.Task[None]] = set()


@dataclass(frozen=True, slots=True)
class Unchecked:
    """What a page says while a provider cannot be asked."""

    heading: str
    words: str


async def checked(
    app: App, found: SignedIn, cookie: str, agent: str, *, within: float = WAIT_SECONDS
) -> SignedIn:
    """The session as it stands now that its provider was asked, where it was time to ask."""
    if not found.check_due or found.identity is None:
        return found
    try:
        grant = await app.sessions.grants.take(found.session)
    except Unavailable:
        return found  # nothing can be kept, so nobody is asked; as where they cannot be asked
    if grant is None:  # another page of theirs is asking at this moment
        return replace(found, unchecked_since=0)
    task = asyncio.create_task(_asked(app, found, found.identity, grant))
    _asking.add(task)
    task.add_done_callback(_asking.discard)
    done, _ = await asyncio.wait({task}, timeout=within)
    if not done:
        return found
    task.result()
    return await app.sessions.look(cookie, agent)


async def _asked(app: App, found: SignedIn, identity: Identity, grant: bytes) -> None:
    """Keeps what the provider says now; ends the session where it no longer vouches for them."""
    grants, providers = app.sessions.grants, app.providers
    try:
        renewed = await providers.renewed(identity.provider, grant)
        if renewed != grant:
            await grants.keep(found.session, identity.provider, renewed)
        now = await providers.still(identity, renewed)
    except Withdrawn as gone:
        if await grants.end(found.session, identity.provider):
            why = {"why": str(gone)}
            await app.records.signed("signed-out-by-provider", viewer_in(found), why)
        return
    except Stopped:
        return  # it cannot be asked; for how long the session goes on is the session's own rule
    if any(one.id == identity.provider and one.national for one in app.settings.provider):
        await app.accounts.seen_nationally(now.subject, now.roles)
    await grants.confirm(found.session, now)
    if found.viewer and found.role_id not in {role.id for role in now.roles}:
        await app.records.signed("role-withdrawn", found.viewer, {"role_id": found.role_id})


def unchecked(found: SignedIn, settings: Settings) -> Unchecked | None:
    """Says so for as long as a session goes on without its provider's word, and until when."""
    if not found.unchecked_since or found.identity is None:
        return None
    names = {one.id: one.name for one in settings.provider}
    until = found.unchecked_since + settings.sessions.unchecked_minutes * 60
    return Unchecked(
        say("unchecked", provider=names.get(found.identity.provider, "")),
        say("unchecked.until", since=_time(found.unchecked_since), until=_time(until)),
    )


def _time(seconds: int) -> str:
    return time_of(datetime.fromtimestamp(seconds, UTC))
