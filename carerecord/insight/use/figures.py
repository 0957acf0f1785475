"""What the daily files say of one month, as tables with every small number hidden. Reads, and decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from carerecord.insight.use.contract import KEPT, Cell, Line, Places, Table, Use, UseUnusable
from carerecord.insight.use.duck import SQL, Duck, Row, duck
from carerecord.insight.use.files import Files
from carerecord.insight.use.hiding import Counts, marked, small, total
from carerecord.insight.use.labels import label_of, setting_label
from carerecord.sections import SECTIONS

MONTHS = 13  # of the chart: the month itself, and back to the same one a year before
LEAST_TIMED = 20  # views that a time is given of
YEAR_AGO = "a year before"
COLUMNS = ("Views", "Staff", "People")
HEADS = {"settings": "Setting", "organisations": "Organisation", "roles": "Role", "launchers": "Launched from"}  # fmt: skip
TITLES = {
    "settings": "By setting",
    "organisations": "By organisation",
    "roles": "By role",
    "launchers": "By launching system",
}

Shown = dict[str, list[Cell]]


def months_before(month: str, back: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 - back, 12)
    return f"{year:04d}-{number + 1:02d}"


def use_of(files: Files, places: Places, month: str = "") -> Use | None:
    """Of the month, or the newest; none where no day is written. Raises `UseUnusable`."""
    there = files.months()
    if not there:
        return None
    month = month or there[0]
    if month not in there:
        raise UseUnusable(
            f"there are no figures of that month: there are {there[-1]} to {there[0]}."
        )
    with duck() as db:
        return _Reading(db, files, places, month).use(tuple(there))


@dataclass(frozen=True, slots=True)
class _Reading:
    db: Duck
    files: Files
    places: Places
    month: str

    def use(self, there: tuple[str, ...]) -> Use:
        span = [months_before(self.month, back) for back in range(MONTHS)]
        found = _by_month(self.db.rows(SQL.months, self.files.of(span)))
        months = {one: found.get(one, []) for one in span if one in there}
        now, ago = self.month, span[-1]
        hidden = {one: _settings(rows) for one, rows in months.items()}
        tables = (
            _over_time(months, sorted(months)),
            _settings_by_month(months, hidden),
            self._twice("settings", hidden.get(now, {}), hidden.get(ago, {})),
            self._twice("organisations", *(self._nested(SQL.organisations, one, hidden) for one in (now, ago))),
            self._twice("roles", *(self._flat(SQL.roles, one, months) for one in (now, ago))),
            self._twice("launchers", *(self._flat(SQL.launchers, one, months) for one in (now, ago))),
            self._sections(now, months[now], hidden[now]),
            self._times(now, ago, hidden),
        )  # fmt: skip
        return Use(now, self.files.of([now])[-1].stem, there, tables)

    def _flat(self, statement: str, month: str, months: dict[str, list[Row]]) -> Shown:
        rows = self.db.rows(statement, self.files.of([month]))
        return _marked_by_key(rows, _totals(months.get(month, [])))

    def _nested(self, statement: str, month: str, hidden: dict[str, Shown]) -> Shown:
        """Each setting adds up to its own line, so each is hidden by itself; all of it where that line is."""
        by_setting = defaultdict(list)
        for row in self.db.rows(statement, self.files.of([month])):
            by_setting[row["setting"]].append(row)
        found: Shown = {}
        for setting, rows in by_setting.items():
            shut = not all(isinstance(cell, int) for cell in hidden[month][setting])
            found |= _marked_by_key(rows, _sum(rows), also=range(len(rows)) if shut else ())
        return found

    def _twice(self, name: str, now: Shown, ago: Shown) -> Table:
        nothing: list[Cell] = [0, 0, 0]
        keys = sorted({*now, *ago}, key=lambda key: (_order(now.get(key, nothing)), key))
        lines = tuple(
            Line(key, label_of(name, key, self.places), (*now.get(key, nothing), *ago.get(key, nothing)))
            for key in keys
        )  # fmt: skip
        columns = (*COLUMNS, *(f"{one}, {YEAR_AGO}" for one in COLUMNS))
        return Table(name, TITLES[name], HEADS[name], columns, lines)

    def _sections(self, month: str, rows: Sequence[Row], hidden: Shown) -> Table:
        """Views that were shown each section, and how many of every setting's."""
        settings = [key for key in hidden if key]
        of = {row["setting"]: row["views"] for row in rows}
        opened: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self.db.rows(SQL.sections, self.files.of([month])):
            opened[row["key"]][row["setting"]] = row["views"]
        who = {row["key"]: row for row in self.db.rows(SQL.section_staff, self.files.of([month]))}
        shut = [place for place, key in enumerate(settings) if not isinstance(hidden[key][0], int)]
        lines = []
        for section in sorted(opened, key=_section_order):
            counts = [(n := opened[section].get(key, 0), of[key] - n) for key in settings]
            every = sum(n for n, _ in counts), sum(rest for _, rest in counts)
            cells = [row[0] for row in marked(counts, every, also=shut)]
            whole = KEPT if small(every[1]) else total(every[0])
            every_one = [_beside(whole, who[section][name]) for name in ("staff", "people")]
            label = label_of("sections", section, self.places)
            lines.append(Line(section, label, (whole, *every_one, *cells)))
        columns = (*COLUMNS, *(setting_label(key) for key in settings))
        return Table("sections", "Views shown each section", "Section", columns, tuple(lines))

    def _times(self, now: str, ago: str, hidden: dict[str, Shown]) -> Table:
        quick = {one: self._quick(one, hidden.get(one, {})) for one in (now, ago)}
        nothing: list[Cell] = [None, None]
        lines = tuple(
            Line(key, setting_label(key), (*quick[now].get(key, nothing), *quick[ago].get(key, nothing)))
            for key in quick[now]
        )  # fmt: skip
        columns = ("Median, ms", "1 in 20 slower than, ms")
        both = (*columns, *(f"{one}, {YEAR_AGO}" for one in columns))
        return Table("times", "Time to the first content", "Setting", both, lines)

    def _quick(self, month: str, hidden: Shown) -> Shown:
        """Where enough were timed; "" is all of them."""
        every: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for row in self.db.rows(SQL.times, self.files.of([month])):
            every[""].append((row["response_ms"], row["views"]))
            every[row["setting"]].append((row["response_ms"], row["views"]))
        return {key: _quantiles(sorted(timed)) for key, timed in sorted(every.items())
                if not key or isinstance(hidden[key][0], int)}  # fmt: skip


def _beside(views: Cell, count: int) -> Cell:
    """A count of a row whose views are hidden is hidden too."""
    return total(count) if small(count) or isinstance(views, int) else KEPT


def _quantiles(timed: Sequence[tuple[int, int]]) -> list[Cell]:
    views = sum(n for _, n in timed)
    if views < LEAST_TIMED:
        return [KEPT, KEPT]
    return [_at(timed, views * 50 // 100), _at(timed, views * 95 // 100)]


def _at(timed: Sequence[tuple[int, int]], place: int) -> int:
    """The value at a place, from 0, of values with how often each is there."""
    for value, often in timed:
        if place < often:
            return value
        place -= often
    raise ValueError(place)


def _by_month(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["month"]].append(row)
    return dict(found)


def _totals(rows: Sequence[Row]) -> Counts:
    """Of a whole month: staff and people of several settings count once."""
    return tuple(sum(row[name] for row in rows) for name in ("views", "all_staff", "all_people"))


def _sum(rows: Sequence[Row]) -> Counts:
    return tuple(sum(row[name] for row in rows) for name in ("views", "staff", "people"))


def _settings(rows: Sequence[Row]) -> Shown:
    made = [{**row, "key": row["setting"]} for row in rows]
    return _marked_by_key(made, _totals(rows))


def _marked_by_key(rows: Sequence[Row], totals: Counts, also: Sequence[int] | range = ()) -> Shown:
    counts = [(row["views"], row["staff"], row["people"]) for row in rows]
    return {
        row["key"]: cells for row, cells in zip(rows, marked(counts, totals, also), strict=True)
    }


def _over_time(months: dict[str, list[Row]], order: Sequence[str]) -> Table:
    """A line for each month; views with a source missing, where neither they nor the others are few."""
    lines = []
    for one in order:
        views, staff, people = _totals(months[one])
        missing = sum(row["missing"] for row in months[one])
        lacking = KEPT if small(views - missing) or small(views) else total(missing)
        lines.append(Line(one, label_of("months", one, {}), (total(views), total(staff), total(people), lacking)))  # fmt: skip
    columns = (*COLUMNS, "Views with a source missing")
    return Table("months", "Month by month", "Month", columns, tuple(lines))


def _settings_by_month(months: dict[str, list[Row]], hidden: dict[str, Shown]) -> Table:
    """Views, as the chart draws them."""
    settings = sorted({key for shown in hidden.values() for key in shown})
    nothing: list[Cell] = [0]
    lines = tuple(
        Line(one, label_of("months", one, {}), tuple(hidden[one].get(key, nothing)[0] for key in settings))
        for one in sorted(months)
    )  # fmt: skip
    columns = tuple(setting_label(key) for key in settings)
    return Table("months-by-setting", "Views a month by setting", "Month", columns, lines)


def _order(cells: Sequence[Cell]) -> int:
    """The most views first; those that are hidden last, by name, so that their order says nothing."""
    return -cells[0] if isinstance(cells[0], int) else 1


_ORDER = {section.name: place for place, section in enumerate(SECTIONS)}


def _section_order(name: str) -> tuple[int, str]:
    return _ORDER.get(name, len(_ORDER)), name
