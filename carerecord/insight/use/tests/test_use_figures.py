"""Figures over the files agree with a plain count, month beside month, and nothing small is in them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from carerecord.insight.use.contract import KEPT, Line, Table, Use, UseUnusable, Viewed
from carerecord.insight.use.counting import LONDON
from carerecord.insight.use.duck import duck
from carerecord.insight.use.exporting import rows_of
from carerecord.insight.use.figures import months_before, use_of
from carerecord.insight.use.files import Files
from carerecord.insight.use.pseudonyms import Pseudonyms
from carerecord.insight.use.tests.use_log import PLACES, REGION_KEY
from carerecord.insight.use.written import as_csv, as_json

OCTOBER, YEAR_BEFORE = datetime(2026, 10, 5, 9, tzinfo=LONDON), datetime(2025, 10, 5, 9, tzinfo=LONDON)  # fmt: skip
VIEW = Viewed("", "", OCTOBER, "RNG01", "doctor", "", "web", False, ("allergies",), 500, ())
USED = {"RNG01": 40, "RNG02": 3, "RNG11": 30, "RNG12": 20, "RNG21": 12, "RNG90": 9}
"""Views of each organisation; each by a member of staff and of a person of their own, but for two of RNG01."""


def views(used: Mapping[str, int], at: datetime) -> list[Viewed]:
    found = [
        replace(
            VIEW,
            staff=f"{code}-{number % 38}",
            person=f"person-{code}-{number}",
            at=at,
            organisation=code,
            launcher="northgate-ehr" if code == "RNG01" and number % 2 else "",
            sections=("allergies", "medicines") if number % 2 else ("allergies",),
            response_ms=number * 10,
            missing=("riverside-gp",) if number % 4 == 0 else (),
        )
        for code, count in used.items()
        for number in range(count)
    ]
    return [*found, replace(found[0], at=at, response_ms=None)]


def write(folder: Path, at: datetime, found: list[Viewed]) -> None:
    files = Files(folder)
    file = files.file(at.date())
    file.parent.mkdir(parents=True)
    names = Pseudonyms.of(REGION_KEY, f"{at:%Y-%m}")
    with duck() as db:
        db.write(rows_of(found, PLACES, names), [], file)


@pytest.fixture(scope="module")
def use(tmp_path_factory: pytest.TempPathFactory) -> Use:
    folder = tmp_path_factory.mktemp("use")
    write(folder, OCTOBER, views(USED, OCTOBER))
    found = use_of(Unbroken(folder), PLACES)
    assert found is not None
    return found


class Unbroken(Files):
    """The days between these months are left out on purpose."""

    def days(self) -> list[object]:
        return []

    def months(self) -> list[str]:
        return sorted({one.parent.name[6:] for one in self.folder.glob("*/*.parquet")})[::-1]


def line(table: Table, key: str) -> Line:
    return next(one for one in table.lines if one.key == key)


def test_a_month_is_what_a_plain_count_says(use: Use):
    every = views(USED, OCTOBER)
    assert line(use.table("months"), "2026-10").cells == (
        len(every),
        len({one.staff for one in every}),
        len({one.person for one in every}),
        sum(1 for one in every if one.missing),
    )
    assert (use.month, use.until) == ("2026-10", "2026-10-05")


@pytest.mark.parametrize(
    ("name", "key", "of"),
    [
        ("settings", "gp", lambda one: PLACES[one.organisation].kind),
        ("settings", "neighbour", lambda one: PLACES[one.organisation].kind),
        ("organisations", "RNG11", lambda one: one.organisation),
        ("roles", "doctor", lambda one: one.role),
        ("launchers", "northgate-ehr", lambda one: one.launcher),
    ],
)
def test_each_way_to_divide_a_month(use: Use, name: str, key: str, of: Callable[[Viewed], str]):
    mine = [one for one in views(USED, OCTOBER) if of(one) == key]
    counts = len(mine), len({one.staff for one in mine}), len({one.person for one in mine})
    assert line(use.table(name), key).cells == (*counts, 0, 0, 0)


def test_a_small_organisation_and_the_one_it_could_be_told_by_are_hidden(use: Use):
    table = use.table("organisations")
    assert line(table, "RNG02").cells[:3] == ("fewer than 5",) * 3
    assert line(table, "RNG01").cells[:3] == (KEPT,) * 3  # they add up to the hospitals
    assert line(use.table("settings"), "acute").cells[0] == 44


def test_sections_and_times(use: Use):
    every = views(USED, OCTOBER)
    opened = sum(1 for one in every if "medicines" in one.sections)
    staff = {one.staff for one in every if "medicines" in one.sections}
    people = {one.person for one in every if "medicines" in one.sections}
    said = line(use.table("sections"), "medicines").cells[:3]
    assert said == (opened, len(staff), len(people))
    timed = sorted(one.response_ms for one in every if one.response_ms is not None)
    said = line(use.table("times"), "").cells[:2]
    assert said == (timed[len(timed) // 2], timed[len(timed) * 95 // 100])


def test_a_year_before_stands_beside(tmp_path: Path):
    write(tmp_path, YEAR_BEFORE, views({"RNG11": 50}, YEAR_BEFORE))
    write(tmp_path, OCTOBER, views(USED, OCTOBER))
    use = use_of(Unbroken(tmp_path), PLACES)
    assert use is not None
    assert line(use.table("settings"), "gp").cells == (50, 50, 50, 51, 38, 50)
    assert [one.key for one in use.table("months").lines] == ["2025-10", "2026-10"]
    assert months_before("2026-01", 13) == "2024-12"
    with pytest.raises(UseUnusable, match="2025-10 to 2026-10"):
        use_of(Unbroken(tmp_path), PLACES, "2026-09")


def test_a_person_seen_on_two_days_is_one_person_of_the_month(tmp_path: Path):
    names = Pseudonyms.of(REGION_KEY, "2026-10")
    files = Files(tmp_path)
    for day in (5, 6):
        at = OCTOBER.replace(day=day)
        file = files.file(at.date())
        file.parent.mkdir(parents=True, exist_ok=True)
        with duck() as db:
            db.write(rows_of(views(USED, at), PLACES, names), files.before(at.date()), file)
    use = use_of(files, PLACES)
    assert use is not None
    whole = len({one.person for one in views(USED, OCTOBER)})
    assert line(use.table("months"), "2026-10").cells[:3] == (230, 112, whole)
    assert line(use.table("sections"), "allergies").cells[:3] == (230, 112, whole)


def test_csv_and_json_say_the_same_words(use: Use):
    text = as_csv(use.table("organisations"))
    rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(text))}
    assert rows["Southmere Hospital"][0] == "fewer than 5"
    said = json.loads(json.dumps(as_json(use)))
    assert said["organisations"][-1]["Views"] in ("fewer than 5", KEPT)
    sly = Table("t", "T", "H", ("Views",), (Line("x", "=1+1", (7,)),))
    assert as_csv(sly).splitlines()[1] == "'=1+1,7"


def test_nothing_is_there_before_the_first_day(tmp_path: Path):
    assert use_of(Files(tmp_path), PLACES) is None
