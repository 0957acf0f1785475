"""Who recorded an event: this region, as the outside knows it."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.contract import Resource

LOG = "urn:carerecord:log"


@dataclass(frozen=True, slots=True)
class Recorder:
    origin: str  # the log's name among all logs
    name: str  # of the region
    url: str  # that its pages and programs are reached by

    @property
    def who(self) -> Resource:
        """The same wherever it stands: BALP compares the authoriser with the source."""
        return {"identifier": {"system": LOG, "value": self.origin}, "display": self.name}

    @property
    def network(self) -> Resource:
        return {"address": self.url, "type": "5"}
