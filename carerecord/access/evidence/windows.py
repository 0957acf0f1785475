"""From all that was said about one occurrence to the evidence it is, and from when to when. Pure.

The result depends on which signals there are, not on the order in which they arrived: they are put in
the order in which their source said them, and of two said at once the one that closes comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from carerecord.access.contract import Evidence
from carerecord.access.evidence.kinds import Kind, Kinds
from carerecord.access.evidence.signals import Covered, Signal, digest

_TURN = {"started": 0, "attested": 1, "authored": 2, "ended": 3, "cancelled": 4}
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """One holder's evidence from one occurrence, as all its signals together say."""

    evidence: Evidence
    source_id: str
    closed: bool  # its source said that it ended or was called off
    attested: datetime | None  # when its organisation last said so, where it has to (LR-7)
    covers_kind: Covered | None = None  # LR-18
    covers: str = ""


@dataclass(slots=True)
class _Held:
    """What has been said so far about one holder."""

    started: Signal
    closed: Signal | None = None
    attested: datetime | None = None
    authored: Signal | None = None


def worked_out(signals: Iterable[Signal], kinds: Kinds) -> tuple[Worked, ...]:
    """Evidence of each holder. The signals are all those about one occurrence, in any order."""
    ordered = sorted({one.id: one for one in signals}.values(), key=_turn)
    held: dict[tuple[str, ...], _Held] = {}
    for one in ordered:
        _hear(held, one)
    return tuple(_worked(one, _narrowed(one, held.values(), kinds), kinds) for one in held.values())


def _turn(signal: Signal) -> tuple[datetime, int, datetime, str]:
    return signal.said, _TURN[signal.event], signal.at, signal.id


def _hear(held: dict[tuple[str, ...], _Held], signal: Signal) -> None:
    key = _key(signal)
    if signal.event == "started":
        before = held.get(key)
        authored = before.authored if before else None
        held[key] = _Held(signal, attested=signal.said, authored=authored)
    elif signal.event == "authored":
        held.setdefault(key, _Held(signal)).authored = signal
    else:
        for name, one in held.items():
            if signal.event == "attested":
                one.attested = signal.said
            elif not signal.holder or name[:2] == key[:2]:
                one.closed = signal


def _key(signal: Signal) -> tuple[str, ...]:
    return (*signal.holding, signal.covers_kind or "", signal.covers)


def _narrowed(one: _Held, everybody: Iterable[_Held], kinds: Kinds) -> datetime | None:
    """When a team was first named in place of its whole organisation (LR-20)."""
    if one.started.holding[0] != "organisation" or not kinds[one.started.kind].team_narrows:
        return None
    prefix = f"{one.started.holder}/"
    named = [
        other.started.said
        for other in everybody
        if other.started.holding[0] == "team"
        and other.started.holding[1].startswith(prefix)
        and not (other.closed and other.closed.event == "cancelled")
    ]
    return min(named, default=None)


def _worked(one: _Held, narrowed: datetime | None, kinds: Kinds) -> Worked:
    started, kind = one.started, kinds[one.started.kind]
    starts = started.at - (kind.before or _NOTHING)
    ends = _earliest(_ends(one, kind), narrowed, _suspended(one, kind))
    if one.authored and kind.author_for and not _cancelled(one):
        ends = max(ends, one.authored.at + kind.author_for) if ends else None
    holder_kind, holder = started.holding
    evidence = Evidence(
        id=digest(started.occurrence, *_key(started)),
        kind=started.kind,
        person_id=started.person_id,
        holder_kind=holder_kind,
        holder=holder,
        words=started.words or kind.words,
        starts=starts,
        ends=None if ends is None else max(starts, ends),
        strength=kind.strength_of(started.strength),
        source=started.source,
        notify_from=_over(one) if kind.notify_after_end else None,
    )
    return Worked(
        evidence=evidence,
        source_id=started.source_id,
        closed=one.closed is not None or narrowed is not None,
        attested=one.attested if _must_attest(one, kind) else None,
        covers_kind=started.covers_kind,
        covers=started.covers,
    )


def _ends(one: _Held, kind: Kind) -> datetime | None:
    start = one.started.at
    limit = None if kind.open_for is None else start + kind.open_for
    if one.started.event == "authored":
        return start
    if one.closed and one.closed.event == "cancelled":
        counted = start if kind.cancel_counts_from == "start" else one.closed.at
        return _earliest(counted + (kind.after_cancel or _NOTHING), limit)
    over = _over(one)
    if over is None or kind.after_end is None or (limit is not None and over > limit):
        return limit
    return over + kind.after_end


def _over(one: _Held) -> datetime | None:
    """When it ended or is known to end."""
    ended = one.closed.at if one.closed and one.closed.event == "ended" else None
    return _earliest(ended, one.started.until)


def _cancelled(one: _Held) -> bool:
    return one.closed is not None and one.closed.event == "cancelled"


def _suspended(one: _Held, kind: Kind) -> datetime | None:
    """From when it counts no more unless its organisation says again that it holds (LR-7)."""
    if one.attested is None or not _must_attest(one, kind) or kind.suspend_after is None:
        return None
    return one.attested + kind.suspend_after


def _must_attest(one: _Held, kind: Kind) -> bool:
    return kind.suspend_after is not None and kind.strength_of(one.started.strength) == "S2"


def _earliest(*times: datetime | None) -> datetime | None:
    known: Sequence[datetime] = [one for one in times if one is not None]
    return min(known, default=None)
