"""What a search asks of the index, and which of those who fit is closest.

Everything given must agree. The family name needs two more details, so that nobody is browsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from carerecord.identity.folding import (
    family_key,
    fold,
    fold_postcode,
    is_full_postcode,
)
from carerecord.store import Row

_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
MOST_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search as it is compared; empty = not given."""

    family: str
    given: str
    birth_date: str
    gender: str
    postcode: str

    @property
    def is_enough(self) -> bool:
        details = (self.given, self.birth_date, self.gender, self.postcode)
        return bool(self.family) and sum(map(bool, details)) >= 2

    def parameters(self) -> dict[str, Any]:
        full = is_full_postcode(self.postcode)
        return {
            "family": self.family,
            "given": self.given,
            "starts": f"{self.given}%",
            "contains": f"% {self.given}%",
            "gender": self.gender,
            "postcode": self.postcode if full else "",
            "outward": "" if full else self.postcode,
            "most": MOST_CANDIDATES,
        }

    def dates(self) -> dict[str, str]:
        """A date agrees with itself, with the year or month recorded alone, and, when only
        those were given, with every day in them."""
        return {
            "day": self.birth_date,
            "month": self.birth_date[:7],
            "year": self.birth_date[:4],
            "within": f"{self.birth_date}-%",
        }


def wanted(family: str, given: str, birth_date: str, gender: str, postcode: str) -> Wanted | None:
    """The search as it is compared; nothing when a detail cannot be one, so nobody fits it."""
    date = birth_date.strip()
    if date and not _DATE.fullmatch(date):
        return None
    folded = Wanted(family_key(family), fold(given), date, fold(gender), fold_postcode(postcode))
    lost = (given.strip() and not folded.given) or (postcode.strip() and not folded.postcode)
    return None if lost else folded


def closeness(row: Row, asked: Wanted) -> tuple[int, int, int, str, str, str]:
    """Smaller is closer; always the same order for the same people."""
    return (
        _given(row["given"], asked.given),
        int(bool(asked.birth_date) and row["birth_date"] != asked.birth_date),
        1 - int(row["whole"]),
        row["given"],
        row["birth_date"],
        row["person_id"],
    )


def _given(given: str, asked: str) -> int:
    if not asked or given == asked:
        return 0
    if given.startswith(f"{asked} "):
        return 1
    if asked in given.split():
        return 2
    return 3 if given.startswith(asked) else 4
