"""What a viewer says for themselves: how they are involved, or that it is an emergency.

Written down first, then in force; whether it may be said is asked of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.contract import Decision, DeclarationKind
from carerecord.access.declarations import check
from carerecord.contract import Viewer
from carerecord.viewing import written
from carerecord.viewing.deciding import Decider
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.writing import Writing


@dataclass(frozen=True, slots=True)
class Declarations:
    decider: Decider
    access: AccessStore
    teller: Teller
    writing: Writing

    async def declare(
        self,
        viewer: Viewer,
        person_id: str,
        kind: DeclarationKind,
        reason: str,
        words: str,
        at: datetime,
    ) -> Decision:
        """The decision after it. Raises `DeclarationIncomplete`; nothing is written then."""
        check(kind, reason, words)
        before = await self.decider.about(viewer, person_id, at)
        if kind not in before.decision.offers:
            body = written.decision(before, f"declare {kind}")
            await self.writing.entry("refused", viewer, person_id, body=body)
            return before.decision
        said: dict[str, object] = {"kind": kind, "reason": reason, "words": words.strip()}
        entry = "emergency" if kind == "LR-16" else "declared"
        receipt = await self.writing.entry(entry, viewer, person_id, body=said)
        await self.access.declare(viewer, person_id, kind, reason, words, at)
        after = await self.decider.about(viewer, person_id, at)
        if after.decision.allowed:
            occasion = Occasion(
                viewer,
                after.person,
                at,
                after.decision,
                receipt,
                "web",
                declared=kind,
                words=words.strip(),
            )
            await self.teller.decided(occasion)
        return after.decision
