"""What a report is of, by what its source says: imaging, microbiology, or neither said. Never by its findings."""

from __future__ import annotations

from typing import Literal

from carerecord.contract import Resource
from carerecord.fhir import as_list
from carerecord.sections.concepts import codes
from carerecord.sections.words import said

ReportKind = Literal["imaging", "microbiology", ""]

_CODES: dict[ReportKind, frozenset[str]] = {
    "imaging": frozenset(
        {"rad", "rx", "ct", "nmr", "mri", "nms", "rus", "cus", "ous", "vus", "us", "xrc"}
        | {"394914008", "363679005"}
    ),
    "microbiology": frozenset({"mb", "mcb", "myc", "vr", "408454008"}),
}
"""HL7 table 0074 (diagnostic service section) in small letters; SNOMED CT radiology, imaging, clinical microbiology."""
_WORDS: dict[ReportKind, tuple[str, ...]] = {
    "imaging": (
        *("radiolog", "imaging", "x-ray", "radiograph", "ultraso", "tomograph"),
        *("magnetic resonance", "mammogra", "nuclear medicine", "fluorosc"),
    ),
    "microbiology": ("microbiolog", "virolog", "bacteriolog", "mycolog", "parasitolog"),
}
"""Parts of words in the category of a source that sends none of these codes."""


def report_kind(report: Resource) -> ReportKind:
    if report.get("resourceType") == "ImagingStudy":
        return "imaging"
    category = report.get("category")
    sent = codes(category)
    words = " ".join(said(one) for one in as_list(category)).casefold()
    for kind, known in _CODES.items():
        if sent & known or any(one in words for one in _WORDS[kind]):
            return kind
    return ""
