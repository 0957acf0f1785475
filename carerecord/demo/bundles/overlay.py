"""Identities from a CSV file, for bundles whose people have none of this country's."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path

from carerecord.config import SettingsError
from carerecord.contract import Resource
from carerecord.demo.bundles.people import details, identity_of, is_valid

_COLUMNS = ("nhs_number", "family", "given", "gender", "birth_date", "death_date")
_FILE_COLUMN = "hospital_fhir_r4_file"


@dataclass(frozen=True, slots=True)
class Overlay:
    """Identities from a CSV file: by the name of the bundle file, else by name and birth date."""

    by_file: dict[str, dict[str, str]] = field(default_factory=dict)
    by_details: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)

    @staticmethod
    def read(path: Path) -> Overlay:
        """Raises `SettingsError`: a wrong overlay is a wrong argument, not a broken bundle."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            why = getattr(error, "strerror", None) or "not a CSV file in UTF-8"
            raise SettingsError(f"{path}: {why}") from None
        if missing := [name for name in _COLUMNS if not rows or name not in rows[0]]:
            raise SettingsError(f"{path}: no column {', '.join(missing)}")
        overlay = Overlay()
        for line, row in enumerate(rows, start=2):
            overlay._add(
                {name: (value or "").strip() for name, value in row.items() if name}, path, line
            )
        return overlay

    def _add(self, row: dict[str, str], path: Path, line: int) -> None:
        if not is_valid(row["nhs_number"]):
            raise SettingsError(f"{path}: line {line}: not a valid NHS number")
        if row.get(_FILE_COLUMN):
            self.by_file[Path(row[_FILE_COLUMN]).name] = row
        self.by_details[details(row["family"], row["given"], row["birth_date"])] = row

    def of(self, file: str, patient: Resource) -> dict[str, str] | None:
        if row := self.by_file.get(file):
            return row
        return self.by_details.get(identity_of(patient))

    @property
    def numbers(self) -> set[str]:
        rows = (*self.by_file.values(), *self.by_details.values())
        return {row["nhs_number"] for row in rows}
