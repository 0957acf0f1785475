"""The part of the pretended door that knows a viewer's own emergencies, and what was done with them."""

from __future__ import annotations

from dataclasses import dataclass, field

from carerecord.access.declarations import SHORTEST, DeclarationIncomplete
from carerecord.access.evidence.emergencies import Emergency
from carerecord.contract import Viewer
from carerecord.viewing import IdentityUnknown


@dataclass
class OwnEmergencies:
    emergencies: list[Emergency] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)

    async def open_emergencies(self, viewer: Viewer) -> list[Emergency]:
        return self.emergencies

    async def stop_emergency(self, viewer: Viewer, evidence_id: str) -> None:
        self._emergency(evidence_id)
        self.ended.append((evidence_id, ""))

    async def explain_emergency(self, viewer: Viewer, evidence_id: str, words: str) -> None:
        self._emergency(evidence_id)
        if len(words) < SHORTEST:
            raise DeclarationIncomplete("Say why, in 10 to 500 characters.")
        self.ended.append((evidence_id, words))

    def _emergency(self, evidence_id: str) -> None:
        if evidence_id not in {one.id for one in self.emergencies}:
            raise IdentityUnknown
