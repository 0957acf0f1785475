"""Explicit statements of none. They are shown as recorded and never widened (ux 4)."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, codings
from carerecord.sections.allergies.phrases import (
    GENERAL,
    GENERAL_CODES,
    TERMS,
    abbreviates,
    denies,
    folded,
    texts_of,
)
from carerecord.sections.concepts import codes, in_error, snomed_codes

_CONTRADICTS = ("reaction", "criticality", "lastOccurrence", "substance")


def states_none(allergy: Resource) -> bool:
    """Says plainly that there is none, says nothing else and does not doubt it; all else is an allergy."""
    return plainly_none(allergy) and not _doubted(allergy)


def states_none_at_all(allergy: Resource) -> bool:
    """Of any kind, and in full words: everything that it says is general."""
    sent = snomed_codes(allergy.get("code"))
    words = {folded(text) for text in texts_of(allergy.get("code"))}
    return states_none(allergy) and sent <= GENERAL_CODES and words <= GENERAL


def plainly_none(allergy: Resource) -> bool:
    """Says none and nothing else, whether or not the source still stands by it."""
    code = allergy.get("code")
    words = texts_of(code)
    return (
        bool(words or snomed_codes(code))
        and all(map(denies, words))
        and all(_coded_none(one) for each in as_list(code) for one in codings(each))
        and not _says_more(allergy)
    )


def words_of_none(allergy: Resource) -> str:
    """The narrowest words in which it was recorded, in full if sent in full; a code sent alone by its name."""
    words = texts_of(allergy.get("code"))
    sent = snomed_codes(allergy.get("code"))
    narrower = sorted((t for t in words if folded(t) not in GENERAL), key=abbreviates)
    named = [TERMS[code] for code in sorted(sent - GENERAL_CODES) if code in TERMS]
    named += [TERMS[code] for code in sorted(sent & GENERAL_CODES)]
    if sent <= GENERAL_CODES or narrower:
        return next(iter([*narrower, *words, *named]), "")
    return named[0] if named else words[0] if words else ""


def only_abbreviated(allergy: Resource) -> bool:
    return abbreviates(words_of_none(allergy))


def _coded_none(coding: tuple[str, str, str]) -> bool:
    """In SNOMED by its code; in any other system by its words, since its codes are not known here."""
    system, code, display = coding
    if snomed_codes({"coding": [{"system": system, "code": code}]}):
        return code in TERMS
    borrowed = bool(system) and code in TERMS
    return bool(display) and not borrowed


def _says_more(allergy: Resource) -> bool:
    notes = [
        one.get("text") if isinstance(one, dict) else one for one in as_list(allergy.get("note"))
    ]
    return _says(notes) or any(_says(allergy.get(key)) for key in _CONTRADICTS)


def _says(value: object) -> bool:
    """Whether anything in it says something; an id does not."""
    if isinstance(value, dict):
        return any(_says(inner) for key, inner in value.items() if key != "id")
    if isinstance(value, list):
        return any(map(_says, value))
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _doubted(allergy: Resource) -> bool:
    """Any verification but “confirmed”."""
    verified = allergy.get("verificationStatus")
    text = as_dict(verified).get("text")
    said = codes(verified) or codes(text)
    return bool(said - {"confirmed"})


def negative(allergy: Resource) -> bool:
    """A statement of none that still stands."""
    return states_none(allergy) and not withdrawn(allergy) and not ended(allergy)


def withdrawn(allergy: Resource) -> bool:
    """Entered in error or refuted."""
    return in_error(allergy) or "refuted" in codes(allergy.get("verificationStatus"))


def ended(allergy: Resource) -> bool:
    return bool(codes(allergy.get("clinicalStatus")) & {"inactive", "resolved"})
