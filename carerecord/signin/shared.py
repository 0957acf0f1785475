"""Accounts that are no one person's: a ward's, a desk's, a service's. None opens a record (AUT-10). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_NOBODYS = frozenset(
    [
        "account",
        "admin",
        "administrator",
        "bay",
        "clerk",
        "clinic",
        "desk",
        "duty",
        "enquiries",
        "generic",
        "guest",
        "helpdesk",
        "info",
        "kiosk",
        "mail",
        "mailbox",
        "nurses",
        "office",
        "oncall",
        "reception",
        "receptionist",
        "secretaries",
        "secretary",
        "service",
        "services",
        "shared",
        "staff",
        "station",
        "support",
        "svc",
        "system",
        "team",
        "temp",
        "test",
        "triage",
        "unit",
        "user",
        "ward",
    ]
)


def is_shared(
    given: str, family: str, name: str, addresses: Iterable[str], patterns: Iterable[str]
) -> bool:
    """Whether these names and e-mail addresses are not one named person's.

    `patterns` are the region's own, `*` for any letters, against each whole address.
    """
    names = _words(f"{given} {family}" if given and family else name)
    if len(names) < 2 or all(word in _NOBODYS or word.isdigit() for word in names):
        return True
    if _bare(names[0]) in _NOBODYS:
        return True
    known = [address.strip().lower() for address in addresses if address.strip()]
    if any(fnmatchcase(one, pattern.lower()) for one in known for pattern in patterns):
        return True
    return any(_nobodys_address(one, names) for one in known)


def _nobodys_address(address: str, names: list[str]) -> bool:
    """`ward4@` and `reception.riverside@`, but not `ward.amy@` of Amy Ward."""
    parts = _words(address.partition("@")[0])
    if not parts or _bare(parts[0]) not in _NOBODYS:
        return False
    return not any(part in names for part in parts[1:])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _bare(word: str) -> str:
    return word.rstrip("0123456789")
