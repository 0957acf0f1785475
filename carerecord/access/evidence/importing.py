"""From a list of people to what it changes: who is new, who changed, who still is, who has gone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from carerecord.access.evidence.lists import Listed, ListKind
from carerecord.access.evidence.signals import Signal

LISTED = "listed"  # the id of an occurrence to which a list gives none of its own


@dataclass(frozen=True, slots=True)
class ListSource:
    """Whose list it is."""

    kind: ListKind
    organisation: str  # ODS code
    name: str
    whole: bool = False  # who is not on it has gone

    @property
    def source(self) -> str:
        return f"list:{self.organisation}"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list comes to. `signals` carry it out."""

    signals: tuple[Signal, ...] = ()
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0


@dataclass(slots=True)
class _Counting:
    signals: list[Signal] = field(default_factory=list)
    added: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0


def changes(
    listed: Sequence[tuple[Listed, str]], of: ListSource, known: Iterable[Signal], at: datetime
) -> Changes:
    """`listed`: each row with the person's id. `known`: all that this list's source said before.

    The same list twice changes nothing, except that a home has said once more that its residents still
    live there (LR-7).
    """
    before = _still_started(known)
    count = _Counting()
    named: set[tuple[str, ...]] = set()
    for one, person_id in listed:
        wanted = _started(one, person_id, of, at)
        named.add(_key(wanted))
        _compare(count, wanted, before.get(_key(wanted)), of)
    if of.whole:
        for key, old in before.items():
            if key not in named and not (old.until and old.until <= at):
                count.gone += 1
                count.signals.append(_again(old, "ended", at))
    return Changes(tuple(count.signals), count.added, count.changed, count.same, count.gone)


def _compare(count: _Counting, wanted: Signal, old: Signal | None, of: ListSource) -> None:
    if old is None:
        count.added += 1
        count.signals.append(wanted)
    elif (old.at, old.until, old.words) != (wanted.at, wanted.until, wanted.words):
        count.changed += 1
        count.signals.append(wanted)
    else:
        count.same += 1
        if of.kind == "LR-7":
            count.signals.append(_again(old, "attested", wanted.said))


def _started(one: Listed, person_id: str, of: ListSource, at: datetime) -> Signal:
    return Signal(
        kind=of.kind,
        event="started",
        source=of.source,
        source_id=one.source_id or LISTED,
        at=one.starts,
        said=at,
        person_id=person_id,
        holder_kind="user" if one.staff else "organisation",
        holder=one.staff or of.organisation,
        team=one.team,
        words=_words(one, of),
        until=one.ends,
        strength="S2" if of.kind == "LR-7" else "",
    )


def _words(one: Listed, of: ListSource) -> str:
    if of.kind == "LR-7":
        return f"resident at {of.name}"
    if one.staff:
        return f"on your caseload at {of.name}"
    return (
        f"on the caseload of {one.team}, {of.name}" if one.team else f"on the caseload of {of.name}"
    )


def _still_started(known: Iterable[Signal]) -> dict[tuple[str, ...], Signal]:
    """The last start of each holder that nothing said later closed."""
    found: dict[tuple[str, ...], Signal] = {}
    for one in sorted(known, key=lambda signal: (signal.said, signal.event != "started")):
        if one.event == "started":
            found[_key(one)] = one
        elif one.event in ("ended", "cancelled"):
            for key in [key for key in found if _closes(one, key)]:
                del found[key]
    return found


def _closes(signal: Signal, key: tuple[str, ...]) -> bool:
    return key[0] == signal.occurrence and (not signal.holder or key[1:] == signal.holding)


def _key(signal: Signal) -> tuple[str, ...]:
    return signal.occurrence, *signal.holding


def _again(old: Signal, event: str, at: datetime) -> Signal:
    """Something more about what was said before, for the same holder."""
    closing: dict[str, object] = {"event": event, "at": at, "said": at}
    return Signal(
        kind=old.kind, source=old.source, source_id=old.source_id, person_id=old.person_id,
        holder_kind=old.holder_kind, holder=old.holder, team=old.team, **closing,  # type: ignore[arg-type]  # event is one of Event
    )  # fmt: skip
