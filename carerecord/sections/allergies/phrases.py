"""The words and codes that name no substance: the exact phrases of “none”, and blanks in words."""

from __future__ import annotations

import re

from carerecord.fhir import as_dict, as_list, codings
from carerecord.sections.concepts import plain_words

TERMS = {
    "716186003": "No known allergy",
    "160244002": "No known allergies",  # retired
    "409137002": "No known drug allergy",
    "428607008": "No known environmental allergy",
    "429625007": "No known food allergy",
    "428197003": "No known insect allergy",
    "716184000": "No known latex allergy",
    "716220001": "No known animal allergy",
    "1003774007": "No known Hevea brasiliensis latex allergy",
}
GENERAL_CODES = frozenset({"716186003", "160244002"})
GENERAL = frozenset({"no known allergy", "no known allergies"})
_KINDS = (
    *("drug", "medication", "medicine", "food", "latex", "hevea brasiliensis latex"),
    *("environmental", "insect", "animal"),
)
_NARROWER = frozenset(
    f"no known {kind} {noun}" for kind in _KINDS for noun in ("allergy", "allergies")
)
_SHORT = frozenset({"nka", "nkda", "n k a", "n k d a"})
_BLANK = frozenset(
    {
        *("", "no", "none", "none known", "none recorded", "none stated"),
        *("nil", "nil known", "nil recorded", "n a", "no allergy", "no allergies"),
    }
)
_FOLDS = re.compile(r"[\s.,;:'’‘\"“”()\[\]_‐‑–—-]+")  # not “?” or “/”, which say something


def folded(text: str) -> str:
    """Without case and punctuation; what remains must be a phrase as a whole."""
    return _FOLDS.sub(" ", text.casefold()).strip().removesuffix(" situation")


def denies(text: str) -> bool:
    """One of the exact phrases that state none."""
    return folded(text) in GENERAL | _NARROWER | _SHORT


def abbreviates(text: str) -> bool:
    return folded(text) in _SHORT


def names_nothing(text: str) -> bool:
    """A phrase of none, or a blank in words (“Nil”, “–”): never to stand where a substance does."""
    return denies(text) or plain_words(text) in _BLANK | _SHORT


def texts_of(code: object) -> tuple[str, ...]:
    """The words and every display, in the source's order, each once."""
    found: list[object] = []
    for one in as_list(code):
        element = as_dict(one)
        found += [one if isinstance(one, str) else element.get("text")]
        found += [coding.display for coding in codings(one)]
    said = [str(text).strip() for text in found if text is not None]
    return tuple(dict.fromkeys(filter(None, said)))
