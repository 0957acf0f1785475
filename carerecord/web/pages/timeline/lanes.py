"""The drawing above the months: one lane for each kind of service, a missing one hatched and said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup, escape

from carerecord.web import formats
from carerecord.web.events import Event

LANES = {
    "gp": "GP",
    "acute": "Hospital",
    "ambulance": "Ambulance",
    "community": "Community",
    "mental-health": "Mental health",
    "social-care": "Social care",
    "care-plan": "Care plan",
}
WIDTH, LEFT, RIGHT, ROW = 900, 170, 870, 34
MOST_DOTS = 120  # in one lane; nearer than this two dots are one
_STAYS = ("admissions", "discharges")


@dataclass(slots=True)
class Lane:
    title: str
    events: list[Event] = field(default_factory=list)
    missing: str = ""  # which source did not answer, in words


def draw(lanes: list[Lane], since: str, today: date) -> Markup:
    first = _ordinal(since, today)
    last = today.toordinal()
    height = ROW * len(lanes) + 30
    parts = [_lane(lane, ROW * number + ROW // 2, first, last) for number, lane in enumerate(lanes)]
    span = f"from {escape(formats.day(since[:10]))} to {formats.day(today.isoformat())}"
    return Markup(  # noqa: S704  # what a source sent is escaped; the rest are our numbers
        f'<svg class="lanes" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="Events in each kind of service '
        f'{span}. Every event is listed below.">'
        f"{''.join(parts)}{_axis(first, last, height)}</svg>"
    )


def _lane(lane: Lane, y: int, first: int, last: int) -> str:
    words = f'<text x="0" y="{y}">{escape(lane.title)}</text>'
    if lane.missing:
        words += (
            f'<rect class="lane-missing" x="{LEFT}" y="{y - 11}" width="{RIGHT - LEFT}" height="22"/>'
            f'<text class="lane-words" x="{LEFT + 8}" y="{y}">'
            f"{escape(lane.missing)}: events not shown</text>"
        )
        if not lane.events:
            return words
    else:
        words += f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{y}" y2="{y}"/>'
    return words + "".join(_marks(lane, y, first, last))


def _marks(lane: Lane, y: int, first: int, last: int) -> list[str]:
    marks: dict[tuple[int, str], str] = {}
    for event in lane.events:
        x = _x(_ordinal(event.when, None), first, last)
        if event.section in _STAYS:
            end = _x(_ordinal(_end_of(event), None), first, last)
            width = max(end - x, 8)
            marks.setdefault(
                (x // 3, "stay"),
                f'<rect class="stay" x="{x - 2}" y="{y - 7}" width="{width}" height="14"/>',
            )
        elif event.urgent:
            marks.setdefault(
                (x // 3, "urgent"),
                f'<path class="dot urgent" d="M{x} {y - 7}l7 7-7 7-7-7z"/>',
            )
        else:
            marks.setdefault((x // 3, ""), f'<circle class="dot" cx="{x}" cy="{y}" r="5"/>')
    return list(marks.values())[:MOST_DOTS]


def _end_of(event: Event) -> str:
    period = event.entry.head.resource.get("period")
    end = period.get("end") if isinstance(period, dict) else None
    return end if isinstance(end, str) else event.when


def _ordinal(when: str, otherwise: date | None) -> int:
    """A month or a year stands at its first day; only for its place on the line."""
    full = (when[:10] + "-01-01")[:10] if len(when) < 7 else (when[:10] + "-01")[:10]
    try:
        return date.fromisoformat(full).toordinal()
    except ValueError:
        return otherwise.toordinal() if otherwise else 0


def _x(day: int, first: int, last: int) -> int:
    share = (day - first) / max(last - first, 1)
    return LEFT + round(min(max(share, 0), 1) * (RIGHT - LEFT))


def _axis(first: int, last: int, height: int) -> str:
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next((s for s in (1, 2, 6, 12, 24, 60, 120) if months / s <= 12), 240)
    marks = []
    for number in range(0, months + 1, step):  # every other one is too many on a phone
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        day = date(year, month + 1, 1).toordinal()
        if first <= day <= last:
            short = formats.MONTHS[month]
            words = (
                str(year)
                if step >= 12
                else f"{short}-{year}"
                if month == 0 or number < 2
                else short
            )
            marks.append(
                f'<text class="axis{" between" if number // step % 2 else ""}" x="{_x(day, first, last)}" y="{height - 8}" '
                f'text-anchor="middle">{words}</text>'
            )
    return "".join(marks)
