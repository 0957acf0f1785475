"""What each source holds about an invented person, as FHIR R4."""

from __future__ import annotations

from datetime import date

from carerecord.contract import Resource
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories import STORIES
from carerecord.demo.histories.writing.home import who
from carerecord.demo.histories.writing.medicines import TRACKER, newest_at_tracker
from carerecord.demo.people import InventedPerson
from carerecord.demo.people.lives import ORDER, sources_of

_PATIENT = 99  # place of the Patient among the stories: after all of them


def record_of(
    person: InventedPerson, seed: int, today: date, *, only: str = ""
) -> dict[str, list[Resource]]:
    """Source id to that source's resources, its own Patient first; only sources that know the person.

    `only` names one source and saves the work for the others; what it holds is the same either way.
    Pure: the same person, seed and day give the same resources in every process.
    """
    record = Record(person, seed, today, only)
    record.begin(_PATIENT, person.sources)
    for source in person.sources:
        who(record, source)
    for story in person.stories:
        told_in = sources_of((story,), person.practice, person.hospital)
        if only in ("", *told_in):
            STORIES[story](record, record.begin(ORDER[story], told_in))
    if TRACKER in record.held:
        record.held[TRACKER] = newest_at_tracker(record.held[TRACKER])
    return record.held
