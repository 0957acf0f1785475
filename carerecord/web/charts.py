"""Charts the server draws: a spark line beside a result, and a trend with its reference band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Any

from markupsafe import Markup, escape

from carerecord.contract import Resource
from carerecord.fhir import as_list, display_of
from carerecord.sections import values
from carerecord.sections.dates import clinical_date
from carerecord.sections.words import said
from carerecord.web import formats

SPARK_WIDTH, SPARK_HEIGHT = 92, 22
_COMPARATORS = ("<", "<=", ">", ">=")
SHAPES = ("●", "■", "▲", "◆")
"""Of each laboratory, newest first; beyond four they come again, and the table has the names."""


@dataclass(frozen=True, slots=True)
class Point:
    entry_id: str
    day: int
    value: float  # for its place only; the words of a value are always as sent
    words: str
    flagged: bool
    laboratory: str = ""  # its name, or the id of the source where none was sent
    limit: str = ""  # "<" or ">" of a value that was sent as less or more than this


def point(entry_id: str, resource: Resource, source_id: str = "") -> Point | None:
    quantity = resource.get("valueQuantity")
    if not isinstance(quantity, dict):
        return None
    limit = str(quantity.get("comparator") or "")
    if limit and limit not in _COMPARATORS:
        return None
    number = _number(quantity.get("value"))
    when = clinical_date(resource)
    if number is None or not when:
        return None
    try:
        day = formats.exact(when).toordinal()
    except ValueError:
        return None
    flagged = values.flagged(resource)
    bare = {"value": quantity.get("value"), "comparator": limit} if limit else {}
    words = values.quantity_words(bare) if limit else formats.as_sent(quantity.get("value"))
    laboratory = said([display_of(one) for one in as_list(resource.get("performer"))])
    return Point(entry_id, day, number, words, flagged, laboratory or source_id, limit[:1])


def band(resource: Resource) -> tuple[float | None, float | None]:
    """The reference range the source sent, when it sent exactly one."""
    ranges = resource.get("referenceRange")
    if not isinstance(ranges, list) or len(ranges) != 1 or not isinstance(ranges[0], dict):
        return None, None
    low, high = ranges[0].get("low"), ranges[0].get("high")
    return (
        _number(low.get("value")) if isinstance(low, dict) else None,
        _number(high.get("value")) if isinstance(high, dict) else None,
    )


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e12 else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a day and a value stand in a box."""

    left: float
    right: float
    top: float
    bottom: float
    first: int
    last: int
    least: float
    most: float

    def x(self, day: int) -> float:
        span = max(self.last - self.first, 1)
        return round(self.left + (day - self.first) / span * (self.right - self.left), 1)

    def y(self, value: float) -> float:
        span = (self.most - self.least) or 1.0
        clipped = min(max(value, self.least), self.most)
        return round(self.bottom - (clipped - self.least) / span * (self.bottom - self.top), 1)


def spark(title: str, points: Sequence[Point], low: float | None, high: float | None) -> Markup:
    """A line without axes; the figures beside it say the values."""
    numbers = [p.value for p in points]
    numbers += [limit for limit in (low, high) if limit is not None]
    scale = Scale(
        3,
        SPARK_WIDTH - 4,
        3,
        SPARK_HEIGHT - 3,
        points[0].day,
        points[-1].day,
        min(numbers),
        max(numbers),
    )
    line = " ".join(f"{scale.x(p.day)},{scale.y(p.value)}" for p in points)
    last = points[-1]
    return Markup(  # noqa: S704  # words are escaped; the rest are our numbers
        f'<svg class="spark" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" role="img" '
        f'aria-label="Trend of {escape(title)}, {len(points)} values">'
        f"{_band(scale, low, high)}"
        f'<polyline class="trend" points="{line}"/>'
        f'<circle class="dot{" flagged" if last.flagged else ""}" cx="{scale.x(last.day)}" '
        f'cy="{scale.y(last.value)}" r="2.5"/></svg>'
    )


def _band(scale: Scale, low: float | None, high: float | None) -> str:
    if low is None and high is None:
        return ""
    top = scale.y(high) if high is not None else scale.top
    bottom = scale.y(low) if low is not None else scale.bottom
    width = scale.right - scale.left
    return (
        f'<rect class="band" x="{scale.left}" y="{top}" width="{width}" '
        f'height="{max(bottom - top, 1):.1f}"/>'
    )


WIDTH, HEIGHT = 900, 300


def trend(
    title: str, unit: str, points: Sequence[Point], low: float | None, high: float | None
) -> Markup:
    """Every value at its true time; the y axis always contains the reference range."""
    numbers = [p.value for p in points] + [v for v in (low, high) if v is not None]
    ticks = _ticks(min(numbers), max(numbers))
    scale = Scale(
        60, WIDTH - 130, 20, HEIGHT - 40, points[0].day, points[-1].day, ticks[0], ticks[-1]
    )
    drawn = [_grid(scale, ticks), _band(scale, low, high), _years(scale)]
    for laboratory, shape in zip(laboratories(points), cycle(SHAPES), strict=False):
        own = [p for p in points if p.laboratory == laboratory]
        drawn.append(_line(scale, [p for p in own if not p.limit]))
        drawn += [_mark(scale, p, shape) for p in own]
    last = points[-1]
    drawn.append(
        f'<text class="figure" x="{scale.x(last.day) + 10}" y="{scale.y(last.value) + 5}">{escape(last.words)}</text>'
    )
    peak = max(points, key=lambda one: one.value)
    if peak.value > last.value:
        drawn.append(
            f'<text class="figure" x="{scale.x(peak.day) - 10}" y="{scale.y(peak.value) + 5}" '
            f'text-anchor="end">{escape(peak.words)}</text>'
        )
    words = f"{title}, {unit}: {len(points)} values"
    return Markup(  # noqa: S704  # words are escaped; the rest are our numbers
        f'<svg class="trending" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="tt td">'
        f'<title id="tt">{escape(words)}</title>'
        f'<desc id="td">Latest {escape(last.words)}. Every value is in the table below.</desc>'
        f"{''.join(drawn)}</svg>"
    )


def laboratories(points: Sequence[Point]) -> list[str]:
    """Each once, that of the newest value first."""
    return list(dict.fromkeys(p.laboratory for p in reversed(points)))


def _line(scale: Scale, points: Sequence[Point]) -> str:
    """Joins plain numbers of one laboratory alone: two laboratories may measure differently."""
    joined = " ".join(f"{scale.x(p.day)},{scale.y(p.value)}" for p in points)
    return f'<polyline class="trend" points="{joined}"/>' if len(points) > 1 else ""


def _mark(scale: Scale, point: Point, shape: str) -> str:
    x, y = scale.x(point.day), scale.y(point.value)
    css = "dot" + (" flagged" if point.flagged else "") + (" limit" if point.limit else "")
    title = f"<title>{escape(point.words)}</title>"
    if shape == "●":
        drawn = f'<circle class="{css}" cx="{x}" cy="{y}" r="4">{title}</circle>'
    else:
        outline = {
            "■": f"{x - 4},{y - 4} {x + 4},{y - 4} {x + 4},{y + 4} {x - 4},{y + 4}",
            "▲": f"{x},{y - 5} {x + 5},{y + 4} {x - 5},{y + 4}",
            "◆": f"{x},{y - 5} {x + 5},{y} {x},{y + 5} {x - 5},{y}",
        }[shape]
        drawn = f'<polygon class="{css}" points="{outline}">{title}</polygon>'
    if not point.limit:
        return drawn
    way = 1 if point.limit == "<" else -1  # downwards on the screen is less
    return f'{drawn}<path class="beyond" d="M{x} {y + 5 * way}v{9 * way}m-3 {-3 * way}l3 {3 * way}l3 {-3 * way}"/>'


def _ticks(least: float, most: float) -> list[float]:
    """Round numbers that enclose both."""
    span = (most - least) or abs(most) or 1.0
    step = 10.0 ** len(str(int(span))) / 10 if span >= 1 else 0.1
    while span / step < 3:
        step /= 2
    while span / step > 8:
        step *= 2
    first = int(least // step)
    last = int(-(-most // step))
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _grid(scale: Scale, ticks: Sequence[float]) -> str:
    return "".join(
        f'<line class="grid" x1="{scale.left}" x2="{scale.right}" y1="{scale.y(t)}" y2="{scale.y(t)}"/>'
        f'<text class="axis{_between(place)}" x="{scale.left - 8}" y="{scale.y(t) + 4}" text-anchor="end">{t:g}</text>'
        for place, t in enumerate(ticks)
    )


def _years(scale: Scale) -> str:
    """Month or year marks, at most about ten."""
    first, last = date.fromordinal(scale.first), date.fromordinal(scale.last)
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60, 120) if months / s <= 10), 240)
    marks: list[str] = []
    for number in range(0, months + 1, step):
        year, month = divmod(first.year * 12 + first.month - 1 + number, 12)
        day = date(year, month + 1, 1)
        if scale.first <= day.toordinal() <= scale.last:
            words = f"{formats.MONTHS[month]}-{year}" if step < 12 else str(year)
            x = scale.x(day.toordinal())
            marks.append(
                f'<text class="axis{_between(len(marks))}" x="{x}" y="{scale.bottom + 22}" text-anchor="middle">{words}</text>'
            )
    return "".join(marks)


def _between(place: int) -> str:
    """Every other word of a scale is left out where there is little room."""
    return " between" if place % 2 else ""
