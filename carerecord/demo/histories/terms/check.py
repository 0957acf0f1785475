"""The check digit that ends every SNOMED CT and dm+d identifier (Verhoeff's scheme)."""

from __future__ import annotations

_TURNED = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_MOVED = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip
_INVERSE = "0432156789"


def is_identifier(code: str) -> bool:
    """The last digit agrees with the others."""
    return code.isdigit() and _sum(code, 0) == 0


def with_check_digit(number: str) -> str:
    return number + _INVERSE[_sum(number, 1)]


def _sum(digits: str, first: int) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits), first):
        total = int(_TURNED[total][int(_MOVED[place % 8][int(digit)])])
    return total
