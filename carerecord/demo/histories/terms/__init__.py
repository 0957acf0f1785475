"""Concepts the histories are told in: one code and one set of words for each.

Codes are written down from memory of published terminology for the demo only; nothing may be
prescribed, counted or mapped by them. Products whose code we do not know carry an invented one
(`terms.medicines`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SNOMED = "http://snomed.info/sct"
DMD = "https://dmd.nhs.uk"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"


@dataclass(frozen=True, slots=True)
class Term:
    code: str
    words: str
    system: str = SNOMED

    def concept(self, text: str = "") -> dict[str, Any]:
        """A CodeableConcept; `text` is what the clinician saw, when it differs."""
        return {
            "coding": [{"system": self.system, "code": self.code, "display": self.words}],
            "text": text or self.words,
        }


def text_only(words: str) -> dict[str, Any]:
    """A concept somebody typed and nobody coded."""
    return {"text": words}


def table(rows: str, system: str = SNOMED) -> dict[str, Term]:
    """“key code words” on each line."""
    terms = {}
    for line in rows.strip().splitlines():
        key, code, words = line.strip().split(maxsplit=2)
        terms[key] = Term(code, words, system)
    return terms
