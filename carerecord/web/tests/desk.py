"""Sign-in for the pages' own tests: whoever is named is let in, and handles are names spelt backwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from carerecord.contract import Viewer
from carerecord.signin.contract import Identity, OfferedRole, SignedIn, SignInRefused


class Desk:
    """Sessions of one worker, without a store."""

    def __init__(self, staff: Sequence[Viewer]) -> None:
        self._staff = {viewer.id: viewer for viewer in staff}
        self._signed_in: dict[str, Identity] = {}

    def joins(self, *staff: Viewer) -> None:
        self._staff |= {viewer.id: viewer for viewer in staff}

    async def demo_identity(self, username: str) -> Identity:
        if username not in self._staff:
            raise SignInRefused("nobody of that name")
        one = self._staff[username]
        role = OfferedRole("1", one.role, one.role_name, one.organisation, one.organisation_name)
        return Identity(one.id, one.name, "demo", 3, (role,))

    async def start(
        self, identity: Identity, *, cookie: str = "", agent: str = "", grant: bytes | None = None
    ) -> str:
        self._signed_in[f"cookie-{identity.id}"] = identity
        return f"cookie-{identity.id}"

    def offers(self, viewer: Viewer, role: OfferedRole) -> None:
        """A further role of somebody who is signed in."""
        held = self._signed_in[f"cookie-{viewer.id}"]
        self._signed_in[f"cookie-{viewer.id}"] = replace(held, roles=(*held.roles, role))

    async def use(self, cookie: str, agent: str = "") -> SignedIn:
        if not (identity := self._signed_in.get(cookie)):
            return SignedIn("none")
        return SignedIn("open", self._staff[identity.id], identity, session=cookie)

    async def known(self, viewer_id: str) -> Viewer | None:
        return self._staff.get(viewer_id)

    async def look(self, cookie: str, agent: str = "") -> SignedIn:
        return await self.use(cookie)

    async def sign_out(self, cookie: str) -> None:
        self._signed_in.pop(cookie, None)

    async def handles_for(self, viewer: Viewer, person_ids: Sequence[str]) -> dict[str, str]:
        return {one: f"h-{one[::-1]}" for one in person_ids}

    async def person_behind(self, viewer: Viewer, handle: str) -> str | None:
        return handle[2:][::-1] if handle.startswith("h-") else None

    async def staff(self) -> Sequence[Viewer]:
        return list(self._staff.values())
