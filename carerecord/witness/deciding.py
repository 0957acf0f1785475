"""What a witness answers to one submission, and what it finds wrong with it (c2sp.org/tlog-witness). Pure.

Everything but the signature can be sent by anybody who has seen a checkpoint. So only what the log's own key has
signed twice, differently, is a fork; a proof that does not hold and an older checkpoint are alarms that pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from carerecord.audit.notes import Checkpoint, Closing, PublicKey, Submission
from carerecord.audit.tree import consistent
from carerecord.witness.contract import Alarm, AlarmKind, Known

SIZE = "text/x.tlog.size"
PLAIN = "text/plain; charset=utf-8"
OVERTAKING = timedelta(seconds=60)
"""Two submissions of one log may overtake each other; after this long an older one is no accident."""


@dataclass(frozen=True, slots=True)
class Verdict:
    status: int
    words: str = ""  # the body; at 200 the caller cosigns
    content_type: str = PLAIN
    becomes: Known | None = None
    alarm: Alarm | None = None


def keys_for(origin: str, keys: Sequence[PublicKey]) -> list[PublicKey]:
    """Those that may sign this log: a log's name begins with its key's."""
    return [key for key in keys if origin.startswith(f"{key.name}/")]


def decide(
    asked: Submission, known: Known | None, keys: Sequence[PublicKey], now: datetime
) -> Verdict:
    """In the order of the specification; the first thing wrong is the answer."""
    origin = asked.checkpoint.origin
    ours = keys_for(origin, keys)
    if not ours:
        return Verdict(404, "This witness does not know the log.\n")
    if not any(key.signed(asked.note) for key in ours):
        alarm = _foreign(asked, ours[0].name, known)
        return Verdict(403, "No signature is of a key that is known.\n", alarm=alarm)
    if asked.old > asked.checkpoint.size:
        return Verdict(400, "The old size is more than the checkpoint's.\n")
    before = known or Known(origin, 0, "", now, now, closed=False)
    return _grown(asked, before, now)


def _foreign(asked: Submission, region: str, known: Known | None) -> Alarm:
    """One for each region: anybody can make up names of logs."""
    words = f"log {asked.checkpoint.origin} is signed by a key that is not known"
    return Alarm("unknown-key", region, words, known.note if known else "", str(asked.note))


def _grown(asked: Submission, known: Known, now: datetime) -> Verdict:
    size = asked.checkpoint.size
    ahead = Verdict(409, f"{known.size}\n", SIZE)
    if size == known.size and asked.checkpoint.root != known.root:
        return _with(ahead, asked, known, "fork", f"two roots of the same {size} entries")
    if size < known.size and now - known.heard_at > OVERTAKING:
        words = f"{size} entries shown, after {known.size}"
        return _with(ahead, asked, known, "older", words)
    if asked.old != known.size:
        return ahead
    if known.closed and size > known.size:
        refused = Verdict(422, "The log was closed.\n")
        return _with(refused, asked, known, "regrown", f"{size} entries, closed at {known.size}")
    if not consistent(asked.old, known.root, size, asked.checkpoint.root, asked.proof):
        refused = Verdict(422, "The consistency proof does not hold.\n")
        words = f"no proof that {size} entries only add to {known.size}"
        return _with(refused, asked, known, "unproved", words)
    return Verdict(200, becomes=_cosigned(asked, known, now))


def _cosigned(asked: Submission, known: Known, now: datetime) -> Known:
    size = asked.checkpoint.size
    closing = Closing.of(asked.note)
    kept = known.closed and closing is None  # sent again as it was before it was closed
    return Known(
        origin=known.origin,
        size=size,
        note=known.note if kept else str(asked.note),
        heard_at=now,
        grown_at=now if size != known.size else known.grown_at,
        closed=known.closed or closing is not None,
    )


def _with(
    verdict: Verdict, asked: Submission, known: Known, kind: AlarmKind, words: str
) -> Verdict:
    mark = "" if kind == "older" else _mark(asked.checkpoint)  # there are many older ones to send
    alarm = Alarm(kind, known.origin, words, known.note, str(asked.note), mark)
    return replace(verdict, alarm=alarm)


def unproved(checkpoint: Checkpoint) -> Alarm:
    """The alarm that is over once this checkpoint is proved after all."""
    return Alarm("unproved", checkpoint.origin, "", "", "", _mark(checkpoint))


def _mark(checkpoint: Checkpoint) -> str:
    return f"{checkpoint.size} {checkpoint.root.hex()}"


def silent(known: Known, now: datetime, since: datetime, after: timedelta) -> Alarm | None:
    """Nothing was heard of a log that is not closed; `since` is when the witness itself began to listen."""
    last = max(known.heard_at, since)
    if known.closed or now - last <= after:
        return None
    words = f"nothing heard since {last.isoformat(timespec='seconds')}"
    return Alarm("silent", known.origin, words, known.note, "", last.isoformat())
