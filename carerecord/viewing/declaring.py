"""What a viewer says for themselves: how they are involved, or that it is an emergency.

Whether it may be said is asked of the rules. The entry, what it opens and who is told of it are one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from carerecord.access import AccessStore
from carerecord.access.contract import Decision, DeclarationKind
from carerecord.access.declarations import check
from carerecord.contract import Person, Viewer
from carerecord.viewing import written
from carerecord.viewing.besides import Besides
from carerecord.viewing.deciding import Decider
from carerecord.viewing.telling import Occasion, Teller
from carerecord.viewing.writing import ViewWriting, Writing


@dataclass(frozen=True, slots=True)
class Declarations:
    decider: Decider
    access: AccessStore
    teller: Teller
    writing: Writing
    views: ViewWriting

    async def asked(
        self, viewer: Viewer, person_id: str, at: datetime, *, emergency: bool
    ) -> tuple[Person, Decision]:
        """The decision for a page that asks; `emergency`: the one on which an emergency is declared."""
        decided = await self.decider.to_declare(viewer, person_id, at)
        body, made = written.decision(decided, "web"), decided.decision
        if emergency:
            await self.views.entry("decided", made, viewer, person_id, body, Besides(at=at))
        else:
            await self.writing.entry("decided", viewer, person_id, body=body)
        return decided.person, made

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
        before = await self.decider.to_declare(viewer, person_id, at)
        if not _may(kind, before.decision):
            body = written.decision(before, f"declare {kind}")
            await self.writing.entry("refused", viewer, person_id, body=body)
            return before.decision
        made = self.access.declared(viewer, before.person.id, kind, reason, words, at)
        after = await self.decider.about(viewer, person_id, at, made)
        occasion = Occasion(
            viewer, after.person, at, after.decision, declared=kind, words=words.strip()
        )
        told = self.teller.decided(occasion) if after.decision.allowed else None
        besides = Besides(at=at, told=told, declared=made, words=words)
        said: dict[str, object] = {"kind": kind, "reason": reason, "words": words.strip()}
        entry = "emergency" if kind == "LR-16" else "declared"
        if made.ends:
            said |= {"declared": made.id, "until": made.ends.isoformat(timespec="seconds")}
        await self.views.entry(entry, after.decision, viewer, person_id, said, besides)
        return after.decision


def _may(kind: DeclarationKind, decision: Decision) -> bool:
    if kind == "LR-16":
        return decision.may_declare_emergency
    return kind in decision.offers
