"""A decision in words: what would be seen, what not, and the rule that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from carerecord.access import Policies
from carerecord.access.contract import Closed
from carerecord.contract import SourceSettings
from carerecord.viewing.contract import Explanation

OUTCOMES = {
    "permit": "may open this record",
    "challenge": "may open this record after saying why",
    "deny": "may not open this record",
}


def as_lines(
    explained: Explanation, sources: Sequence[SourceSettings], policies: Policies
) -> Iterator[str]:
    made, viewer = explained.decision, explained.viewer
    yield f"{viewer.name}, {viewer.role_name} at {viewer.organisation_name}, {OUTCOMES[made.outcome]}."
    for reason in made.reasons:
        yield f"  {reason.rule}: {reason.words}"
    for rule in (policies.rules[name] for name in made.policies if name in policies.rules):
        yield f"  rule {rule.id}: {rule.comment}"
    if made.offers:
        yield f"  what they could declare: {', '.join(made.offers)}"
    for told in made.obligations:
        yield f"  {told.kind} {told.rule}: {told.words}"
    if made.allowed:
        yield from _what_is_seen(explained, sources)


def _what_is_seen(explained: Explanation, sources: Sequence[SourceSettings]) -> Iterator[str]:
    levels, terms = explained.decision.levels, explained.terms
    for level in ("full", "summary", "none"):
        named = ", ".join(name for name, one in levels.items() if one == level)
        yield f"Sections, {level}: {named or 'none of them'}."
    names = {source.id: source.name for source in sources}
    for source, why in terms.sources.items():
        yield _closed(names.get(source, source), "", why)
    for (source, section), why in terms.sections.items():
        yield _closed(names.get(source, source), f", {section}", why)
    yield f"Items the person objected to: {len(terms.items)}."
    yield f"What a source labelled restricted: {_shown(terms.labelled)}."
    for detail in ("mental_health", "safeguarding"):
        yield f"Guarded detail of {detail}: {_shown(detail in terms.details)}."
    yield f"Documents: {_shown(terms.documents)}."
    yield "Restricted codes and what belongs to them are withheld from everybody (SEN-1, SEN-2, SEN-6)."


def _closed(source: str, section: str, why: Closed) -> str:
    return f"{source}{section}: {why.words} ({why.rule}, {why.state})"


def _shown(open_: bool) -> str:
    return "shown" if open_ else "not shown"


def as_object(explained: Explanation, sources: Sequence[SourceSettings]) -> dict[str, Any]:
    made, terms = explained.decision, explained.terms
    return {
        "viewer": explained.viewer.id,
        "role": explained.viewer.role,
        "person_id": explained.person.id,
        "outcome": made.outcome,
        "reasons": [{"rule": one.rule, "words": one.words} for one in made.reasons],
        "policies": list(made.policies),
        "policy_version": made.policy_version,
        "offers": list(made.offers),
        "obligations": [
            {"rule": o.rule, "kind": o.kind, "words": o.words} for o in made.obligations
        ],
        "levels": dict(made.levels),
        "sources": {
            source.id: _rule_of(terms.sources.get(source.id)) for source in sources if made.allowed
        },
        "sections": [[source, name, why.rule] for (source, name), why in terms.sections.items()],
        "items": len(terms.items),
        "labelled": terms.labelled,
        "details": sorted(terms.details),
        "documents": terms.documents,
    }


def _rule_of(closed: Closed | None) -> str | None:
    return closed.rule if closed else None
