"""Problems and diagnoses (F7): active, past, and what is doubted or was ruled out."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, quantity_text
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import by_concept, codes, in_error
from carerecord.sections.contract import Linked, Part, Row, Section, Tag
from carerecord.sections.people import written_by
from carerecord.sections.values import range_words
from carerecord.sections.words import (
    in_words,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    term,
)

_GROUPS = (
    "Active",
    "Status not recorded",
    "Past",
    "Suspected",
    "Recorded as not present",
    "Removed by the source",
)
_SUSPECTED = frozenset({"unconfirmed", "provisional", "differential"})
_ACTIVE = frozenset({"active", "recurrence", "relapse"})
_PAST = frozenset({"inactive", "remission", "resolved"})


def rank(problem: Resource) -> int:
    doubt, status = codes(problem.get("verificationStatus")), codes(problem.get("clinicalStatus"))
    if in_error(problem):
        return 5
    if "refuted" in doubt:
        return 4
    if doubt & _SUSPECTED:
        return 3
    if status & _PAST or (not status and (said(_end(problem)[0]) or _end(problem)[1])):
        return 2
    return 0 if status & _ACTIVE else 1


def positive(problem: Resource) -> bool:
    return rank(problem) < 4


def current(problem: Resource) -> bool:
    return rank(problem) < 2


def active(problem: Resource) -> bool:
    return rank(problem) == 0


def past(problem: Resource) -> bool:
    return rank(problem) == 2


def row(problem: Resource, linked: Linked) -> Row:
    place = rank(problem)
    began, began_words = _begin(problem)
    ended, ended_words = _end(problem)
    return Row(
        what=(*_doubt(place), Part(term(problem, "code")), *_site(problem)),
        when=began,
        until=ended,
        status=_status(problem),
        group=_GROUPS[place],
        cells=(
            _status(problem),
            recorded(said(problem.get("severity"))),
            recorded(shown_date(problem.get("recordedDate"))),
        ),
        notes=lines(
            labelled("Began", began_words),
            labelled("Ended", ended_words),
            labelled("Recorded as", said(problem.get("category"))),
            labelled("Stage", said(as_dict(problem.get("stage")).get("summary"))),
            notes_of(problem),
        ),
        tags=(Tag("Entered in error", "red"),) if place == 5 else (),
        by=written_by(problem, linked, "recorder", "asserter"),
    )


def _doubt(place: int) -> tuple[Part, ...]:
    words = {3: "Suspected", 4: "Excluded"}.get(place)
    return (Part(words, "negation"),) if words else ()


def _site(problem: Resource) -> tuple[Part, ...]:
    site = said(problem.get("bodySite"))
    return (Part(site),) if site else ()


def _status(problem: Resource) -> str:
    clinical, doubt = (
        in_words(problem.get(key)) for key in ("clinicalStatus", "verificationStatus")
    )
    return recorded(", ".join(filter(None, (clinical, doubt[:1].lower() + doubt[1:]))))


def _begin(problem: Resource) -> tuple[str, str]:
    return _moment(problem, "onset")


def _end(problem: Resource) -> tuple[str, str]:
    return _moment(problem, "abatement")


def _moment(problem: Resource, name: str) -> tuple[str, str]:
    """A date, or else words: an age, a range of ages, what the source wrote, or only that it ended."""
    period = as_dict(problem.get(f"{name}Period"))
    date = said(problem.get(f"{name}DateTime")) or said(period.get("start"))
    age = quantity_text(problem.get(f"{name}Age")) or range_words(problem.get(f"{name}Range"))
    over = "date not recorded" if problem.get(f"{name}Boolean") is True else ""
    words = said(problem.get(f"{name}String")) or (f"at age {age}" if age else over)
    return date, words


COMPARED = Compared(
    name="code",
    optional=(
        *("severity", "category", "stage"),
        *("onsetAge", "onsetRange", "onsetString"),
        *("abatementAge", "abatementRange", "abatementString"),
    ),
    dates=("onsetDateTime", "onsetPeriod", "abatementDateTime", "abatementPeriod"),
)

SECTION = Section(
    name="problems",
    title="Problems and diagnoses",
    noun=("problem", "problems"),
    page="problems",
    feature="F7",
    resource_types=("Condition",),
    row=row,
    columns=("Status", "Severity", "Recorded"),
    positive=positive,
    current=current,
    summary=active,
    merge_key=by_concept("code"),
    marks=("doubt", "status"),
    one_identifier_one_thing=True,
    compared={"Condition": COMPARED},
    rank=rank,
)
