"""What became of one message; each protocol says it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["kept", "set-aside", "refused", "broken", "not-kept"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` names nobody and quotes nothing that was sent."""

    state: State
    why: str = ""
    ids: tuple[str, ...] = ()  # the documents it brought, as type and id

    @property
    def is_safe(self) -> bool:
        """Durable here: its sender need not keep it for us."""
        return self.state in ("kept", "set-aside")

    @property
    def words(self) -> str:
        prefix = {
            "kept": "kept",
            "set-aside": "kept for a person to look at",
            "refused": "refused",
            "broken": "refused",
            "not-kept": "it could not be kept now: send it again",
        }[self.state]
        return f"{prefix}: {self.why}" if self.why else prefix
