"""Two people alike but for what is withheld are alike in every answer, byte for byte (ux state 11, I4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import date

import pytest
from door_people import MARKED, OBJECTOR, OBJECTOR_TWIN, TWIN
from door_site import Site
from door_twins import compared, on_one_day
from door_walk import Walk

from carerecord.access.roles import ROLES
from carerecord.contract import Person

Walks = Callable[[str, Person], Walk]
EMERGENCY = "/p/{v}/emergency"
WHO = ("doctor", "receptionist")  # one who may declare an emergency, one who may not
TWINS = [
    pytest.param(MARKED, TWIN, id="withheld-items"),
    pytest.param(OBJECTOR, OBJECTOR_TWIN, id="what-was-objected-to"),
]


def differing(walks: Walks, username: str, one: Person, other: Person) -> dict[str, str]:
    """Where the two are told apart, with the place."""
    found = compared(*on_one_day(lambda: (walks(username, one), walks(username, other))))
    assert len(found) > 30, "too little was compared"
    return {name: _where(*both) for name, both in found.items() if both[0] != both[1]}


def _where(one: bytes, other: bytes) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return f"{one[max(0, at - 150) : at + 100]!r}\n    {other[max(0, at - 150) : at + 100]!r}"


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_get_the_same_answers(walks: Walks, one: Person, other: Person):
    assert differing(walks, "doctor", one, other) == {}


def test_twins_are_the_same_to_a_role_without_the_right_to_a_class(walks: Walks):
    assert differing(walks, "receptionist", MARKED, TWIN) == {}


@pytest.mark.slow
@pytest.mark.parametrize(("one", "other"), TWINS)
@pytest.mark.parametrize("role", [role for role in ROLES if role != "privacy-officer"])
def test_twins_are_the_same_to_every_role(walks: Walks, role: str, one: Person, other: Person):
    assert differing(walks, role, one, other) == {}


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_emergency_access_to_an_open_record_is_there_for_everybody_or_nobody(
    walks: Walks, one: Person, other: Person
):
    """Offered only where something is restricted, it would tell that something is: a single item even."""
    for person in (one, other):
        doctor, receptionist = (walks(role, person).got[EMERGENCY] for role in WHO)
        assert (doctor.status, receptionist.status) == (200, 303)
        assert b"Open in an emergency" in doctor.body


def test_walks_on_either_side_of_midnight_are_not_compared(site: Site):
    """Every date on the pages is another then, and nothing is told of the two people by that."""
    sunday, monday = date(2026, 11, 22), date(2026, 11, 23)
    made = iter([({sunday}, {sunday, monday}), ({sunday}, {monday}), ({monday}, {monday})])
    with closing(site.browser("doctor")) as browser:

        def both() -> tuple[Walk, Walk]:
            one, other = (Walk(site, "doctor", MARKED, browser, days=days) for days in next(made))
            return one, other

        one, other = on_one_day(both)
    assert one.days == other.days == {monday}
