"""The report as a letter: one HTML document, and tagged PDF drawn from it (PDF/UA-1). Nothing is fetched."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from carerecord.config import PersonReports
from carerecord.contract import Person
from carerecord.insight.report import words
from carerecord.insight.report.contract import Report
from carerecord.sections.words import several

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Version:
    title: str
    template: str
    size: int  # of the letters, in points
    heading: int


VERSIONS: Mapping[str, Version] = {
    "letter": Version("Letter", "letter.html", 12, 22),
    "large-print": Version("Large print", "letter.html", 18, 28),
    "easy-read": Version("Easy read", "easy.html", 18, 28),
}


class LetterUnavailable(Exception):
    """Letters as PDF cannot be drawn on this machine: run `setup/letters`."""


def as_html(report: Report, version: str, settings: PersonReports, phone: str) -> str:
    """A document that needs nothing beside it."""
    given = {"report": report, "phone": phone, "days": settings.reply_days, **spoken(report)}
    return paper(VERSIONS[version].template, version, given)


def paper(template: str, version: str, given: Mapping[str, object], folder: Path = HERE) -> str:
    """One letter in the size of its version. `folder`: of the template, where it is another part's."""
    return _environment(folder).get_template(template).render(shape=VERSIONS[version], **given)


def said_of(person: Person) -> dict[str, str]:
    """How a letter names whom it is about."""
    number = person.nhs_number
    return {
        "name": " ".join(w for w in (person.title, person.given, person.family) if w),
        "number": f"{number[:3]} {number[3:6]} {number[6:]}",
    }


def spoken(report: Report) -> dict[str, str]:
    """Whom it is about, and the sentences that count the looks in check."""
    places = tuple(dict.fromkeys(line.organisation for line in report.checked))
    return {
        **said_of(report.person),
        "checked_looks": words.counted("looks", len(report.checked)),
        "checked_places": several(places),
    }


def as_pdf(html: str) -> bytes:
    """Takes seconds: for a thread of its own. Raises `LetterUnavailable`.

    Pictures stand in the document itself; any other address in it stops the drawing.
    """
    try:
        import weasyprint  # type: ignore[import-untyped]  # it has no types; slow to import
    except (ImportError, OSError) as error:
        raise LetterUnavailable from error
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # its warnings quote what is drawn
    inside = weasyprint.urls.URLFetcher(
        allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True
    )
    drawn = weasyprint.HTML(string=html, url_fetcher=inside)
    return bytes(drawn.write_pdf(pdf_variant="pdf/ua-1"))


@cache
def _environment(folder: Path) -> Environment:
    made = Environment(
        loader=FileSystemLoader((folder, HERE)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(say=words.say, easy=words.easy, symbol=symbol)
    return made


def symbol(name: str) -> str:
    """A drawing as an address that holds all of it."""
    return f"data:image/svg+xml,{_SYMBOLS[name]}"


_FRAME = (
    "%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%23003087' "
    "stroke-width='2' stroke-linecap='round'%3E{}%3C/svg%3E"
)
_SYMBOLS = {
    "when": _FRAME.format("%3Ccircle cx='12' cy='12' r='9'/%3E%3Cpath d='M12 6v6l4 3'/%3E"),
    "who": _FRAME.format(
        "%3Ccircle cx='12' cy='7' r='4'/%3E%3Cpath d='M4 21c0-5 3-8 8-8s8 3 8 8'/%3E"
    ),
    "why": _FRAME.format(
        "%3Ccircle cx='12' cy='12' r='10'/%3E%3Cpath d='M9 9c0-4 6-4 6 0 0 2-3 2-3 5'/%3E"
        "%3Cpath d='M12 17.5v.5'/%3E"
    ),
    "saw": _FRAME.format(
        "%3Cpath d='M2 12c5-8 15-8 20 0-5 8-15 8-20 0z'/%3E%3Ccircle cx='12' cy='12' r='3'/%3E"
    ),
    "ask": _FRAME.format("%3Cpath d='M3 4h18v12H10l-5 5v-5H3z'/%3E%3Cpath d='M7 8h10M7 12h7'/%3E"),
}
