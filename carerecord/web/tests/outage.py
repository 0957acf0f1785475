"""The part of the pretended door that is about the log: what it says of the viewer, and when it cannot be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from carerecord.viewing import RecordUnavailable, View
from carerecord.viewing.looks import Look


@dataclass
class Outage:
    writes_down: bool = True
    look: Look | None = None
    printed: list[tuple[str, ...]] = field(default_factory=list)

    async def last_look(self, view: View) -> Look | None:
        return self.look

    async def printing(self, view: View, sections: Sequence[str]) -> None:
        self.must_write("print")
        self.printed.append(tuple(sections))

    def must_write(self, what: str) -> None:
        if not self.writes_down:
            raise RecordUnavailable(f"the {what} could not be written down")
