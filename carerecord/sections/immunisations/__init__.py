"""Immunisations (F8): given, and not given with the reason. No entry does not mean not given."""

from __future__ import annotations

from collections.abc import Hashable

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, codings, quantity_text
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import concept_key, in_error, not_in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Section
from carerecord.sections.dates import in_order
from carerecord.sections.people import who, written_by
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
    status_tags,
    unnamed,
)

_GROUPS = ("Given", "Not given", "Removed by the source")


def rank(vaccine: Resource) -> int:
    if in_error(vaccine):
        return 2
    return 1 if status_is(vaccine, "not-done") else 0


def row(vaccine: Resource, linked: Linked) -> Row:
    not_given = (Part("Not given", "negation"),) if rank(vaccine) == 1 else ()
    return Row(
        what=(*not_given, Part(_vaccine(vaccine))),
        when=said(vaccine.get("occurrenceDateTime")),
        status="Not given" if not_given else recorded(in_words(vaccine.get("status"))),
        group=_GROUPS[rank(vaccine)],
        cells=(
            recorded(_dose(vaccine)),
            recorded(said(vaccine.get("lotNumber"))),
            recorded(who(vaccine.get("location"), linked)),
        ),
        notes=lines(
            labelled("When", said(vaccine.get("occurrenceString"))),
            labelled("Reason not given", said(vaccine.get("statusReason"))),
            labelled("Reason", said(vaccine.get("reasonCode"))),
            labelled("Protects against", _diseases(vaccine)),
            labelled("Site", joined(said(vaccine.get("site")), said(vaccine.get("route")))),
            labelled("Maker", who(vaccine.get("manufacturer"), linked)),
            labelled("Expires", shown_date(vaccine.get("expirationDate"))),
            "Less potent than intended" if vaccine.get("isSubpotent") is True else "",
            "Reported, not recorded when given" if vaccine.get("primarySource") is False else "",
            labelled("Reaction", _reactions(vaccine)),
            notes_of(vaccine),
        ),
        tags=status_tags(vaccine),
        by=written_by(vaccine, linked, "performer"),
    )


def _vaccine(vaccine: Resource) -> str:
    return said(_concept(vaccine)) or unnamed(vaccine)


def _concept(vaccine: Resource) -> object:
    """Where the vaccine is said to be unknown, as GP systems say it, the vaccination, which they do name."""
    code = vaccine.get("vaccineCode")
    procedure = extension_of(vaccine, "VaccinationProcedure").get("valueCodeableConcept")
    unknown = all(one.system.endswith("NullFlavor") for one in codings(code))
    return procedure if said(procedure) and unknown and (codings(code) or not said(code)) else code


def _heading(vaccine: Resource) -> Hashable | None:
    return concept_key(_concept(vaccine))


def _protocols(vaccine: Resource) -> list[Resource]:
    return [as_dict(one) for one in as_list(vaccine.get("protocolApplied"))]


def _dose(vaccine: Resource) -> str:
    numbers = []
    for one in _protocols(vaccine):
        dose = said(one.get("doseNumberPositiveInt")) or said(one.get("doseNumberString"))
        total = said(one.get("seriesDosesPositiveInt")) or said(one.get("seriesDosesString"))
        numbers.append(f"{dose} of {total}" if dose and total else dose)
    return joined(*numbers, quantity_text(vaccine.get("doseQuantity")))


def _diseases(vaccine: Resource) -> str:
    return joined(*(said(one.get("targetDisease")) for one in _protocols(vaccine)))


def _reactions(vaccine: Resource) -> str:
    found = (as_dict(one) for one in as_list(vaccine.get("reaction")))
    return joined(*(said(as_dict(one.get("detail")).get("display")) for one in found))


def _day(vaccine: Resource) -> str:
    return in_order(said(vaccine.get("occurrenceDateTime")))[:10]


COMPARED = Compared(
    name="vaccineCode",
    optional=("lotNumber", "site", "route", "manufacturer", "expirationDate", "note"),
    dates=("occurrenceDateTime",),
    also=_day,
    also_words="the day it was given",
)

SECTION = Section(
    name="immunisations",
    title="Immunisations",
    noun=("immunisation", "immunisations"),
    page="immunisations",
    feature="F8",
    resource_types=("Immunization",),
    row=row,
    columns=("Dose", "Batch", "Where"),
    positive=not_in_error,
    summary=not_in_error,
    merge_key=_heading,
    one_identifier_one_thing=True,
    compared={"Immunization": COMPARED},
    rank=rank,
)
