"""Every display rule as a table of what was sent and what is shown: `displayed.txt` (ux 5, acceptance test 4)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from carerecord.contract import Person
from carerecord.identity import nhs_number
from carerecord.sections import values, words
from carerecord.sections.medicines.dose import dose_number, dose_parts, how_often
from carerecord.sections.medicines.line import medicine_line
from carerecord.web import formats
from carerecord.web.frame.about import about
from carerecord.web.frame.banner import age_at
from carerecord.web.rows import what
from carerecord.web.tests.harness import view_of

TABLE = Path(__file__).with_name("displayed.txt")
TODAY = date(2026, 11, 21)
LEAST = 200


def person(sent: dict[str, Any]) -> Person:
    return replace(Person("p", "", "", ""), **sent)


def typed(text: str) -> str:
    try:
        return nhs_number.read(text)
    except ValueError:
        return ""


def nowhere(_: object) -> None:
    return None


def address(sent: dict[str, Any]) -> str:
    return dict(about(view_of(person=person(sent)), "v").pairs)["Address"]


SHOWN: dict[str, Callable[[Any], str]] = {
    "day": formats.day,
    "clock": formats.clock,
    "moment": lambda sent: formats.moment_mark(sent).striptags(),
    "shown_date": words.shown_date,
    "span": lambda sent: formats.span_mark(*sent).striptags(),
    "month": formats.month,
    "age": lambda sent: formats.age(sent, TODAY),
    "born": lambda sent: formats.born(person(sent), TODAY),
    "age_at_death": lambda sent: age_at(person(sent), sent["died"]),
    "name": lambda sent: formats.name(person(sent)),
    "addressed": lambda sent: formats.addressed(person(sent)),
    "address": address,
    "nhs_number": formats.nhs_number,
    "typed_number": typed,
    "phone": formats.phone,
    "gender": formats.gender,
    "counted": lambda sent: formats.counted(sent[0], (sent[1], sent[2])),
    "several": formats.several,
    "lasted": lambda sent: formats.lasted(timedelta(seconds=int(sent))),
    "quantity": values.quantity_words,
    "result": values.result_of,
    "range": values.ranges_of,
    "flag": values.flag_of,
    "dose_number": dose_number,
    "dose": lambda sent: what(dose_parts(sent)).striptags(),
    "often": how_often,
    "medicine": lambda sent: what(medicine_line(sent, nowhere)).striptags(),
}


def rows() -> Iterator[tuple[str, str, str]]:
    kind = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            kind = line[1:-1]
        elif "=>" in line and not line.startswith("#"):
            sent, _, text = line.rpartition("=>")
            yield kind, sent.removesuffix(" "), text.strip()


def test_what_was_sent_is_shown_as_the_table_says():
    wrong, seen = [], Counter[str]()
    for kind, sent, text in rows():
        seen[kind] += 1
        shown = SHOWN[kind](json.loads(sent) if sent[:1] in ("{", "[") else sent)
        if shown != text:
            wrong.append(f"[{kind}] {sent} is shown as “{shown}”, not “{text}”")
    assert wrong == []
    assert seen.total() >= LEAST
    assert set(seen) == set(SHOWN)
