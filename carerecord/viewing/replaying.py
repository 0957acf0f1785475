"""One view gone through again: what was written down of it, and what was sent, byte for byte (ux S19).

For privacy officers, of views by their own organisation's staff; of their own views another officer's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from carerecord.audit import Entry, Log
from carerecord.audit.renderings import Renderings
from carerecord.contract import Viewer
from carerecord.identity import People
from carerecord.viewing.contract import IdentityUnknown, NotForThisRole, Replayed, Trail
from carerecord.viewing.deciding import Decider
from carerecord.viewing.writing import Writing

ALTERED = "What was kept is not what was sent: its digest is another."


@dataclass(frozen=True, slots=True)
class Replays:
    people: People
    decider: Decider
    log: Log
    renderings: Renderings
    writing: Writing

    async def trail(self, actor: Viewer, view_id: str, at: datetime) -> Trail:
        """Every entry of one view, oldest first. Raises `NotForThisRole`, `IdentityUnknown`."""
        entries = await self.log.of_view(view_id)
        await self._must(actor, entries, at)
        about = entries[0].person_id
        body: dict[str, object] = {"what": "view", "view": view_id}
        await self.writing.entry("audit-read", actor, about, body=body)
        return Trail(tuple(entries), await self.people.by_id(about))

    async def shown(self, actor: Viewer, entry_id: str, at: datetime) -> Replayed:
        """What one `shown` entry says was sent, if it is still kept. Raises as `trail` does."""
        entry = await self.log.by_id(entry_id)
        found = [entry] if entry is not None and entry.kind == "shown" else []
        await self._must(actor, found, at)
        rendering = await self.renderings.of(entry_id)
        body, words = rendering.body, rendering.words
        if body is not None and hashlib.sha256(body).hexdigest() != found[0].body["sha256"]:
            body, words = None, ALTERED
        told: dict[str, object] = {"entry": entry_id, "kept": body is not None}
        receipt = await self.writing.entry("replayed", actor, found[0].person_id, body=told)
        return Replayed(found[0], body, words, receipt)

    async def _must(self, actor: Viewer, entries: list[Entry], at: datetime) -> None:
        decision = await self.decider.may(actor, "review", at)
        if not decision.allowed:
            await self.writing.entry("refused", actor, body={"function": "review"})
            raise NotForThisRole
        viewers = {entry.viewer.id for entry in entries if entry.viewer}
        places = {entry.viewer.organisation for entry in entries if entry.viewer}
        if places != {actor.organisation}:  # of no entries there are none
            raise IdentityUnknown
        if actor.id in viewers:
            await self.writing.entry("refused", actor, body={"function": "review", "own": True})
            raise NotForThisRole
