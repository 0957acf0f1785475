"""Tracing as it is measured: the invented people, the counting, and a small region in which nobody is linked wrongly."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from carerecord.contract import Person
from carerecord.identity import People
from carerecord.store import Database
from quality.identity import figures, holding
from quality.identity.inventing import Region
from quality.identity.names import TRADITIONS
from quality.identity.tracing import Asked, fill, questions

ONE = Asked("present", "clerked", "Welsh", False, True, "linked", True, 20.0, 0.1)


def test_the_same_seed_invents_the_same_people():
    assert list(Region(300)) == list(Region(300))
    assert list(Region(300)) != list(Region(300, seed=2))


def test_eleven_traditions_households_twins_and_former_names_are_there():
    people = list(Region(20_000))
    assert {one.tradition.key for one in people} == {one.key for one in TRADITIONS}
    assert len(TRADITIONS) == 11
    assert any(one.twin for one in people)
    assert any(former.family for one in people for former in one.former)
    assert any(former.postcode for one in people for former in one.former)
    assert len({one.person.nhs_number for one in people}) == len(people)


def test_only_brothers_of_one_tradition_are_called_alike():
    """No parents give two children one first name by chance; what a tracer makes of that would be no finding."""
    people = {one.person.id: one for one in Region(20_000)}
    twins = [(one, people[one.twin]) for one in people.values() if one.twin in people]
    alike = {one.tradition.key for one, other in twins if first(one.person) == first(other.person)}
    assert len(twins) > 50
    assert alike <= {"Pakistani"}


def first(person: Person) -> str:
    return person.given.split()[0]


def test_a_bound_is_that_of_rare_events():
    assert figures.bound(0, 300_000) == pytest.approx(1e-5, rel=0.02)
    assert figures.bound(5, 100_000) == pytest.approx(10.5e-5, rel=0.02)
    assert figures.bound(0, 0) == 1.0


def test_the_best_f1_counts_who_is_absent_by_their_weight():
    wrong = replace(ONE, right=False, bits=10.0)
    assert figures.best_f1([ONE, ONE], [], 1.0) == 1.0
    assert figures.best_f1([ONE, wrong], [], 1.0) == pytest.approx(2 / 3)
    assert figures.best_f1([ONE], [replace(wrong, bits=30.0)], 2.0) == pytest.approx(0.5)


async def hold(path: Path, size: int, traces: int) -> None:
    """Every target that such a size can show."""
    db = Database.open(str(path))
    people = People(db)
    filled = await fill(people, Region(size), size, traces)
    found = await questions(people, filled, traces)
    assert [row for row in figures.by_strata(found) if row[3]] == []
    numbered = await questions(people, filled, traces // 4, numbered=0.97, seed=3)
    missed = [one for one in figures.figures(found, numbered) if one.met is False]
    assert {one.row for one in missed} <= {"1", "9"}  # of few, of very few
    db.close()


async def test_nobody_is_linked_wrongly_in_a_small_region(tmp_path):
    await hold(tmp_path / "people.db", 4000, 3000)


@pytest.mark.slow
async def test_nobody_is_linked_wrongly_among_a_hundred_thousand(tmp_path):
    await hold(tmp_path / "people.db", 112_000, 20_000)


def test_the_command_prints_every_row_beside_its_target():
    command = [sys.executable, "-m", "quality", "identity", "--people", "400", "--traces", "300"]
    printed = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    rows = {line.split()[0] for line in printed.stdout.splitlines() if line[:2].strip().isdigit() or line[1:3].strip().isdigit()}  # fmt: skip
    assert set("12345678") | {"9", "10", "13", "14"} <= rows, printed.stderr


def test_answers_about_others_are_held_and_a_persons_own_are_not():
    found = {one.stratum: one for one in holding.measured(600)}
    assert found["a stranger"].share == 1.0
    assert found["somebody of the same household"].share > 0.98
    assert found["a stranger, with this birth date"].by_name > 200
    assert [one.stratum for one in found.values() if not holding.met(one)] == []
    assert found[holding.TELLS_NOTHING].share > 0.8
