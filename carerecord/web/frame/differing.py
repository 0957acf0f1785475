"""The differences between who the person is and what each source says, as a line of the banner and as a table (F1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.contract import Person
from carerecord.viewing.contract import Difference, View
from carerecord.web import formats
from carerecord.web.frame.banner import died, gender
from carerecord.web.messages import listed, say
from carerecord.web.states import Notice

ORDER = ("name", "birth-date", "gender", "nhs-number", "death", "address", "phone", "gp-practice")
PAGE = "people"


@dataclass(frozen=True, slots=True)
class Said:
    source: str
    words: str
    how: str


@dataclass(frozen=True, slots=True)
class Line:
    field: str
    ours: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    lines: tuple[Line, ...]
    notice: Notice | None  # where name and gender of one source are both different


def in_short(view: View) -> str:
    """“name, address (Riverside, Northgate)”; empty where nothing differs."""
    fields = {one.field for one in view.differences}
    if not fields:
        return ""
    named = {one.id: one.short or one.name for one in view.sources}
    sources = dict.fromkeys(named[one.source_id] for one in view.differences)
    words = [say(f"differ.field.{one}") for one in ORDER if one in fields]
    return f"{', '.join(words)} ({', '.join(sources)})"


def differing(view: View) -> Differing | None:
    """None where nothing differs."""
    if not view.differences:
        return None
    names = {one.id: one.name for one in view.sources}
    lines = [
        _line(view.person, field, [one for one in view.differences if one.field == field], names)
        for field in ORDER
    ]
    both = [names[source] for source in names if _name_and_gender(view, source)]
    words = say("differ.check", sources=listed(both)) if both else ""
    notice = Notice(say("differ.check.title"), words, "warn") if both else None
    return Differing(tuple(line for line in lines if line.said), notice)


def _line(person: Person, field: str, found: Sequence[Difference], names: dict[str, str]) -> Line:
    said = tuple(Said(names[one.source_id], _theirs(one), _how(one)) for one in found)
    return Line(say(f"differ.field.{field}"), _ours(person, field), said)


def _name_and_gender(view: View, source: str) -> bool:
    hows = {one.field: one.how for one in view.differences if one.source_id == source}
    return "gender" in hows and hows.get("name") in ("given", "both")


def _ours(person: Person, field: str) -> str:
    address = ", ".join(part for part in (person.address, person.postcode) if part)
    words = {
        "name": formats.name(person),
        "birth-date": formats.day(person.birth_date),
        "gender": gender(person.gender),
        "nhs-number": formats.nhs_number(person.nhs_number),
        "death": died(person) if person.died else say("differ.no-death"),
        "address": address,
        "phone": formats.phone(person.phone),
        "gp-practice": person.gp_name or person.gp_code,
    }
    return words[field]


def _theirs(one: Difference) -> str:
    if one.how == "held":
        return say("differ.not-shown")
    if one.field == "death":
        return formats.day(one.theirs) if one.theirs else say(f"differ.{_lives(one)}")
    if one.field == "birth-date":
        return formats.day(one.theirs)
    if one.field == "gender":
        return gender(one.theirs)
    if one.field == "phone":
        return ", ".join(formats.phone(number) for number in one.theirs.split(", "))
    return one.theirs


def _lives(one: Difference) -> str:
    return "alive" if one.how == "alive" else "died"


def _how(one: Difference) -> str:
    return say(f"differ.how.{one.how}{f'.{one.field}' if one.how == 'another' else ''}")
