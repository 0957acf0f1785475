"""Who the record is about: zone 1 of the banner, on every record page."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.contract import Person
from carerecord.viewing.contract import View
from carerecord.web import formats
from carerecord.web.formats import LONDON
from carerecord.web.headings import heading
from carerecord.web.language import in_this_language
from carerecord.web.messages import say


@dataclass(frozen=True, slots=True)
class Banner:
    name: str
    pairs: tuple[tuple[str, str], ...]
    died: bool
    allergies: str  # the state of allergies in words, for the link on pages that do not list them


def banner(view: View) -> Banner:
    person = view.person
    state = view.states.get("allergies")
    words = heading(state, view.records.get("allergies")) if state else say("banner.allergies")
    if state and state.heading == "5":
        words = say("banner.allergies.disagree", words=words)
    if state and state.heading in ("10", "11"):
        words = f"{say('banner.allergies')}: {words[0].lower()}{words[1:]}"
    return Banner(formats.name(person), pairs(person, view), bool(person.died), words)


def pairs(person: Person, view: View) -> tuple[tuple[str, str], ...]:
    """Born, age, died, gender and NHS number, in the order that is read aloud."""
    born = formats.day(person.birth_date)
    found: list[tuple[str, str]] = []
    if person.died:
        found = [(say("banner.born"), born), (say("banner.died"), died(person))]
        at_death = age_at(person, person.died)
        if at_death:
            found.append((say("banner.age-at-death"), at_death))
    else:
        now = formats.age(person.birth_date, view.at.astimezone(LONDON).date())
        found = [(say("banner.born"), f"{born} ({now})" if now else born)]
    found.append((say("banner.gender"), gender(person.gender)))
    found.append((say("banner.number"), formats.number_mark(person.nhs_number)))
    return tuple(found)


def gender(sent: str) -> str:
    return in_this_language(f"banner.gender.{sent}") or formats.gender(sent)


def died(person: Person) -> str:
    """The day, and how the national service was told of it, where that is known (DEC-2)."""
    day = formats.day(person.died)
    told = person.death_status in ("informal", "formal")
    return f"{day} ({person.death_status} notice)" if told else day


def age_at(person: Person, day: str) -> str:
    """Only when the day is known to the day."""
    try:
        return formats.age(person.birth_date, formats.exact(day))
    except ValueError:
        return ""
