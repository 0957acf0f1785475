"""The letter a person gets after asking, after a decision, or after taking it back (OPT-11). Plain text."""

from __future__ import annotations

import textwrap
from datetime import date

from carerecord.access.objections.contract import DECIDED_WITHIN, Case
from carerecord.contract import Person
from carerecord.sections import BY_NAME

_WIDTH = 78


class NoLetter(Exception):
    """No letter may be made; the message says what to do instead."""


def letter(case: Case, person: Person, *, region: str, help_desk: str = "") -> str:
    """What to print and post. Raises NoLetter for a protected person: nothing about them is posted (SFL-7)."""
    if person.protected:
        raise NoLetter("this person's place is protected: tell them in person, and post nothing")
    told = {"requested": _requested, "decided": _decided, "withdrawn": _withdrawn}[case.step](case)
    ask = f"Questions? Ring {help_desk}." if help_desk else "Questions? Ask your GP practice."
    paragraphs = [
        f"Dear {' '.join(part for part in (person.title, person.given, person.family) if part)},",
        f"About who may see your record in {region}",
        *told,
        "You can change your mind at any time, in person, by telephone or in writing. You can also ask"
        " who has looked at your record: nobody can stop you seeing that list.",
        f"{ask} Please say this reference: {case.id}.",
    ]
    body = "\n\n".join(textwrap.fill(one, _WIDTH) for one in paragraphs)
    return f"{_address(person)}\n\n{_day(case.recorded.date())}\n\n{body}\n"


def _address(person: Person) -> str:
    lines = [f"{person.title} {person.given} {person.family}".strip()]
    lines += [part.strip() for part in person.address.split(",")]
    return "\n".join(line for line in [*lines, person.postcode] if line)


def _requested(case: Case) -> list[str]:
    until = _day((case.asked_at + DECIDED_WITHIN).date())
    return [
        f"You asked us on {_day(case.asked_at.date())} not to share {_what(case)}. From now on, and until"
        " this is decided, staff can see it only in an emergency. They must say why, and each time is"
        " looked into.",
        f"An organisation that holds your record will decide by {until}, together with a clinician who"
        " considers what it means for your care. We will write to you again.",
    ]


def _decided(case: Case) -> list[str]:
    asked = f"You asked us on {_day(case.asked_at.date())} not to share {_what(case)}."
    if case.state == "none":
        return [
            f"{asked} This was considered together with a clinician, and the answer is no: it stays"
            " shared with the staff who care for you.",
            f"The reason: {case.evidence}",
            "If you do not agree, write to us or to the Information Commissioner's Office (ico.org.uk).",
        ]
    again = f"This will be looked at again on {_day(date.fromisoformat(case.review_on))}."
    if case.state == "blocked":
        return [f"{asked} The answer is yes. No staff can see it here, not in an emergency.", again]
    return [
        f"{asked} The answer is yes. Staff can see it here only in an emergency. They must say why, and"
        " each time is looked into.",
        again,
    ]


def _withdrawn(case: Case) -> list[str]:
    return [
        f"You told us that you no longer object to sharing {_what(case)}. From now on it is shared with the"
        " staff who care for you, as before."
    ]


def _what(case: Case) -> str:
    match case.scope:
        case "record":
            return "your record"
        case "source":
            return f"what comes from one place ({case.target})"
        case "section":
            return f"one part of your record ({BY_NAME[case.target].title.lower()})"
        case "organisation":
            return f"your record with the staff of one organisation ({case.target})"
        case _:
            return "one entry of your record"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
