"""What the engine answered, as the rest of this part reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from carerecord.access.policies.reading import Rule

Action = Literal[
    "view", "declare-emergency", "opened", "refused", "show", "find", "review", "explain"
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the engine answered. `failed` when it did not decide, for whatever reason: never a permit."""

    permitted: bool
    rules: tuple[Rule, ...]  # that determined it, in the order of explaining
    failed: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(rule.id for rule in self.rules)


FAILED = Verdict(permitted=False, rules=(), failed=True)
