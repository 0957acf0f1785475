"""The row of one observation, for laboratory results and for everything measured elsewhere."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_list
from carerecord.sections.compared import Compared
from carerecord.sections.contract import Linked, Part, Row
from carerecord.sections.dates import clinical_date
from carerecord.sections.people import written_by
from carerecord.sections.values import flag_of, flag_tags, ranges_of, result_of
from carerecord.sections.words import (
    in_words,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
    shown_date,
    status_tags,
    term,
)

NO_FLAG = "No flag sent"

COMPARED = Compared(
    name="code",
    optional=("referenceRange", "interpretation", "note", "specimen", "device", "category"),
)
"""Value, sample time, status, site and method must be equal, as all else that is not named here."""


def observation_row(observation: Resource, linked: Linked) -> Row:
    members = as_list(observation.get("hasMember"))
    only_members = bool(members) and not any(k.startswith("value") for k in observation)
    result = f"{len(members)} results listed separately" if only_members else result_of(observation)
    return Row(
        what=(Part(term(observation, "code")),),
        when=clinical_date(observation),
        status=recorded(in_words(observation.get("status"))),
        cells=(result, ranges_of(observation), flag_of(observation) or NO_FLAG),
        notes=lines(
            labelled("Specimen", _specimen(observation, linked)),
            labelled("Body site", said(observation.get("bodySite"))),
            labelled("Method", said(observation.get("method"))),
            labelled("Reported", shown_date(observation.get("issued"))),
            notes_of(observation),
        ),
        tags=(*flag_tags(observation), *status_tags(observation)),
        by=written_by(observation, linked, "performer"),
    )


def _specimen(observation: Resource, linked: Linked) -> str:
    reference = observation.get("specimen")
    found = linked(reference)
    if found:
        return said(found.get("type"))
    return said(reference.get("display")) if isinstance(reference, dict) else ""
