"""What of each source may come through, worked out before any source is asked. Pure; any fault closes all.

The rules are asked once for each distinct class of what may come, however many sources and sections there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carerecord.access.about import PART_SCOPES, states
from carerecord.access.contract import (
    AccessRequest,
    Closed,
    Decision,
    Evidence,
    Facts,
    Objection,
    Terms,
)
from carerecord.access.evidence.held import DECLARED
from carerecord.access.judge import ORDINARY_PART, NotDecided
from carerecord.access.policies import Policies
from carerecord.access.policies.verdict import Verdict
from carerecord.access.roles import Matrix, matrix
from carerecord.contract import SourceSettings

NOT_OPEN = Closed("3.1-closed", "not-asked", "was not asked: this record is not open to you")
NOT_CHECKED = Closed(
    "3.1-fault", "not-asked", "was not asked: we could not check whether it may be"
)
MENTAL_HEALTH = "mental-health"  # the kind of a source


def terms(
    request: AccessRequest,
    facts: Facts,
    sources: Sequence[SourceSettings],
    policies: Policies,
    decision: Decision,
    *,
    roles: Matrix | None = None,
) -> Terms:
    """For the sources of a view that `decision` opens. Raises nothing; whatever is in doubt is closed."""
    if not decision.allowed:
        return _closed(sources, NOT_OPEN)
    try:
        asking = _Asking(request, facts, decision.evidence, policies, roles or matrix())
        return _terms(asking, sources)
    except Exception:  # terms nobody could work out open nothing (governance 3.1, iii)
        return _closed(sources, NOT_CHECKED)


def _closed(sources: Iterable[SourceSettings], why: Closed) -> Terms:
    return Terms(sources={source.id: why for source in sources}, documents=False)


def _terms(asking: _Asking, sources: Sequence[SourceSettings]) -> Terms:
    closed: dict[str, Closed] = {}
    sections: dict[tuple[str, str], Closed] = {}
    for source in sources:
        within = dict(asking.sections(source))
        if why := asking.whole(source):
            closed[source.id] = why
        elif len(within) == len(asking.roles.sections):
            closed[source.id] = next(iter(within.values()))
        else:
            sections |= {(source.id, name): why for name, why in within.items()}
    return Terms(
        sources=closed,
        sections=sections,
        items=asking.items(),
        labelled=asking.labelled(),
        details=frozenset(asking.details(sources)),
        documents=asking.documents(),
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """One viewer, one person; the answers the rules gave so far."""

    request: AccessRequest
    facts: Facts
    evidence: Sequence[Evidence]  # what the record was opened by, declarations included
    policies: Policies
    roles: Matrix
    answers: dict[tuple[Any, ...], Closed | None] = field(default_factory=dict)

    def whole(self, source: SourceSettings) -> Closed | None:
        """Why nothing at all comes of a source."""
        return self._ask(
            shared=bool(self._shares(source)),
            switchedOff=(source.id, "*") in self.facts.standing.switched_off,
            objections=self._objections("source", source.id),
            protocol=source.protocol,
        )

    def sections(self, source: SourceSettings) -> Iterator[tuple[str, Closed]]:
        """Each section that something stands against, with why."""
        shares = self._shares(source)
        every = self.roles.sections
        off = {name for at, name in self.facts.standing.switched_off if at == source.id}
        objected = {one.target for one in self.facts.objections if one.scope == "section"}
        outside = frozenset[str]() if "*" in shares else every - shares
        for name in sorted((outside | off | objected) & every):
            why = self._ask(
                shared=name not in outside,
                switchedOff=name in off,
                objections=self._objections("section", name),
            )
            if why:
                yield name, why

    def items(self) -> frozenset[str]:
        """What the person objected to item by item, and does not come through."""
        found = {one.target for one in self.facts.objections if one.scope == "item"}
        return frozenset(
            target for target in found if self._ask(objections=self._objections("item", target))
        )

    def labelled(self) -> bool:
        may = self.request.viewer.role in self.roles.may_see_labelled
        return self._ask(labelled=True, roleMaySeeLabelled=may) is None

    def documents(self) -> bool:
        return self._ask(document=True) is None

    def details(self, sources: Sequence[SourceSettings]) -> Iterator[str]:
        role = self.request.viewer.role
        may = role in self.roles.may_see_mental_health_detail
        own = self._on_mental_health_caseload(sources)
        if not self._ask(detail="mental-health", roleMaySeeDetail=may, mentalHealthCaseload=own):
            yield "mental_health"
        may = role in self.roles.may_see_safeguarding_detail
        if not self._ask(detail="safeguarding", roleMaySeeDetail=may):
            yield "safeguarding"

    def _on_mental_health_caseload(self, sources: Sequence[SourceSettings]) -> bool:
        """A mental health source itself said that the viewer's team has the person on its caseload."""
        such = {source.id for source in sources if source.kind == MENTAL_HEALTH}
        return any(one.kind == "LR-6" and one.source in such for one in self._by_system())

    def _by_system(self) -> list[Evidence]:
        return [e for e in self.evidence if e.strength == "S3" and e.kind not in DECLARED]

    def _shares(self, source: SourceSettings) -> frozenset[str]:
        return self.facts.standing.shares.get(source.organisation, frozenset())

    def _objections(self, scope: str, target: str) -> tuple[str, ...]:
        return _states(self.facts.objections, scope, target)

    def _ask(self, **part: Any) -> Closed | None:
        """Why such a part does not come through, asked of the rules once; None when it does."""
        key = tuple(sorted(part.items()))
        if key not in self.answers:
            self.answers[key] = self._asked(part)
        return self.answers[key]

    def _asked(self, part: Mapping[str, Any]) -> Closed | None:
        viewer, person = self.request.viewer, self.request.person
        context = {
            **ORDINARY_PART,
            "protected": person.protected,
            "systemEvidence": sorted({one.kind for one in self._by_system()}),
            "declared": sorted({one.kind for one in self.evidence} & DECLARED),
            "mayDeclareEmergency": viewer.role in self.roles.may_declare_emergency,
            **part,
        }
        context["objections"] = [{"type": "Objection", "id": s} for s in context["objections"]]
        if "detail" in part:
            context["detail"] = {"type": "Detail", "id": part["detail"]}
        return _why(self.policies.ask("show", viewer.role, context))


def _states(objections: Sequence[Objection], scope: str, target: str) -> tuple[str, ...]:
    if any(one.scope not in {"record", "organisation", *PART_SCOPES} for one in objections):
        raise ValueError("an objection to something nobody knows")
    about = [one for one in objections if one.scope == scope and one.target == target]
    return tuple(state["id"] for state in states(about))


def _why(verdict: Verdict) -> Closed | None:
    if verdict.failed or not (verdict.permitted or verdict.rules):
        raise NotDecided("show")
    if verdict.permitted:
        return None
    rule = verdict.rules[0]
    return Closed(rule.id, rule.state, rule.words)
