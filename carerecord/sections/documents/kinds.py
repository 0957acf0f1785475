"""Which kind of document one is: by its type code, else by the words of its type and title."""

from __future__ import annotations

import re
from typing import Literal

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.concepts import codes
from carerecord.sections.matters import ABOUT_ME, SAFEGUARDING
from carerecord.sections.words import said

DocumentKind = Literal[
    "discharge", "letter", "emergency", "ambulance", "safeguarding", "about me", "other"
]

_CODES: dict[str, DocumentKind] = {
    "373942005": "discharge",
    "18842-5": "discharge",
    "34105-7": "discharge",
    "28655-9": "discharge",
    "823681000000100": "letter",
    "823691000000103": "letter",
    "11488-4": "letter",
    "34111-5": "emergency",
    "34878-9": "emergency",
    "67796-3": "ambulance",
    "81338-6": "about me",
}
_WORDS: tuple[tuple[DocumentKind, re.Pattern[str]], ...] = (
    ("safeguarding", SAFEGUARDING),
    ("ambulance", re.compile(r"ambulance|paramedic|pre-?hospital", re.I)),
    ("emergency", re.compile(r"emergency (department|care|attendance)|\bA ?& ?E\b|\bED\b")),
    ("emergency", re.compile(r"emergency department|emergency care|urgent treatment", re.I)),
    ("discharge", re.compile(r"discharge", re.I)),
    ("letter", re.compile(r"letter|clinic correspondence|outpatient correspondence", re.I)),
    ("about me", ABOUT_ME),
)


def kind_of(document: Resource) -> DocumentKind:
    if document.get("resourceType") not in ("DocumentReference", "Composition"):
        return "other"
    for key in ("type", "category"):
        for code in sorted(codes(document.get(key))):
            if code in _CODES:
                return _CODES[code]
    words = f"{said(document.get('type'))} {title_of(document)}"
    return next((kind for kind, pattern in _WORDS if pattern.search(words)), "other")


def title_of(document: Resource) -> str:
    """The source's title, wherever the type keeps it."""
    contents = (as_dict(one) for one in as_list(document.get("content")))
    attached = (said(as_dict(one.get("attachment")).get("title")) for one in contents)
    own = said(document.get("title")) or said(document.get("description"))
    return own or next(filter(None, attached), "")
