"""Audit entries about one person as looks: one for one session that opened the record. Pure.

Nothing an entry says is left out: an entry that is no look is counted among the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from carerecord.audit import Entry
from carerecord.contract import Viewer
from carerecord.insight.report.contract import Look, Other, What
from carerecord.sections import SECTIONS

OPENING = frozenset({"open", "shown"})
BESIDE = frozenset({"emergency", "declared"})
"""What a viewer says so that a record opens: of the look of the same session, if it opened."""
OTHERS: Mapping[str, What] = {
    "matched": "found",
    "listed": "found",
    "refused": "refused",
    "audit-read": "office",
    "replayed": "replayed",
    "explained": "office",
    "export": "office",
    "person-report": "office",
}
EMERGENCIES = frozenset({"BTG", "ETREAT"})
_ORDER = {section.name: place for place, section in enumerate(SECTIONS)}

Session = tuple[str, str, str, str]


def looks_of(entries: Iterable[Entry]) -> tuple[Look, ...]:
    """Newest first."""
    by_session: dict[Session, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.place):
        if entry.viewer and entry.kind in OPENING | BESIDE:
            by_session.setdefault(_session(entry, entry.viewer), []).append(entry)
    looks = [_look(one) for one in by_session.values() if any(e.kind in OPENING for e in one)]
    return tuple(sorted(looks, key=lambda look: (look.first, look.id), reverse=True))


def others_of(entries: Iterable[Entry]) -> tuple[Other, ...]:
    """Newest first; what one member of staff did in one session is one line."""
    grouped: dict[tuple[What, Session], list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: one.place):
        if what := OTHERS.get(entry.kind):
            if entry.viewer is None:
                key = ("", "", "", f"{entry.at:%Y-%m-%d}")
                grouped.setdefault(("system", key), []).append(entry)
            else:
                grouped.setdefault((what, _session(entry, entry.viewer)), []).append(entry)
    made = [Other(what, e[0].viewer, e[0].at, len(e)) for (what, _), e in grouped.items()]
    return tuple(sorted(made, key=lambda one: one.first, reverse=True))


def _session(entry: Entry, viewer: Viewer) -> Session:
    """A role of a session is a look of its own; without a session each view is."""
    return viewer.id, viewer.organisation, viewer.role, viewer.session or entry.view_id


def _look(entries: Sequence[Entry]) -> Look:
    opening = [one for one in entries if one.kind in OPENING]
    decided = [one.body for one in entries if one.kind == "open"]
    rules = _each(rule for body in decided for rule in body.get("reasons", ()))
    viewer = opening[0].viewer
    assert viewer is not None  # noqa: S101 - only entries with a viewer are grouped
    return Look(
        id=opening[0].entry_id,
        viewer=viewer,
        first=opening[0].at,
        last=opening[-1].at,
        sections=_sections(entries),
        rules=rules,
        declared=_each(_said(one.body) for one in entries if one.kind in BESIDE),
        emergency="LR-16" in rules or any(b.get("purpose") in EMERGENCIES for b in decided),
        taken=any("fhir" in str(one.body.get("content_type", "")) for one in entries),
        entries=frozenset(one.entry_id for one in entries),
        evidence=frozenset(str(e) for body in decided for e in body.get("evidence", ())),
    )


def _sections(entries: Iterable[Entry]) -> tuple[str, ...]:
    shown = {str(name) for one in entries if one.kind == "shown" for name in _shown(one.body)}
    return tuple(sorted(shown, key=lambda name: (_ORDER.get(name, len(_ORDER)), name)))


def _shown(body: Mapping[str, Any]) -> Iterable[Any]:
    sections = body.get("sections")
    return sections if isinstance(sections, Mapping | list) else ()


def _said(body: Mapping[str, Any]) -> str:
    return f"{body.get('kind', '')} {body.get('reason', '')}"


def _each(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one) for one in words))
