"""The letter to one person whose record was opened without a reason: what the law wants in it, in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from carerecord.contract import Person
from carerecord.insight.breaches.contract import Affected, Breach
from carerecord.insight.report import Look, paper, said_of, times
from carerecord.insight.report import words as plain

HERE = Path(__file__).parent


@cache
def words() -> Mapping[str, str]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def as_html(breach: Breach, to: Affected, person: Person, version: str, phone: str) -> str:
    """A document that needs nothing beside it. Only for a breach whose letter is written."""
    given = {
        "words": words(),
        "letter": breach.letter,
        "who": _who(to.looks[0]),
        "looks": [_when(one) for one in to.looks],
        "phone": phone,
        **said_of(person),
    }
    return paper("letter.html", version, given, HERE)


def _who(look: Look) -> str:
    viewer = look.viewer
    place = viewer.organisation_name or viewer.organisation
    return words()["who"].format(who=plain.a(plain.job(viewer)), organisation=place)


def _when(look: Look) -> str:
    when, saw = plain.sentence(times.moment(look.first)), plain.saw(look.sections)
    return words()["when"].format(when=when, saw=saw[:1].lower() + saw[1:])
