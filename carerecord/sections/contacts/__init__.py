"""People to call (F26): care teams, relatives and carers, professionals, with their numbers."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import address_text, as_dict, as_list, human_name, period
from carerecord.sections.concepts import in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.people import everyone, phones, who
from carerecord.sections.uk_core import added
from carerecord.sections.words import (
    NOT_NAMED,
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    status_tags,
)

_GROUPS = ("Care teams", "Relatives and carers", "Professionals", "Past", "Removed by the source")
_RANKS = {"CareTeam": 0, "RelatedPerson": 1, "PractitionerRole": 2}


def rank(contact: Resource) -> int:
    if in_error(contact):
        return 4
    if status_is(contact, "inactive") or contact.get("active") is False:
        return 3
    kind = contact.get("resourceType")
    return _RANKS.get(kind, 2) if isinstance(kind, str) else 2


def current(contact: Resource) -> bool:
    return rank(contact) < 3


def row(contact: Resource, linked: Linked) -> Row:
    start, end = period(contact.get("period"))
    return Row(
        what=(Part(_name(contact, linked)),),
        when=start,
        until=end,
        status=_status(contact),
        group=_GROUPS[rank(contact)],
        cells=(
            recorded(_role(contact)),
            recorded(_phones(contact, linked)),
            recorded(_organisation(contact, linked)),
        ),
        notes=lines(
            *(_member(as_dict(one), linked) for one in as_list(contact.get("participant"))),
            labelled("Reason", said(contact.get("reasonCode"))),
            labelled("Address", address_text(contact.get("address"))),
            added(contact, linked),
            notes_of(contact),
        ),
        tags=status_tags(contact),
    )


def _name(contact: Resource, linked: Linked) -> str:
    """A team by its name, else by its kind; a professional by who holds the role."""
    own = said(contact.get("name")) if isinstance(contact.get("name"), str) else ""
    held = who(contact.get("practitioner"), linked)
    team = "Care team" if contact.get("resourceType") == "CareTeam" else ""
    return (
        own
        or human_name(contact.get("name"))
        or held
        or said(contact.get("category"))
        or (team or NOT_NAMED)
    )


def _status(contact: Resource) -> str:
    if status := in_words(contact.get("status")):
        return status
    return (
        {True: "Active", False: "Inactive"}.get(contact.get("active") is True, "")
        if (isinstance(contact.get("active"), bool))
        else ""
    )


def _role(contact: Resource) -> str:
    kinds = (contact.get("relationship"), contact.get("code"), contact.get("specialty"))
    return joined(*map(said, kinds)) or said(contact.get("category"))


def _phones(contact: Resource, linked: Linked) -> str:
    own = phones(contact.get("telecom"))
    person = linked(contact.get("practitioner")) or {}
    return own or phones(person.get("telecom"))


def _organisation(contact: Resource, linked: Linked) -> str:
    return joined(
        who(contact.get("organization"), linked),
        everyone(contact.get("managingOrganization"), linked),
    )


def _member(participant: Resource, linked: Linked) -> str:
    """Name, role, organisation, phone of one member; the person's own place in it is not a contact."""
    reference = participant.get("member")
    found = linked(reference) or {}
    if found.get("resourceType") == "Patient":
        return ""
    behalf = who(participant.get("onBehalfOf"), linked)
    name = who(reference, linked)
    return joined(name, said(participant.get("role")), behalf, phones(found.get("telecom")))


SECTION = Section(
    name="contacts",
    title="People to call",
    noun=("contact", "contacts"),
    page="people",
    feature="F26",
    resource_types=("CareTeam", "RelatedPerson", "PractitionerRole"),
    row=row,
    columns=("Role or relation", "Phone", "Organisation"),
    positive=not_in_error,
    current=current,
    summary=current,
    rank=rank,
)
