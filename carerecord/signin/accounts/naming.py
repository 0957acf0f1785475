"""Accounts are people's: a name that could be anybody's is refused (AUT-8, AUT-10)."""

from __future__ import annotations

import re
from collections.abc import Iterable

TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sister", "matron", "rev"}
_ANYBODY = """
account accounts admin administrator agency ambulance assistant bank bureau care carer carers centre
clinic clinical community contact day deputy desk doctor duty email enquiries enquiry generic gp
group guest head health help home hospital house info information lead locum login mail mailbox
manager managers matron medical night nurse nurses nursing office officer oncall on call owner
paramedic pharmacist pharmacy practice reception receptionist referrals registered relief
residential rota secretary senior seniors service services shared shift staff student supervisor
support surgery system team temp test trainee user ward welcome worker
"""
ANYBODY = frozenset(_ANYBODY.split())
"""Words for a post or a place. A person may bear one (Paul Nurse); nobody bears nothing but these."""

USERNAME = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
LONGEST = 100  # characters of a name


def name_problem(name: str, places: Iterable[str] = ()) -> str:
    """Why this is not one person's name, in words; empty when it may be. `places`: organisations' names."""
    words = _words(name)
    if len(name) > LONGEST or not name.isprintable():
        return f"a name has at most {LONGEST} characters, and only such as can be printed"
    if len([word for word in words if word not in TITLES]) < 2:
        return "give the person's own first and last name"
    return _anybody(words, places, f"“{name}” is a post or a place. Give the person's own name")


def username_problem(username: str, places: Iterable[str] = ()) -> str:
    if not USERNAME.fullmatch(username) or not 2 < len(username) <= 64:
        return (
            "a username is 3 to 64 small letters, digits, dots and hyphens, beginning with a letter"
        )
    return _anybody(
        _words(username), places, f"“{username}” could be anybody. Use the person's own name"
    )


def email_problem(email: str, places: Iterable[str] = ()) -> str:
    """Why this address is not one person's own; empty when it may be, or none is given."""
    if not email:
        return ""
    local, at, domain = email.partition("@")
    if not at or not local or "." not in domain or not re.fullmatch(r"[!-~]{3,254}", email):
        return f"“{email}” is not an e-mail address"
    here = [*places, domain.split(".")[0]]
    return _anybody(
        _words(local),
        here,
        f"“{email}” is a shared address. Give the person's own, or none",
    )


def _words(text: str) -> list[str]:
    """In small letters, without digits: “Night.Staff2” is night, staff."""
    return [word for word in re.split(r"[\W\d_]+", text.casefold()) if word]


def _anybody(words: list[str], places: Iterable[str], problem: str) -> str:
    of_places = {word for place in places for word in _words(place)}
    own = [word for word in words if word not in ANYBODY | TITLES | of_places]
    return "" if own else problem
