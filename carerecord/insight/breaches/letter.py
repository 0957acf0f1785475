"""The letter to one person whose record was opened without a reason: what the law wants in it, in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from carerecord.insight.breaches.contract import Affected, Opened
from carerecord.insight.report import Look, paper, said_of, times
from carerecord.insight.report import words as plain

HERE = Path(__file__).parent


@cache
def words() -> Mapping[str, str]:
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def as_html(opened: Opened, to: Affected, version: str, phone: str, at: datetime) -> str:
    """A document that needs nothing beside it. Only where it is written, and to somebody we know."""
    if opened.breach is None or opened.breach.letter is None or to.person is None:
        raise ValueError("nothing is written to them")
    given = {
        "words": words(),
        "letter": opened.breach.letter,
        "made": times.moment(at),
        "reference": words()["reference"].format(reference=opened.case.reference),
        "who": _who(to.looks[0]),
        "looks": [_when(one) for one in to.looks],
        "phone": phone,
        **said_of(to.person),
    }
    return paper("letter.html", version, given, HERE)


def _who(look: Look) -> str:
    viewer = look.viewer
    place = viewer.organisation_name or viewer.organisation
    return words()["who"].format(who=plain.a(plain.job(viewer)), organisation=place)


def _when(look: Look) -> str:
    when, saw = plain.sentence(times.moment(look.first)), plain.saw(look.sections)
    if not look.sections:
        return f"{when}. {saw}."
    return words()["when"].format(when=when, saw=saw[:1].lower() + saw[1:])
