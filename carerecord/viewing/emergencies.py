"""The end of an emergency: stopped before its time, and its reason said in words afterwards (BTG-3, BTG-7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.declarations import LONGEST, SHORTEST, DeclarationIncomplete
from carerecord.access.evidence.emergencies import Emergency
from carerecord.contract import Viewer
from carerecord.store import Transaction
from carerecord.viewing.contract import IdentityUnknown
from carerecord.viewing.telling import Teller
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Emergencies:
    access: AccessStore
    teller: Teller
    writing: Writing

    async def open(self, viewer: Viewer, at: datetime) -> list[Emergency]:
        """The viewer's own that still run, or whose words are owed; newest first."""
        declared = await self.access.emergencies.of(viewer.id, at)
        return [one for one in declared if one.runs(at) or one.owed]

    async def stop(self, viewer: Viewer, evidence_id: str, at: datetime) -> None:
        """It opens nothing from now on. Raises `IdentityUnknown` where it is none of theirs that runs."""
        one = await self._own(viewer, evidence_id, at)
        if not one.runs(at):
            raise IdentityUnknown
        told = self.teller.stopped(viewer, one, at)

        def along(tx: Transaction, entry_id: str) -> None:
            self.access.stop(tx, one.person_id, one.id, at)
            told(tx, entry_id)

        body = {"declared": one.id}
        await self.writing.entry("emergency-stopped", viewer, one.person_id, body=body, along=along)

    async def explain(self, viewer: Viewer, evidence_id: str, words: str, at: datetime) -> None:
        """The words that are owed. Raises `DeclarationIncomplete`, `IdentityUnknown`."""
        one, said = await self._own(viewer, evidence_id, at), words.strip()
        if not one.owed:
            raise IdentityUnknown
        if not SHORTEST <= len(said) <= LONGEST:
            raise DeclarationIncomplete(f"Say why, in {SHORTEST} to {LONGEST} characters.")

        def along(tx: Transaction, entry_id: str) -> None:
            self.access.emergencies.say(tx, one, said)

        body = {"declared": one.id, "words": said}
        await self.writing.entry("emergency-words", viewer, one.person_id, body=body, along=along)

    async def _own(self, viewer: Viewer, evidence_id: str, at: datetime) -> Emergency:
        for one in await self.access.emergencies.of(viewer.id, at):
            if one.id == evidence_id:
                return one
        raise IdentityUnknown
