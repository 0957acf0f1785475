"""The part of the pretended door that cannot write down what is done, when a test says so."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.viewing import RecordUnavailable


@dataclass
class Outage:
    writes_down: bool = True

    def must_write(self, what: str) -> None:
        if not self.writes_down:
            raise RecordUnavailable(f"the {what} could not be written down")
