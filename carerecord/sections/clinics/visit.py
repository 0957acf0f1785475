"""The row of one Encounter, for attendances, stays, clinics and home visits alike."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.fhir import as_dict, as_list, first_text, period, quantity_text
from carerecord.sections.compared import Compared
from carerecord.sections.concepts import codes, in_error, status_is
from carerecord.sections.contract import Linked, Part, Row, Tag
from carerecord.sections.people import everyone, who
from carerecord.sections.words import (
    in_words,
    joined,
    labelled,
    lines,
    notes_of,
    recorded,
    said,
)

COLUMNS = ("Kind", "Where", "Reason", "Status")

_GROUPS = ("Now", "Planned", "Happened", "Did not happen", "Removed by the source")
_NOW = ("arrived", "triaged", "in-progress", "onleave")
_LEFT, _TO_COME = ("completed",), ("planned", "reserved")
_CLASSES = {
    "emer": "Emergency",
    "imp": "Inpatient",
    "acute": "Inpatient, acute",
    "nonac": "Inpatient, not acute",
    "obsenc": "Observation",
    "ss": "Short stay",
    "prenc": "Before admission",
    "amb": "Outpatient or clinic",
    "hh": "At home",
    "vr": "By telephone or video",
    "fld": "In the community",
}
COMPARED = Compared(
    optional=("type", "reasonCode", "location", "hospitalization", "length"),
    dates=("period.end",),
)
_INPATIENT = frozenset({"imp", "acute", "nonac", "obsenc", "ss"})
_AT_HOME = frozenset({"hh", "vr", "fld"})


def encounter_class(resource: Resource) -> frozenset[str]:
    return codes(resource.get("class"))


def is_emergency(resource: Resource) -> bool:
    return _is_encounter(resource) and "emer" in encounter_class(resource)


def is_inpatient(resource: Resource) -> bool:
    return _is_encounter(resource) and bool(encounter_class(resource) & _INPATIENT)


def is_at_home(resource: Resource) -> bool:
    return _is_encounter(resource) and bool(encounter_class(resource) & _AT_HOME)


def _is_encounter(resource: Resource) -> bool:
    return resource.get("resourceType") == "Encounter"


def rank(visit: Resource) -> int:
    if in_error(visit):
        return 4
    if status_is(visit, "cancelled"):
        return 3
    if status_is(visit, "planned"):
        return 1
    return 0 if status_is(visit, *_NOW) else 2


def happening(visit: Resource) -> bool:
    """The source says it has begun and not ended."""
    return rank(visit) == 0


def ward_of(visit: Resource) -> str:
    """Where the person is, in the source's own words: places that are not over, none of them looked up."""
    places = [as_dict(one) for one in as_list(visit.get("location"))]
    now = [one for one in places if one.get("status") not in (*_LEFT, *_TO_COME)]
    return joined(*(first_text(as_dict(one.get("location")).get("display")) for one in now))


def visit_row(visit: Resource, linked: Linked) -> Row:
    start, end = period(visit.get("period"))
    place = rank(visit)
    return Row(
        what=(Part(_what(visit)),),
        when=start,
        until=end,
        status=recorded(in_words(visit.get("status"))),
        group=_GROUPS[place],
        cells=(
            recorded(_kind(visit)),
            recorded(_where(visit, linked)),
            recorded(_reason(visit, linked)),
            recorded(in_words(visit.get("status"))),
        ),
        notes=lines(
            labelled("Diagnosis", _diagnoses(visit, linked)),
            _admission(visit, linked),
            labelled("Before", _other_places(visit, linked, _LEFT)),
            labelled("Planned place", _other_places(visit, linked, _TO_COME)),
            labelled("Length", quantity_text(visit.get("length"))),
            notes_of(visit),
        ),
        tags=(Tag("Now", "blue"),) if place == 0 else _removed(place),
        by=everyone(visit.get("participant"), linked, "individual"),
    )


def _removed(place: int) -> tuple[Tag, ...]:
    return {3: (Tag("Cancelled", "grey"),), 4: (Tag("Entered in error", "red"),)}.get(place, ())


def _what(visit: Resource) -> str:
    return said(visit.get("type")) or said(visit.get("serviceType")) or recorded(_kind(visit))


def _kind(visit: Resource) -> str:
    known = [_CLASSES[code] for code in sorted(encounter_class(visit)) if code in _CLASSES]
    return joined(*known) or said(visit.get("class"))


def _where(visit: Resource, linked: Linked) -> str:
    """Where the person is or was; of a visit that goes on not the places left, or not yet come to."""
    places = as_list(visit.get("location"))
    if happening(visit):
        places = [one for one in places if as_dict(one).get("status") not in (*_LEFT, *_TO_COME)]
    return joined(everyone(places, linked, "location"), who(visit.get("serviceProvider"), linked))


def _other_places(visit: Resource, linked: Linked, statuses: tuple[str, ...]) -> str:
    """Of a visit that goes on, the places left out above."""
    places = as_list(visit.get("location")) if happening(visit) else []
    return everyone([p for p in places if as_dict(p).get("status") in statuses], linked, "location")


def _reason(visit: Resource, linked: Linked) -> str:
    references = as_list(visit.get("reasonReference"))
    return said(visit.get("reasonCode")) or joined(*(_condition(r, linked) for r in references))


def _diagnoses(visit: Resource, linked: Linked) -> str:
    diagnoses = [as_dict(one) for one in as_list(visit.get("diagnosis"))]
    return joined(*(_condition(one.get("condition"), linked) for one in diagnoses), by="; ")


def _condition(reference: object, linked: Linked) -> str:
    found = linked(reference) or {}
    return said(found.get("code")) or first_text(as_dict(reference).get("display"))


def _admission(visit: Resource, linked: Linked) -> tuple[str, ...]:
    stay = as_dict(visit.get("hospitalization"))
    return (
        labelled("Admitted from", said(stay.get("admitSource")) or who(stay.get("origin"), linked)),
        labelled("Discharged to", said(stay.get("dischargeDisposition"))),
        labelled("Went to", who(stay.get("destination"), linked)),
    )
