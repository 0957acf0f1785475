"""Allergies and intolerances (F4): every substance, reaction and doubt, and every statement of none."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list
from carerecord.sections.allergies.negatives import (
    ended,
    negative,
    only_abbreviated,
    plainly_none,
    states_none,
    withdrawn,
    words_of_none,
)
from carerecord.sections.allergies.phrases import names_nothing, texts_of
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import by_concept, codes, in_error
from carerecord.sections.contract import Linked, Part, Row, Section, Tag, Tone
from carerecord.sections.dates import recorded_date
from carerecord.sections.people import written_by
from carerecord.sections.words import (
    extension_of,
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    term,
)

_GROUPS = ("Active", "Recorded as none", "No longer active", "Refuted", "Removed by the source")
_NO_REACTION = "Does not apply"
_RECORDED_AS_NONE = "Recorded as none"
_UNNAMED = "An entry that names no substance"
_SEVERITIES: tuple[tuple[str, Tone], ...] = (
    ("severe", "red"),
    ("moderate", "amber"),
    ("mild", "grey"),
)


def positive(allergy: Resource) -> bool:
    return not withdrawn(allergy) and not states_none(allergy)


def current(allergy: Resource) -> bool:
    return positive(allergy) and not ended(allergy)


def severity(allergy: Resource) -> str:
    """The highest that any of its reactions states."""
    reactions = (as_dict(one) for one in as_list(allergy.get("reaction")))
    stated = {said(one.get("severity")) for one in reactions}
    return next((name for name, _ in _SEVERITIES if name in stated), "")


def row(allergy: Resource, linked: Linked) -> Row:
    doubt = codes(allergy.get("verificationStatus"))
    suspected = (Part("Suspected", "negation"),) if doubt & {"unconfirmed", "presumed"} else ()
    refuted = (Part("Refuted", "negation"),) if "refuted" in doubt else ()
    notes = _notes(allergy)
    status = in_words(allergy.get("clinicalStatus"))
    return Row(
        what=(*refuted, *suspected, *_named(allergy, notes)),
        when=recorded_date(allergy),
        status=recorded(joined(status, in_words(allergy.get("verificationStatus")))),
        group=_group(allergy),
        cells=_cells(allergy),
        notes=notes,
        tags=_tags(allergy),
        by=written_by(allergy, linked, "recorder", "asserter"),
    )


def _named(allergy: Resource, notes: tuple[str, ...]) -> tuple[Part, ...]:
    """The substance. A statement of none carries its notes here: its list prints nothing else of it."""
    if _reads_as_none(allergy):
        words = _RECORDED_AS_NONE if only_abbreviated(allergy) else words_of_none(allergy)
        return Part(words), *map(Part, notes)
    return (Part(_substance(allergy)),)


def _reads_as_none(allergy: Resource) -> bool:
    return states_none(allergy) or (withdrawn(allergy) and plainly_none(allergy))


def _substance(allergy: Resource) -> str:
    """The first words that name one; blanks and denials never stand in its place (ux 4)."""
    reactions = [as_dict(one).get("substance") for one in as_list(allergy.get("reaction"))]
    main = term(allergy, "code")
    named = (main, *texts_of(allergy.get("code")), *map(said, reactions))
    return next((words for words in named if words and not names_nothing(words)), _UNNAMED)


def _own_words(allergy: Resource) -> tuple[str, ...]:
    """What the source wrote that the main words leave out: an abbreviation, a blank, a denial."""
    if _reads_as_none(allergy):
        return (words_of_none(allergy),) if only_abbreviated(allergy) else ()
    return tuple(text for text in texts_of(allergy.get("code")) if names_nothing(text))


def _notes(allergy: Resource) -> tuple[str, ...]:
    return lines(
        _own_words(allergy),
        labelled("Began", _onset(allergy)),
        labelled("Last happened", shown_date(allergy.get("lastOccurrence"))),
        *_end(allergy),
        *(_details(as_dict(one)) for one in as_list(allergy.get("reaction"))),
        notes_of(allergy),
    )


def _group(allergy: Resource) -> str:
    if in_error(allergy):
        return _GROUPS[4]
    if withdrawn(allergy):
        return _GROUPS[3]
    if ended(allergy):
        return _GROUPS[2]
    return _GROUPS[1] if states_none(allergy) else _GROUPS[0]


def _reactions(allergy: Resource) -> str:
    reactions = [as_dict(one) for one in as_list(allergy.get("reaction"))]
    return joined(
        *(said(one.get("manifestation")) or said(one.get("description")) for one in reactions),
        by="; ",
    )


def _cells(allergy: Resource) -> tuple[str, ...]:
    if states_none(allergy):
        return (_NO_REACTION, _NO_REACTION, _kind(allergy, "Statement of none"))
    kind = in_words(allergy.get("type")) or "Allergy or intolerance"
    return (
        recorded(_reactions(allergy)),
        recorded(in_words(severity(allergy))),
        _kind(allergy, kind),
    )


def _kind(allergy: Resource, kind: str) -> str:
    """“Allergy, medication, confirmed”."""
    doubt = in_words(allergy.get("verificationStatus")) or "confirmation not recorded"
    return joined(kind, said(allergy.get("category")), doubt[:1].lower() + doubt[1:])


def _onset(allergy: Resource) -> str:
    period = as_dict(allergy.get("onsetPeriod"))
    return (
        shown_date(allergy.get("onsetDateTime"))
        or shown_date(period.get("start"))
        or said(allergy.get("onsetString"))
    )


def _end(allergy: Resource) -> list[str]:
    """When and why it was ended, which GP systems and UK Core say in an extension."""
    sent = extension_of(allergy, "AllergyIntoleranceEnd-1") or extension_of(
        allergy, "AllergyIntoleranceEnd"
    )
    return [
        labelled("Ended", shown_date(extension_of(sent, "endDate").get("valueDateTime"))),
        labelled("Why it ended", said(extension_of(sent, "reasonEnded").get("valueString"))),
    ]


def _details(reaction: Resource) -> list[str]:
    description = said(reaction.get("description"))
    return [
        description if said(reaction.get("manifestation")) else "",
        labelled("Reacted to", said(reaction.get("substance"))),
        labelled("By", said(reaction.get("exposureRoute"))),
        labelled("Reaction on", shown_date(reaction.get("onset"))),
        *notes_of(reaction),
    ]


def _tags(allergy: Resource) -> tuple[Tag, ...]:
    tags = []
    if allergy.get("criticality") == "high":
        tags.append(Tag("High risk", "red"))
    for name, tone in _SEVERITIES:
        if name == severity(allergy):
            tags.append(Tag(in_words(name), tone))
    if in_error(allergy):
        tags.append(Tag("Entered in error", "red"))
    return tuple(tags)


def rank(allergy: Resource) -> int:
    """Active with the most severe first, then ended, refuted, removed."""
    group = _GROUPS.index(_group(allergy)) * 10
    names = [name for name, _ in _SEVERITIES]
    stated = severity(allergy)
    level = names.index(stated) + 1 if stated else len(names) + 1
    return group + (0 if allergy.get("criticality") == "high" else level)


COMPARED = Compared(
    name="code",
    optional=(
        "type",
        "category",
        "criticality",
        "reaction",
        "onsetAge",
        "onsetRange",
        "onsetString",
    ),
    dates=("onsetDateTime", "onsetPeriod", "lastOccurrence"),
)

SECTION = Section(
    name="allergies",
    title="Allergies and intolerances",
    noun=("allergy", "allergies"),
    page="allergies",
    feature="F4",
    resource_types=("AllergyIntolerance",),
    row=row,
    columns=("Reaction", "Severity", "Kind"),
    negative=negative,
    positive=positive,
    current=current,
    summary=lambda allergy: current(allergy) or negative(allergy),
    merge_key=by_concept("code"),
    marks=("doubt", "status", "reaction"),
    one_identifier_one_thing=True,
    compared={"AllergyIntolerance": COMPARED},
    rank=rank,
)
