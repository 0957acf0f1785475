"""The page of use: for those who oversee alone, every figure beside its table and its definition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from carerecord.contract import Viewer
from carerecord.insight.use import Line, Table, Use, UseUnusable
from carerecord.viewing.contract import NotForThisRole
from carerecord.web.pages.use import chart
from carerecord.web.tests.harness import OFFICER, WebRegion

BESIDE = ("Views", "Staff", "People", "Views, a year before", "Staff, a year before", "People, a year before")  # fmt: skip


def by(name: str, *lines: Line) -> Table:
    return Table(name, f"By {name}", name, BESIDE, lines)


USE = Use("2026-11", "2026-11-19", ("2026-11", "2026-10"), (
    Table("months", "Month by month", "Month", ("Views", "Staff", "People", "Missing"), (
        Line("2025-11", "Nov-2025", (1000, 90, 800, 30)), Line("2026-11", "Nov-2026", (1250, 99, 900, 100)),
    )),
    Table("months-by-setting", "Views a month by setting", "Month", ("Hospitals", "GP <practices>"), (
        Line("2025-11", "Nov-2025", (700, 300)), Line("2026-11", "Nov-2026", ("fewer than 5", "not shown")),
    )),
    by("settings", Line("acute", "Hospitals", (700, 60, 500, 600, 50, 400))),
    by("organisations", Line("RNG02", "Southmere <Hospital>", ("fewer than 5", "not shown", "not shown", 0, 0, 0))),
    by("roles"), by("launchers"),
    Table("sections", "Sections", "Section", ("All",), (Line("allergies", "Allergies", (1200,)),)),
    Table("times", "Times", "Setting", ("Median", "1 in 20", "M", "S"), (Line("", "All", (1300, 3100, None, None)),)),
))  # fmt: skip


@dataclass
class Figures:
    use: Use | None = USE
    asked: list[str] = field(default_factory=list)

    async def figures(self, viewer: Viewer | None, month: str = "") -> Use | None:
        if viewer is None or viewer.role != OFFICER.role:
            raise NotForThisRole
        if month == "1999-01":
            raise UseUnusable("there are no figures of that month: there are 2026-10 to 2026-11.")
        self.asked.append(month)
        return self.use


@pytest.fixture
def desk(region: WebRegion) -> Figures:
    region.app.state.carerecord.use_desk = found = Figures()
    return found


def test_the_figures_of_a_month_and_where_each_is_explained(region: WebRegion, desk: Figures):
    page = region.browser(OFFICER).get("/use?month=2026-11")
    assert desk.asked == ["2026-11"]
    for said in ("Nov-2026", "1,250 records opened, up 25.0% on a year before", "8.0% of views",
                 "1.3 s median", "3.1 s for 1 in 20", "fewer than 5", "not shown", "up to 2026-11-19"):  # fmt: skip
        assert said in page.words
    assert "Southmere &lt;Hospital&gt;" in page.text
    links = set(re.findall(r'href="#(m-\w+)"', page.text))
    assert links >= {"m-views", "m-staff", "m-times", "m-missing", "m-sections", "m-launched"}
    assert links <= set(re.findall(r'id="(m-\w+)"', page.text))


def test_the_chart_has_a_title_a_description_and_its_table(region: WebRegion, desk: Figures):
    text = region.browser(OFFICER).get("/use").text
    assert 'role="img" aria-labelledby="ut ud"' in text
    assert '<title id="ut">Views a month by setting</title>' in text
    assert "Small numbers are left out. Every figure is in the table below.</desc>" in text
    assert "GP &lt;practices&gt;" in text
    assert "Show as a table" in text


def test_what_is_hidden_is_not_drawn():
    columns = USE.table("months-by-setting").columns
    hidden = (Line("x", "X", ("fewer than 5", "not shown")), Line("y", "Y", (700, 300)))
    drawn = chart.stacked(Table("t", "T", "M", columns, hidden))
    assert drawn.count('stroke="#fff"') == 2


def test_each_table_is_a_file_in_the_same_words(region: WebRegion, desk: Figures):
    page = region.browser(OFFICER).get("/use/organisations?month=2026-11")
    assert page.headers["content-type"] == "text/csv; charset=utf-8"
    assert "use-2026-11-organisations.csv" in page.headers["content-disposition"]
    assert page.headers["cache-control"] == "no-store"
    assert (
        page.text.splitlines()[1] == "Southmere <Hospital>,fewer than 5,not shown,not shown,0,0,0"
    )
    assert region.browser(OFFICER).get("/use/nothing").status == 404


def test_before_the_first_day_and_of_a_month_that_is_not_there(region: WebRegion, desk: Figures):
    page = region.browser(OFFICER).get("/use?month=1999-01")
    assert (page.status, "2026-10 to 2026-11" in page.words) == (404, True)
    desk.use = None
    assert "There are no figures yet." in region.browser(OFFICER).get("/use").words


def test_another_role_sees_none_of_it(region: WebRegion, desk: Figures):
    for address in ("/use", "/use/organisations"):
        page = region.browser().get(address)
        assert (page.status, "Hospitals" in page.words, desk.asked) == (403, False, [])
