"""What feeds, launches, registers and files write: that something began, ended or was called off.

A signal is kept as it came and never changed. What it means for who may see whom is worked out from
all signals about the same occurrence (`windows.py`), so that their order of arrival does not matter.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from carerecord.access.contract import HolderKind
from carerecord.access.evidence.kinds import KINDS

Event = Literal["started", "ended", "cancelled", "attested", "authored"]
"""What happened: it began (or begins again, or was changed), it ended, it was called off, rejected or
not attended, the organisation said that it still holds (LR-7), the viewer wrote its record (LR-8)."""
EVENTS: tuple[str, ...] = get_args(Event)

Covered = Literal["user", "team"]
LONGEST = 200  # characters of an id or a name; more is a mistake in the feed
LONGEST_WORDS = 500
FIRST_YEAR, LAST_YEAR = 1880, 2200
"""Years that a time may have. A feed that writes 9999 for “no end” means no `until` at all."""


class SignalRefused(ValueError):
    """A signal that no state can be worked out from; the message says what is wrong and names nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing one source said about one occurrence: a stay, an appointment, a referral, a shift.

    Holder: with a `team`, that team of the organisation `holder` (LR-20). An end or a cancelling without
    a holder is for everybody the occurrence gave evidence to; with one, for that one alone.
    """

    kind: str  # LR-1 … LR-18
    event: Event
    source: str  # a source id, a launcher id, "list:ODS"
    source_id: str  # of the occurrence, as its source names it: the visit number, the referral's id
    at: datetime  # when it began, ended, or will
    said: datetime  # when the source said so: the order of what it says about one occurrence
    person_id: str = ""  # empty for LR-18 alone: a shift is about no one person
    holder_kind: HolderKind = "organisation"
    holder: str = ""  # viewer id, session id, ODS code
    team: str = ""  # as its organisation names it; holder is then the organisation
    words: str = ""  # completes "You may see this record because: …"
    until: datetime | None = None  # when it is already known to end
    strength: str = ""  # weaker than its kind's own: what a home says of itself is "S2"
    covers_kind: Covered | None = None  # LR-18: whose evidence the holder has for the shift
    covers: str = ""  # the colleague's viewer id, or "ODS/team"
    occurrence: str = field(init=False, compare=False)
    """The same for every signal about the same thing."""
    id: str = field(init=False, compare=False)
    """The same for a signal that comes twice."""

    def __post_init__(self) -> None:
        _check(self)
        about = digest(self.kind, self.person_id, self.source, self.source_id)
        object.__setattr__(self, "occurrence", about)
        object.__setattr__(self, "id", self._own_id())

    @property
    def holding(self) -> tuple[HolderKind, str]:
        """Who holds what comes of it, as it is kept: a team is "ODS/team"."""
        return ("team", team_name(self.holder, self.team)) if self.team else _plain(self)

    def _own_id(self) -> str:
        until = self.until.timestamp() if self.until else ""
        return digest(
            self.occurrence, self.event, self.at.timestamp(), self.said.timestamp(), *self.holding,
            self.words, until, self.strength, self.covers_kind or "", self.covers,
        )  # fmt: skip


def covering(
    viewer_id: str,
    colleague_id: str,
    teams: tuple[str, ...] = (),
    *,
    source: str,
    source_id: str,
    starts: datetime,
    ends: datetime,
    said: datetime,
) -> tuple[Signal, ...]:
    """A shift on an on-call roster (LR-18): the viewer holds what the colleague, and these teams, hold.

    `teams` are those the colleague is in, each as "ODS/team".
    """
    covered: list[tuple[Covered, str]] = [("user", colleague_id)]
    covered += [("team", team) for team in teams]
    return tuple(
        Signal(
            kind="LR-18", event="started", source=source, source_id=source_id, at=starts, said=said,
            holder_kind="user", holder=viewer_id, words="you are covering for a colleague",
            until=ends, covers_kind=kind, covers=name,
        )
        for kind, name in covered
    )  # fmt: skip


def team_name(organisation: str, team: str) -> str:
    """A team as evidence names it, "ODS/team": teams of two organisations may have one name.

    A team that claims another organisation's code is a team of this one with an odd name.
    """
    return team if team.startswith(f"{organisation}/") else f"{organisation}/{team}"


def digest(*parts: object) -> str:
    """Twenty hexadecimal digits for these parts; no two lists of parts run together."""
    words = [str(part) for part in parts]
    joined = "\x1f".join(words)
    if joined.count("\x1f") >= len(words):
        joined = "\x1f".join(one.replace("\x1f", "\x1e") for one in words)
    return hashlib.blake2b(joined.encode(), digest_size=10).hexdigest()


def _plain(signal: Signal) -> tuple[HolderKind, str]:
    return signal.holder_kind, signal.holder


def _check(signal: Signal) -> None:
    named = (signal.source, signal.source_id, signal.person_id, signal.holder, signal.team)
    if signal.kind not in KINDS:
        raise SignalRefused("kind must be LR-1 to LR-18")
    if signal.event not in EVENTS:
        raise SignalRefused(f"event must be one of {', '.join(EVENTS)}")
    if not signal.source or not signal.source_id:
        raise SignalRefused("source and source_id must be given")
    if any(len(one) > LONGEST or "\0" in one for one in (*named, signal.covers)):
        raise SignalRefused(f"a name or id is longer than {LONGEST} characters or holds NUL")
    if len(signal.words) > LONGEST_WORDS or "\0" in signal.words:
        raise SignalRefused(f"words are longer than {LONGEST_WORDS} characters or hold NUL")
    if any(one.tzinfo is None for one in _times(signal)):
        raise SignalRefused("a time has no time zone")
    if any(not FIRST_YEAR <= one.year <= LAST_YEAR for one in _times(signal)):
        raise SignalRefused(f"a time is not within the years {FIRST_YEAR} to {LAST_YEAR}")
    _check_holder(signal)


def _times(signal: Signal) -> list[datetime]:
    return [one for one in (signal.at, signal.said, signal.until) if one is not None]


def _check_holder(signal: Signal) -> None:
    if (signal.kind == "LR-18") != (not signal.person_id):
        raise SignalRefused("person_id must be given, and for LR-18 alone must not")
    if signal.event in ("started", "attested", "authored") and not signal.holder:
        raise SignalRefused("holder must be given unless something ends")
    if signal.event == "started" and not signal.words:
        raise SignalRefused("words must be given for what starts")
    if signal.team and signal.holder_kind != "organisation":
        raise SignalRefused("holder of a team must be its organisation")
    if signal.holder_kind == "team" and "/" not in signal.holder:
        raise SignalRefused("a team is named “ODS/team”")
    covering_said = signal.covers_kind is not None and bool(signal.covers)
    if signal.kind == "LR-18" and signal.event == "started" and not covering_said:
        raise SignalRefused("LR-18 must say whose evidence is covered")
    if signal.kind == "LR-18" and signal.holder and signal.holder_kind != "user":
        raise SignalRefused("holder of LR-18 must be a user")
    if signal.kind == "LR-18" and signal.event == "started" and signal.until is None:
        raise SignalRefused("LR-18 must say when the shift ends")
