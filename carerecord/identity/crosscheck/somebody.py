"""When a Patient under the right number is somebody else all the same: by name together with gender. Pure.

A name alone never is: it changes with marriage, is told in another order, in another spelling or as its bearer is called. A gender
alone never is. A given name and a gender that changed together are a person's own history, and look like a twin's. Only where
no part of any name is a part of any name the person ever had, the gender is another, and nothing of where they live
agrees, is it somebody else.
"""

from __future__ import annotations

from rapidfuzz.distance import JaroWinkler

from carerecord.contract import Identity, Resource
from carerecord.fhir import first_text
from carerecord.identity.crosscheck.stated import names, phones, places
from carerecord.identity.trace.details import Name, Traits, gender_of, name_of, phone_of
from carerecord.identity.trace.levels import is_typo
from carerecord.identity.trace.nicknames import same_person_called
from carerecord.identity.trace.rows import traits_with
from carerecord.identity.trace.sounds import sound
from carerecord.identity.trace.spelling import same_spelling

_NEARLY = 0.86  # of Jaro and Winkler: Margery and Marjory


def somebody_else(known: Identity, patient: Resource) -> bool:
    gender = gender_of(first_text(patient.get("gender")))
    own = traits_with(known.person, known.former)
    if not gender or not own.gender or gender == own.gender:
        return False
    said = [name_of(one.given, one.family) for one in names(patient)]
    said = [one for one in said if one.given and one.family and is_latin(one)]
    ours = (own.name, *own.former)
    if not said or not own.name.given or not own.name.family:
        return False
    return not any(_kin(one, other) for one in said for other in ours) and not _at_home(
        own, patient
    )


def _kin(one: Name, other: Name) -> bool:
    """Whether any part of the one may be a part of the other, in whatever place."""
    return any(_alike(a, b) for a in _parts(one) for b in _parts(other))


def _parts(name: Name) -> tuple[str, ...]:
    middle = "".join((name.given, *name.middle)) if name.middle else ""
    every = (name.given, *name.given_parts, *name.middle, name.family, *name.family_parts, middle)
    return tuple(dict.fromkeys(part for part in every if part))


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    heard = bool(sound(one)) and sound(one) == sound(other)
    return (
        same_person_called(one, other)
        or same_spelling(one, other)
        or is_typo(one, other)
        or JaroWinkler.similarity(one, other) >= _NEARLY
        or (heard and one[0] == other[0])
    )


def is_latin(name: Name) -> bool:
    """A name in another script cannot be read beside ours, and contradicts nothing."""
    return all(letter.isascii() for part in _parts(name) for letter in part)


def _at_home(own: Traits, patient: Resource) -> bool:
    homes = {own.postcode, *own.former_postcodes} - {""}
    reached = {phone_of(one) for one in phones(patient)}
    return bool(homes & {one.postcode for one in places(patient)}) or bool(
        own.phone and own.phone in reached
    )
