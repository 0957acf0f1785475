"""Stacked bars the server draws: a month each, a setting each; the table beside it says every figure."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from carerecord.insight.use import Line, Table

WIDTH, HEIGHT = 900, 330
LEFT, RIGHT, TOP, BOTTOM = 70, 880, 50, 290
COLOURS = (
    "#002f7c", "#005eb8", "#2f9fd6", "#00857a", "#7c4fa3", "#8a5a00", "#212b32", "#a0402f", "#4c6272", "#b0367f",
)  # fmt: skip


def stacked(table: Table) -> Markup:
    """A number that is hidden is not drawn, and the words of the picture say so."""
    top = _round_up(max((_shown(line) for line in table.lines), default=0))
    hidden = any(isinstance(cell, str) for line in table.lines for cell in line.cells)
    last = table.lines[-1].label if table.lines else ""
    desc = f"One bar for each month up to {last}, from the bottom: {', '.join(table.columns)}."
    desc += " Small numbers are left out." if hidden else ""
    drawn = [_grid(top), _legend(table.columns)]
    step = (RIGHT - LEFT) / max(len(table.lines), 1)
    drawn += [_bar(line, LEFT + step * place, step, top) for place, line in enumerate(table.lines)]
    return Markup(  # noqa: S704  # words are escaped; the rest are our numbers
        f'<svg class="use-chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="ut ud">'
        f'<title id="ut">{escape(table.title)}</title>'
        f'<desc id="ud">{escape(desc)} Every figure is in the table below.</desc>{"".join(drawn)}</svg>'
    )


def _shown(line: Line) -> int:
    return sum(cell for cell in line.cells if isinstance(cell, int))


def _round_up(most: int) -> int:
    """1, 2 or 5 and noughts, so that the bars fit under it."""
    size = 10
    while True:
        for one in (size, size * 2, size * 5):
            if one >= most:
                return one
        size *= 10


def _grid(top: int) -> str:
    ticks = [top * part // 5 for part in range(6)]
    return "".join(
        f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{_y(tick, top)}" y2="{_y(tick, top)}"/>'
        f'<text class="axis" x="{LEFT - 8}" y="{_y(tick, top) + 4}" text-anchor="end">{tick:,}</text>'
        for tick in ticks
    )


def _y(value: int, top: int) -> float:
    return round(BOTTOM - value / top * (BOTTOM - TOP), 1)


def _legend(columns: Sequence[str]) -> str:
    """A square and a word for each setting, on as many lines as they need (two hold every setting)."""
    marks, x, y = [], LEFT, 12
    for place, words in enumerate(columns):
        wide = 40 + 7 * len(words)
        if x + wide > RIGHT:
            x, y = LEFT, y + 18
        colour = COLOURS[place % len(COLOURS)]
        marks.append(
            f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{colour}"/>'
            f'<text class="axis" x="{x + 17}" y="{y}">{escape(words)}</text>'
        )
        x += wide
    return "".join(marks)


def _bar(line: Line, x: float, step: float, top: int) -> str:
    drawn, below = [], 0
    for place, cell in enumerate(line.cells):
        if isinstance(cell, int) and cell:
            drawn.append(_part(cell, below, COLOURS[place % len(COLOURS)], x, step, top))
            below += cell
    middle = round(x + step / 2, 1)
    words = escape(line.label)
    label = f'<text class="axis" x="{middle}" y="{BOTTOM + 20}" text-anchor="middle">{words}</text>'
    return "".join(drawn) + label


def _part(count: int, below: int, colour: str, x: float, step: float, top: int) -> str:
    height = _y(below, top) - _y(below + count, top)
    wide = min(step * 0.75, 70)
    return (
        f'<rect x="{x + (step - wide) / 2:.1f}" y="{_y(below + count, top)}" width="{wide:.1f}" '
        f'height="{height:.1f}" fill="{colour}" stroke="#fff" stroke-width="1"/>'
    )
