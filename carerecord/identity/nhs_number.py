"""The NHS number: ten digits, the last one a check on the others. Never repaired, only refused."""

from __future__ import annotations

LENGTH = 10
_SPACING = dict.fromkeys(
    map(ord, " -\u00a0\u2010\u2011")
)  # how people and pages write it in groups

PLACEHOLDERS = frozenset(
    {digit * LENGTH for digit in "0123456789"} | {"0123456789", "1234567890", "9876543210"}
)
"""Typed when the number is not known. Some of them pass the check; nobody was ever given one."""


class NotAnNHSNumber(ValueError):
    """What was typed is not an NHS number; the message says why and repeats none of it."""


def read(text: str) -> str:
    """The ten digits, without spaces and hyphens."""
    number = text.strip().translate(_SPACING)
    if not number:
        raise NotAnNHSNumber("Enter an NHS number.")
    if not (number.isascii() and number.isdigit()):
        raise NotAnNHSNumber("An NHS number has only the digits 0 to 9, in groups or together.")
    if len(number) != LENGTH:
        raise NotAnNHSNumber(f"An NHS number has {LENGTH} digits; this has {len(number)}.")
    if number in PLACEHOLDERS:
        raise NotAnNHSNumber("This is a placeholder, not anybody’s NHS number.")
    if not check_digit_agrees(number):
        raise NotAnNHSNumber(
            "This is not a valid NHS number: its check digit (the last one) does not fit the others."
            " Check it for a wrong or swapped digit."
        )
    return number


def check_digit_agrees(number: str) -> bool:
    """Modulus 11, weights 10 to 2. A remainder that would need the digit 10 is never issued."""
    return number[-1] == check_digit(number[:-1])


def check_digit(nine: str) -> str:
    """The digit that completes these nine, or nothing when no number starts with them."""
    weighted = sum(
        weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)
    )
    digit = -weighted % 11
    return str(digit) if digit < 10 else ""


def spaced(number: str) -> str:
    """As it is shown: 999 228 2967."""
    return f"{number[:3]} {number[3:6]} {number[6:]}"
