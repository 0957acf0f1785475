"""How people are asked for: what a clerk types with time, and what an ambulance crew types without."""

from __future__ import annotations

import random
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carerecord.contract import Person
from carerecord.identity.trace.nicknames import SHORT
from quality.identity.inventing import Invented

_SOUND_ALIKE = (
    ("ee", "i"), ("ou", "u"), ("oo", "u"), ("ai", "ei"), ("ph", "f"), ("mohammed", "mohamed"), ("muhammad", "mohammad"),
    ("hussain", "hossain"), ("ahmed", "ahmad"), ("y", "ie"), ("ie", "y"), ("c", "k"), ("k", "c"), ("sh", "s"), ("w", "v"), ("z", "s"), ("ll", "l"), ("tt", "t"),
    ("nn", "n"), ("ss", "s"), ("ey", "y"), ("h", ""), ("e", "a"), ("u", "o"), ("n", "nn"), ("l", "ll"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares of questions, each with the one slip."""

    nickname: float
    typo: float
    variant: float  # of what a tradition has
    initial: float
    no_given: float
    swapped_names: float
    family_typo: float
    family_changed: float
    date_slip: float
    moved: float
    no_postcode: float
    postcode_slip: float
    no_phone: float
    other_phone: float
    no_practice: float
    middle: float  # said, where there is one
    no_gender: float


AMBULANCE = Noise(
    0.07,
    0.04,
    1.0,
    0.01,
    0.01,
    0.005,
    0.035,
    0.035,
    0.05,
    0.13,
    0.05,
    0.02,
    0.45,
    0.1,
    0.5,
    0.3,
    0.01,
)
CLERKED = Noise(0.02, 0.012, 0.3, 0.002, 0.001, 0.002, 0.012, 0.012, 0.012, 0.06, 0.015, 0.007, 0.25, 0.06, 0.15, 0.6, 0.002)  # fmt: skip
LEVELS: Mapping[str, Noise] = {"ambulance": AMBULANCE, "clerked": CLERKED}
WRONG_NUMBER = 0.002  # of questions with a number: that of somebody at home


def ask(one: Invented, noise: Noise, rng: random.Random, *, numbered: float = 0.0) -> Person:
    """The details as somebody gives them; the id is empty."""
    person = one.person
    given, family = _names(one, noise, rng)
    moved = rng.random() < noise.moved
    number = ""
    if rng.random() < numbered:
        wrong = one.household and rng.random() < WRONG_NUMBER
        number = rng.choice(one.household) if wrong else person.nhs_number
    return replace(
        person,
        id="",
        nhs_number=number,
        given=given,
        family=family,
        birth_date=_born(person.birth_date, noise, rng),
        gender="" if rng.random() < noise.no_gender else person.gender,
        postcode=_postcode(one, noise, moved, rng),
        phone=_phone(person.phone, noise, rng),
        gp_code="" if rng.random() < noise.no_practice else _practice(person, moved, rng),
    )


def _names(one: Invented, noise: Noise, rng: random.Random) -> tuple[str, str]:
    first, *middle = one.person.given.split()
    given = _given(first, one.tradition.variants * noise.variant, noise, rng)
    said = [given, *middle] if middle and rng.random() < noise.middle else [given]
    family = _family(one, noise, rng)
    if given and rng.random() < noise.swapped_names:
        return family, given
    return " ".join(filter(None, said)), family


def _given(given: str, variant: float, noise: Noise, rng: random.Random) -> str:
    chance = rng.random()
    slips = (
        (noise.no_given, ""),
        (noise.initial, given[0]),
        (noise.typo, slip(given, rng)),
        (variant, otherwise(given, rng)),
    )
    for share, said in slips:
        if chance < share:
            return said
        chance -= share
    short = SHORT.get(given.lower())
    if short and rng.random() < noise.nickname * 2:  # only some names have one
        return rng.choice(short).title()
    return given


def _family(one: Invented, noise: Noise, rng: random.Random) -> str:
    family = one.person.family
    chance = rng.random()
    if chance < noise.family_typo:
        return slip(family, rng)
    if chance < noise.family_typo + noise.family_changed:
        known = [former.family for former in one.former if former.family]
        return known[0] if known else one.tradition.pick(one.tradition.family, rng)
    if rng.random() < one.tradition.variants * noise.variant * 0.4:
        return otherwise(family, rng)
    return family


def slip(name: str, rng: random.Random) -> str:
    """A letter more, less or other, or two that changed places."""
    place = rng.randrange(len(name))
    kind = rng.randrange(4)
    letter = rng.choice(string.ascii_lowercase)
    if kind == 0 and len(name) > 2:
        return name[:place] + name[place + 1 :]
    if kind == 1:
        return name[:place] + letter + name[place:]
    if kind == 2 and place + 1 < len(name):
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name[:place] + letter + name[place + 1 :]


def otherwise(name: str, rng: random.Random) -> str:
    """As others spell the same name."""
    lower = name.lower()
    fitting = [(a, b) for a, b in _SOUND_ALIKE if a in lower[1:] or (len(a) > 3 and a in lower)]
    if not fitting:
        return name
    a, b = rng.choice(fitting[:6])
    if len(a) > 3:
        return lower.replace(a, b, 1).title()
    return name[0] + lower[1:].replace(a, b, 1)


def _born(born: str, noise: Noise, rng: random.Random) -> str:
    if rng.random() >= noise.date_slip:
        return born
    day = date.fromisoformat(born)
    kind = rng.randrange(4)
    if kind == 0 and day.day <= 12:
        return date(day.year, day.day, day.month).isoformat()
    if kind == 1:
        return f"{day.year + rng.choice((-1, 1))}{born[4:]}"
    if kind == 2:
        return (day + timedelta(days=rng.choice((-1, 1)))).isoformat()
    other = rng.randint(1, 28)
    return f"{born[:8]}{other:02}"


def _postcode(one: Invented, noise: Noise, moved: bool, rng: random.Random) -> str:
    if rng.random() < noise.no_postcode:
        return ""
    postcode = one.person.postcode
    if moved:
        before = [former.postcode for former in one.former if former.postcode]
        known = before and rng.random() < 0.5
        return before[0] if known else f"{postcode[:-3]}{rng.randrange(10)}ZZ"
    if rng.random() < noise.postcode_slip:
        return postcode[:-1] + rng.choice("ABDEFGHJLNPQRSTUWXYZ")
    return postcode


def _phone(phone: str, noise: Noise, rng: random.Random) -> str:
    if not phone or rng.random() < noise.no_phone:
        return ""
    return f"07{rng.randrange(10**9):09}" if rng.random() < noise.other_phone else phone


def _practice(person: Person, moved: bool, rng: random.Random) -> str:
    """Who moved has often another practice by now."""
    other = moved and rng.random() < 0.5
    return f"Y{rng.randrange(90000, 99999)}" if other else person.gp_code
