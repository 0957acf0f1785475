"""The daily files: `month=2026-11/2026-11-19.parquet`, in order and without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from carerecord.insight.use.contract import UseUnusable


@dataclass(frozen=True, slots=True)
class Files:
    folder: Path

    def days(self) -> list[date]:
        """Those that are written, oldest first. Raises `UseUnusable` where one between them is gone."""
        found = sorted(date.fromisoformat(one.stem) for one in self.folder.glob(_EVERY))
        for before, after in pairwise(found):
            if after - before != timedelta(days=1):
                raise UseUnusable(
                    f"{self.folder}: the file of {before + timedelta(days=1)} is gone. Bring it back, or remove "
                    "every file after it: they are written anew while the log is kept."
                )
        return found

    def months(self) -> list[str]:
        """Newest first."""
        return sorted({f"{day:%Y-%m}" for day in self.days()}, reverse=True)

    def of(self, months: Iterable[str]) -> list[Path]:
        return [
            file for one in months for file in sorted(self.folder.glob(f"month={one}/*.parquet"))
        ]

    def file(self, day: date) -> Path:
        return self.folder / f"month={day:%Y-%m}" / f"{day}.parquet"

    def before(self, day: date) -> list[Path]:
        """Of the same month."""
        return [one for one in self.of([f"{day:%Y-%m}"]) if one.stem < str(day)]


_EVERY = "month=????-??/????-??-??.parquet"
