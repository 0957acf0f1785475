"""How far a log has been read, which checkpoints it agreed with, and the first place where it did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from carerecord.audit.notes import Checkpoint
from carerecord.audit.stretch import Hashed
from carerecord.audit.tree import Frontier

Points = dict[int, list[Checkpoint]]  # by size


@dataclass(frozen=True, slots=True)
class Fault:
    """The first place where a log is not what it was."""

    log: str
    after: int  # a checkpoint shows that entries up to this number are as they were
    first: int  # the first that is not, or that is missing; or the last it can be
    words: str
    itself: bool = False  # it is `first` that is wrong, whatever was done before it

    def __str__(self) -> str:
        alone = self.first == self.after + 1
        if alone or self.itself:
            certain = "" if alone else f" (a checkpoint vouches for those up to {self.after})"
            return f"log {self.log}, entry {self.first}: {self.words}{certain}"
        return f"log {self.log}, one of entries {self.after + 1} to {self.first}: {self.words}"


@dataclass(slots=True)
class Agreeing:
    """How far the log has been read, and what was the newest checkpoint it agreed with."""

    log: str
    end: Checkpoint | None  # of the log as it says it ends now
    outside: Points  # that were kept elsewhere
    points: Points = field(default_factory=dict)  # that were kept in this database
    forged: int = 0  # the size of the first kept checkpoint that the key did not sign
    frontier: Frontier = field(default_factory=Frontier)
    agreed: int = 0  # with a kept checkpoint; the end's own was perhaps made by who changed the log
    vouched: int = 0  # with one from outside: all others may be of a history that should not be

    def part(self, part: Hashed) -> Fault | None:
        """One stretch more; the first thing in it that is not right."""
        self.kept(part.points, part.forged)
        before = self.frontier
        for size in sorted(part.grown):
            self.frontier = before.joined(part.grown[size])
            if fault := self.agrees():
                return fault
        self.frontier = before.joined(part.frontier)
        return self._itself(self.frontier.size + 1, part.wrong) if part.wrong else None

    @property
    def sizes(self) -> list[int]:
        """At which there is a checkpoint that was not read with the entries."""
        return [*self.outside, *([self.end.size] if self.end else [])]

    def kept(self, points: Iterable[Checkpoint], forged: int) -> None:
        self.forged = self.forged or forged
        by_size(points, self.points)

    def agrees(self) -> Fault | None:
        """A fault where a checkpoint of so many entries was of another tree."""
        size, root = self.frontier.size, self.frontier.root
        here, elsewhere = self.points.pop(size, []), self.outside.pop(size, [])
        ends = [self.end] if self.end and self.end.size == size else []
        if any(point.root != root for point in (*here, *ends, *elsewhere)):
            inside = any(point.root != root for point in (*here, *ends))
            after = self.agreed if inside else self.vouched
            return Fault(self.log, after, size, "it was changed and hashed anew")
        self.agreed = size if here or elsewhere else self.agreed
        self.vouched = size if elsewhere else self.vouched
        return None

    def _itself(self, number: int, words: str) -> Fault:
        after = self.vouched if self.outside or self.vouched else self.agreed
        return Fault(self.log, after, number, words, itself=True)

    def cut(self) -> Fault | None:
        """A checkpoint of more entries than there are: the end was cut off."""
        sizes = [*self.points, *self.outside, self.end.size if self.end else 0]
        if max(sizes) <= self.frontier.size:
            return None
        words = f"it is missing: {max(sizes)} were signed for"
        inside = self.points or (self.end and self.end.size > self.frontier.size)
        after = self.agreed if inside else self.vouched
        return Fault(self.log, after, self.frontier.size + 1, words, itself=True)


def by_size(points: Iterable[Checkpoint], into: Points) -> Points:
    for point in points:
        into.setdefault(point.size, []).append(point)
    return into
