"""How many questions may be asked a second time: one in ten, so that a slow source is never asked twice as much. Pure."""

from __future__ import annotations

from dataclasses import dataclass

EVERY = 10
"""So many questions asked anyway pay for one more."""
MOST = 100
"""So many are remembered."""


@dataclass(slots=True)
class Budget:
    left: int = EVERY

    def asked(self) -> None:
        self.left = min(MOST, self.left + 1)

    def take(self) -> bool:
        """May one more go out? If so, it is spent."""
        if self.left < EVERY:
            return False
        self.left -= EVERY
        return True
