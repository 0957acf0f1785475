"""NHS numbers of the test range (999 …), each with a true check digit."""

from __future__ import annotations

from collections.abc import Iterator

_PLACEHOLDER = "9999999999"  # valid by arithmetic, used as a placeholder everywhere
_STEP = (
    104_729  # prime to a million, so that neighbours in the list do not have neighbouring numbers
)


def check_digit(nine: str) -> int | None:
    """The tenth digit (modulus 11), or None when no number starts with these nine."""
    rest = (
        11
        - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
        % 11
    )
    return {11: 0, 10: None}.get(rest, rest)


def numbers(seed: int) -> Iterator[str]:
    """Every usable number once, in an order that depends on the seed alone."""
    for turn in range(1_000_000):
        nine = f"999{(seed * 7_919 + turn * _STEP) % 1_000_000:06d}"
        digit = check_digit(nine)
        if digit is not None and f"{nine}{digit}" != _PLACEHOLDER:
            yield f"{nine}{digit}"
