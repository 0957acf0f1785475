"""What each source holds about who the person is (F1). Compared side by side, never joined or corrected."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import address_text, as_dict, as_list, human_name, nhs_numbers
from carerecord.sections.concepts import label_codes
from carerecord.sections.contract import Linked, Part, Row, Section, Tag
from carerecord.sections.demographics.extensions import extended
from carerecord.sections.people import everyone, phones, who
from carerecord.sections.uk_core import added
from carerecord.sections.words import (
    NOT_NAMED,
    in_words,
    joined,
    labelled,
    lines,
    recorded,
    said,
    shown_date,
)


def row(patient: Resource, linked: Linked) -> Row:
    return Row(
        what=(Part(human_name(patient.get("name")) or NOT_NAMED),),
        when="",
        status="Died" if _died(patient) else "",
        cells=(
            recorded(shown_date(patient.get("birthDate"))),
            recorded(in_words(patient.get("gender"))),
            recorded(joined(*map(_spaced, nhs_numbers(patient)))),
            _address(patient),
            _phones(patient),
            recorded(everyone(patient.get("generalPractitioner"), linked)),
        ),
        notes=lines(
            _died(patient),
            labelled("Speaks", _languages(patient)),
            labelled("Marital status", said(patient.get("maritalStatus"))),
            extended(patient, linked),
            *(_contact(as_dict(one), linked) for one in as_list(patient.get("contact"))),
            labelled("Held by", who(patient.get("managingOrganization"), linked)),
        ),
        tags=(Tag("Deceased", "grey"),) if _died(patient) else (),
    )


def _spaced(number: str) -> str:
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 else number


def _restricted(patient: Resource) -> bool:
    """The S-flag: where this person is must not be shown."""
    return bool(label_codes(patient) & {"r", "v"})


def _address(patient: Resource) -> str:
    if _restricted(patient):
        return "Address not shown"
    return recorded(address_text(patient.get("address")))


def _phones(patient: Resource) -> str:
    return "Not shown" if _restricted(patient) else recorded(phones(patient.get("telecom")))


def _died(patient: Resource) -> str:
    if patient.get("deceasedBoolean") is True:
        return "Died, date not recorded"
    return labelled("Died", shown_date(patient.get("deceasedDateTime")))


def _languages(patient: Resource) -> str:
    found = (as_dict(one) for one in as_list(patient.get("communication")))
    return joined(*(said(one.get("language")) for one in found))


def _contact(contact: Resource, linked: Linked) -> str:
    name = human_name(contact.get("name"))
    relation = said(contact.get("relationship"))
    more = added(contact, linked)
    return labelled("Contact", joined(name, relation, phones(contact.get("telecom")), *more))


SECTION = Section(
    name="demographics",
    title="What each source holds about the person",
    noun=("entry", "entries"),
    page="people",
    feature="F1",
    resource_types=("Patient",),
    row=row,
    columns=("Born", "Gender", "NHS No.", "Address", "Phone", "GP"),
    summary=lambda _: True,
    fold="never",
)
