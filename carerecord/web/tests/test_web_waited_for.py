"""Sources that are waited for: a few by name, many by their number, each in the table of sources."""

from __future__ import annotations

import re

from carerecord.contract import Failure
from carerecord.web.tests import gibson
from carerecord.web.tests.harness import SOURCES, WebRegion, answer, view_of

GP, DOWN = SOURCES[0], SOURCES[1]


def strip(waiting: int) -> tuple[str, str]:
    """The line, and the table below it."""
    late = [answer(one.id, failure=Failure("waiting", "")) for one in SOURCES[2 : 2 + waiting]]
    down = answer(DOWN.id, failure=Failure("refused", ""))
    html = WebRegion().holds(view_of(answer(GP.id, gibson.RIVERSIDE), down, *late)).page().text
    strip = html.split('<details class="sources">')[1].split("</details>")[0]
    line, table = strip.split("</summary>")
    return line, table


def named(html: str) -> set[str]:
    return {one.name for one in SOURCES if re.search(rf"\b{one.name}\b", html)}


def test_a_few_are_named():
    line, _ = strip(3)
    assert named(line) == {one.name for one in SOURCES[1:5]}


def test_of_many_the_number_is_said_and_who_is_down_is_named_still():
    line, table = strip(4)
    assert named(line) == {DOWN.name}
    assert "4 sources: waiting" in line
    assert named(table) == {one.name for one in SOURCES}
