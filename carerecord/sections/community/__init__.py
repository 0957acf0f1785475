"""Community, maternity and remote care (F25): episodes under a team, and contacts at home or by video."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, period
from carerecord.sections.clinics.visit import COLUMNS, COMPARED, visit_row
from carerecord.sections.clinics.visit import rank as visit_rank
from carerecord.sections.concepts import not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.people import everyone, who
from carerecord.sections.words import (
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    status_tags,
    term,
)

_GROUPS = ("Now", "Planned", "Ended", "Did not happen", "Removed by the source")
_EPISODES = {
    "active": 0,
    "onhold": 0,
    "planned": 1,
    "waitlist": 1,
    "cancelled": 3,
    "entered-in-error": 4,
}


def rank(contact: Resource) -> int:
    if contact.get("resourceType") == "Encounter":
        return visit_rank(contact)
    status = contact.get("status")
    return _EPISODES.get(status, 2) if isinstance(status, str) else 2


def current(contact: Resource) -> bool:
    return rank(contact) == 0 and not status_is(contact, "onhold")


def row(contact: Resource, linked: Linked) -> Row:
    if contact.get("resourceType") == "Encounter":
        return visit_row(contact, linked)
    start, end = period(contact.get("period"))
    return Row(
        what=(Part(term(contact, "type", "resourceType")),),
        when=start,
        until=end,
        status=recorded(in_words(contact.get("status"))),
        group=_GROUPS[rank(contact)],
        cells=(
            "Episode of care",
            recorded(who(contact.get("managingOrganization"), linked)),
            recorded(_conditions(contact, linked)),
            recorded(in_words(contact.get("status"))),
        ),
        notes=lines(labelled("Team", everyone(contact.get("team"), linked)), notes_of(contact)),
        tags=status_tags(contact),
        by=who(contact.get("careManager"), linked),
    )


def _conditions(contact: Resource, linked: Linked) -> str:
    references = [as_dict(one).get("condition") for one in as_list(contact.get("diagnosis"))]
    found = [(linked(one) or {}, as_dict(one)) for one in references]
    return joined(*(said(c.get("code")) or first_text(r.get("display")) for c, r in found))


SECTION = Section(
    name="community",
    title="Community and home care",
    noun=("contact", "contacts"),
    page="contacts",
    feature="F25",
    resource_types=("EpisodeOfCare", "Encounter"),
    row=row,
    columns=COLUMNS,
    positive=not_in_error,
    current=current,
    summary=not_in_error,
    rank=rank,
    compared={"Encounter": COMPARED},
)
