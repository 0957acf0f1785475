"""SNOMED CT identifiers: their check digit (Verhoeff), so that a slip in a code list cannot pass unseen."""

from __future__ import annotations

import re

_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_IDENTIFIER = re.compile(r"[1-9][0-9]{5,17}")


def is_identifier(code: str) -> bool:
    """6 to 18 digits, the last of them right for the others."""
    return _IDENTIFIER.fullmatch(code) is not None and _checked(code) == 0


def _checked(code: str) -> int:
    """What the digits come to in the dihedral group of ten, each turned once more than the one to its right."""
    total = 0
    for place, digit in enumerate(reversed(code)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _TURN[turned]
        total = _joined(total, turned)
    return total


def _joined(a: int, b: int) -> int:
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5
