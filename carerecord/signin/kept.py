"""What the store keeps of a session, and what it stands for at one moment. Pure: no clock, no database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from carerecord.config import Settings
from carerecord.contract import Viewer
from carerecord.signin.contract import Identity, OfferedRole, SignedIn
from carerecord.signin.staff import member_from
from carerecord.store import Row

OURS = ("demo", "local")
"""Providers whose people are in our own table of staff, read anew with every request (T3)."""

NOBODY = SignedIn("none")
SEEN_EVERY_SECONDS = 10  # how often, at most, a session in use is marked as in use
ASK_AGAIN_SECONDS = 60  # after an identity provider did not say what somebody may do


@dataclass(frozen=True, slots=True)
class Limits:
    """How long sessions last, in seconds, and whose are honoured."""

    idle: int
    locked: int
    longest: int
    providers: frozenset[str]
    checked: frozenset[str]  # providers that are asked again what their people may do
    check: int  # how often, at most
    unchecked: int  # after this long without their word a session locks

    @property
    def lock_after(self) -> int:
        """Unmarked for this long: never earlier than `idle` after the last use."""
        return self.idle + min(SEEN_EVERY_SECONDS, self.idle // 10)

    @property
    def forget_after(self) -> int:
        return self.lock_after + self.locked


def limits(settings: Settings) -> Limits:
    """A provider taken out of the configuration signs nobody in, and keeps nobody signed in."""
    providers = {one.id for one in settings.provider} | {one.id for one in settings.launcher}
    if settings.region.demo:
        providers.add("demo")
    if settings.accounts.enabled:
        providers.add("local")
    sessions = settings.sessions
    return Limits(
        idle=sessions.idle_minutes * 60,
        locked=sessions.locked_minutes * 60,
        longest=sessions.hours * 3600,
        providers=frozenset(providers),
        checked=frozenset(one.id for one in settings.provider),
        check=sessions.check_minutes * 60,
        unchecked=sessions.unchecked_minutes * 60,
    )


def signed_in(rows: Sequence[Row], agent_sha256: str, at: int, limits: Limits) -> SignedIn:
    """What these rows of one session stand for at this second."""
    if not rows:
        return NOBODY
    row = rows[0]
    idle = at - row["seen_at"]
    if (
        row["ends_at"] <= at
        or idle >= limits.forget_after
        or row["provider"] not in limits.providers
    ):
        return NOBODY
    if row["locked_at"] is not None and at - row["locked_at"] >= limits.locked:
        return NOBODY
    if row["agent_sha256"] and row["agent_sha256"] != agent_sha256:
        return NOBODY  # T2: the same cookie from another browser
    identity = _identity(rows)
    if identity is None or not identity.roles:
        return NOBODY
    viewer = viewer_in(identity, row["selected"], row["session"])
    said_ago = at - row["checked_at"] if row["provider"] in limits.checked else 0
    locked = (
        row["locked_at"] is not None or idle >= limits.lock_after or said_ago >= limits.unchecked
    )
    overdue = not locked and said_ago >= limits.check
    return SignedIn(
        state="locked" if locked else "open" if viewer else "choose-role",
        viewer=None if locked else viewer,
        identity=identity,
        launcher=row["launcher"],
        idle_seconds=max(0, idle),
        session=row["session"],
        role_id=row["selected"],
        return_to=row["return_to"],
        check_due=overdue and at - row["asked_at"] >= ASK_AGAIN_SECONDS,
        unchecked_since=row["checked_at"] if overdue else 0,
        not_vouched=said_ago >= limits.unchecked and idle < limits.lock_after,
    )


def viewer_in(identity: Identity, role_id: str, session: str) -> Viewer | None:
    """The viewer in exactly this role; nobody where the role is not theirs (AUT-3)."""
    role = next((one for one in identity.roles if one.id == role_id), None)
    if role is None:
        return None
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


def only_role(identity: Identity, wanted: str = "") -> str:
    """The role a session starts in: the one it had, the only one, or none yet."""
    ids = [one.id for one in identity.roles]
    return wanted if wanted in ids else ids[0] if len(ids) == 1 else ""


def to_text(identity: Identity) -> str:
    return json.dumps(asdict(identity))


def from_text(text: str) -> Identity:
    kept = json.loads(text)
    roles = tuple(
        OfferedRole(**(role | {"teams": tuple(role["teams"])})) for role in kept.pop("roles")
    )
    return Identity(**kept, roles=roles)


def _identity(rows: Sequence[Row]) -> Identity | None:
    """As the provider said; of our own people, as our own table says now."""
    said = from_text(rows[0]["snapshot"])
    if said.provider not in OURS:
        return said
    if rows[0]["username"] is None:
        return None
    now = member_from(rows).identity
    return now and replace(now, assurance=said.assurance)
