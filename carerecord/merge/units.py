"""Spellings of one unit. Every row has the factor 1: nothing is ever converted (merging 3.2)."""

from __future__ import annotations

UCUM = "http://unitsofmeasure.org"

_SPELLINGS = {
    "mmol/L": ("mmol/l",),
    "umol/L": ("umol/l", "µmol/L", "µmol/l", "μmol/L", "μmol/l", "micromol/L", "micromol/l"),
    "nmol/L": ("nmol/l",),
    "pmol/L": ("pmol/l",),
    "mmol/mol": (),
    "g/L": ("g/l",),
    "mg/L": ("mg/l",),
    "ug/L": ("ug/l", "µg/L", "µg/l", "μg/L", "μg/l", "mcg/L", "mcg/l"),
    "g/dL": ("g/dl",),
    "mg/dL": ("mg/dl",),
    "U/L": ("u/L", "U/l", "u/l"),
    "10*9/L": (
        *("10^9/L", "10^9/l", "10*9/l", "x10^9/L", "x10^9/l", "x10*9/L"),
        *("10*3/uL", "10^3/uL", "10*3/ul", "10^3/ul", "10*3/µL", "10^3/µL"),
    ),
    "10*12/L": ("10^12/L", "10^12/l", "10*12/l", "x10^12/L", "x10^12/l", "10*6/uL", "10^6/uL"),
    "mm[Hg]": ("mmHg", "mm Hg"),
    "ug": ("mcg", "µg", "μg", "microgram", "micrograms"),
    "mg": ("milligram", "milligrams"),
    "g": ("gram", "grams"),
    "mL": ("ml", "millilitre", "millilitres"),
    "%": ("percent", "per cent"),
}
_UNIT_OF = {spelt: unit for unit, others in _SPELLINGS.items() for spelt in (unit, *others)}


def one_spelling(unit: str) -> str:
    return _UNIT_OF.get(unit, unit)
