"""What of each source may come through, worked out before any source is asked. Pure; any fault closes all.

The rules are asked once for each distinct kind of source, section or item, however many there are, and of a source
at once about every class of item.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from carerecord.access.policies.reading import CLASSES
from carerecord.access.policies.verdict import Verdict
from carerecord.access.roles import Matrix, matrix
from carerecord.contract import SourceSettings

NOT_OPEN = Closed("3.1-closed", "not-asked", "was not asked: this record is not open to you")
NOT_CHECKED = Closed(
    "3.1-fault", "not-asked", "was not asked: we could not check whether it may be"
)
MENTAL_HEALTH = "mental-health"  # the kind of a source
_NONE: frozenset[str] = frozenset()
_EACH_CLASS: Mapping[str, bool] = dict.fromkeys(CLASSES, True)
_DETAILS = {"mental_health": "mentalHealthDetail", "safeguarding": "safeguardingDetail"}


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
        known = roles or matrix()
        asking = _Asking(request, facts, decision.evidence, policies, known, sources)
        return _terms(asking, sources, len(known.sections))
    except Exception:  # terms nobody could work out open nothing (governance 3.1, iii)
        return _closed(sources, NOT_CHECKED)


def _closed(sources: Iterable[SourceSettings], why: Closed) -> Terms:
    return Terms(sources={source.id: why for source in sources}, documents=False)


def _terms(asking: _Asking, sources: Sequence[SourceSettings], sections: int) -> Terms:
    closed: dict[str, Closed] = {}
    within: dict[tuple[str, str], Closed] = {}
    kept = set() if sources else set(asking.nowhere().classes)
    for source in sources:
        answer, parts = asking.whole(source), asking.sections(source)
        kept |= answer.classes
        if answer.why:
            closed[source.id] = answer.why
        elif len(parts) == sections:
            closed[source.id] = next(iter(parts.values()))
        else:
            within |= {(source.id, name): why for name, why in parts.items()}
    return Terms(
        sources=closed,
        sections=within,
        items=asking.items(),
        labelled="labelled" not in kept,
        details=frozenset(name for name, fact in _DETAILS.items() if fact not in kept),
        documents="document" not in kept,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say of a part of a record."""

    why: Closed | None  # nothing of it comes through, and why
    classes: frozenset[str]  # of item in it that do not


class _Asking:
    """One viewer, one person; the answers the rules gave so far."""

    def __init__(
        self, request: AccessRequest, facts: Facts, evidence: Sequence[Evidence],
        policies: Policies, roles: Matrix, sources: Sequence[SourceSettings],
    ) -> None:  # fmt: skip
        """`evidence`: what the record was opened by, declarations included. Raises on facts nobody can read."""
        self._policies, self._role, self._every = policies, request.viewer.role, roles.sections
        self._shares, self._off = facts.standing.shares, facts.standing.switched_off
        self._objections = _by_target(facts.objections)
        self._objected = {target for scope, target in self._objections if scope == "section"}
        self._context = _context(request, evidence, roles, sources)
        self._answers: dict[tuple[Any, ...], Answer] = {}

    def whole(self, source: SourceSettings) -> Answer:
        """Of a source, in one question about every class of item in it."""
        return self._part(
            shared=bool(self._shares.get(source.organisation)),
            off=(source.id, "*") in self._off,
            objections=self._objections.get(("source", source.id), ()),
            protocol=source.protocol,
            each_class=True,
        )

    def nowhere(self) -> Answer:
        """The classes of item that would not come of any source."""
        return self._part(each_class=True)

    def sections(self, source: SourceSettings) -> dict[str, Closed]:
        """Each section that something stands against, with why."""
        shares = self._shares.get(source.organisation, _NONE)
        outside = _NONE if "*" in shares else self._every - shares
        if not (outside or self._off or self._objected):
            return {}
        off = {name for at, name in self._off if at == source.id}
        asked = {
            name: self._part(
                shared=name not in outside,
                off=name in off,
                objections=self._objections.get(("section", name), ()),
            )
            for name in sorted((outside | off | self._objected) & self._every)
        }
        return {name: one.why for name, one in asked.items() if one.why}

    def items(self) -> frozenset[str]:
        """What the person objected to item by item, and does not come through."""
        return frozenset(
            target
            for (scope, target), states in self._objections.items()
            if scope == "item" and self._part(objections=states).why
        )

    def _part(
        self, shared: bool = True, off: bool = False, objections: tuple[str, ...] = (),
        protocol: str = "", each_class: bool = False,
    ) -> Answer:  # fmt: skip
        """Asked of the rules once, however many parts are such a one."""
        key = (shared, off, objections, protocol, each_class)
        if key not in self._answers:
            context = {
                **self._context,
                **(_EACH_CLASS if each_class else {}),
                "shared": shared,
                "switchedOff": off,
                "objections": [{"type": "Objection", "id": one} for one in objections],
                "protocol": protocol,
            }
            self._answers[key] = _answer(self._policies.ask("show", self._role, context))
        return self._answers[key]


def _context(
    request: AccessRequest,
    evidence: Sequence[Evidence],
    roles: Matrix,
    sources: Sequence[SourceSettings],
) -> dict[str, Any]:
    """Of a part of this record that nothing stands against."""
    role = request.viewer.role
    by_system = [one for one in evidence if one.strength == "S3" and one.kind not in DECLARED]
    return {
        **ORDINARY_PART,
        "protected": request.person.protected,
        "systemEvidence": sorted({one.kind for one in by_system}),
        "declared": sorted({one.kind for one in evidence} & DECLARED),
        "mayDeclareEmergency": role in roles.may_declare_emergency,
        "roleMaySeeLabelled": role in roles.may_see_labelled,
        "roleMaySeeMentalHealth": role in roles.may_see_mental_health_detail,
        "roleMaySeeSafeguarding": role in roles.may_see_safeguarding_detail,
        "mentalHealthCaseload": _on_mental_health_caseload(by_system, sources),
    }


def _on_mental_health_caseload(
    by_system: Sequence[Evidence], sources: Sequence[SourceSettings]
) -> bool:
    """A mental health source itself said that the viewer's team has the person on its caseload."""
    said_by = {one.source for one in by_system if one.kind == "LR-6"}
    return any(source.id in said_by and source.kind == MENTAL_HEALTH for source in sources)


def _by_target(objections: Sequence[Objection]) -> dict[tuple[str, str], tuple[str, ...]]:
    """What was said of each part. An objection to something nobody knows closes all."""
    if any(one.scope not in {"record", "organisation", *PART_SCOPES} for one in objections):
        raise ValueError("an objection to something nobody knows")
    said: dict[tuple[str, str], list[Objection]] = {}
    for one in objections:
        said.setdefault((one.scope, one.target), []).append(one)
    return {part: tuple(state["id"] for state in states(said[part])) for part in said}


def _answer(verdict: Verdict) -> Answer:
    if verdict.failed or not (verdict.permitted or verdict.rules):
        raise NotDecided("show")
    if verdict.permitted:
        return Answer(None, frozenset())
    whole = next((rule for rule in verdict.rules if not rule.only), None)
    return Answer(
        Closed(whole.id, whole.state, whole.words) if whole else None,
        frozenset(rule.only for rule in verdict.rules if rule.only),
    )
