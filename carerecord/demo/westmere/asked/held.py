"""What each of Westmere's services holds of one person: the same at every start. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from carerecord.contract import Person, Resource
from carerecord.demo.westmere.asked.sources import (
    BOOKINGS,
    FOLDERS,
    GATEWAY,
    LOCATOR,
    SUMMARY,
    TRACKER,
    VACCINATIONS,
)
from carerecord.demo.westmere.asked.telling import (
    by_number,
    filed,
    own_id,
    patient,
    snomed,
    whose,
    written,
)
from carerecord.demo.westmere.asked.told import of_bookings, of_summary, of_tracker, of_vaccinations


def of_folders(person: Person, day: date) -> list[Resource]:
    words = "Seen in the falls clinic. Steady on both feet. No change of medicines.\n"
    seen = day - timedelta(days=9)
    letter = filed(
        person, whose(person), seen, "Falls clinic letter", "R Deane, falls clinic", words
    )
    return [patient(person), *letter]


def of_gateway(person: Person, day: date) -> list[Resource]:
    """Whom the document is about, and in which words, its registry says in ebRIM."""
    words = "Hearing aids fitted in both ears. Batteries from the health centre.\n"
    seen = day - timedelta(days=40)
    return filed(person, whose(person), seen, "Audiology report", "P Quill, audiologist", words)


def of_locator(person: Person, day: date) -> list[Resource]:
    """One pointer leads to a document; of the other it says whom to call."""
    words = "If breathless at home: sit up, blue inhaler, then call the respiratory team.\n"
    seen = day - timedelta(days=70)
    about = by_number(person)
    plan, document = filed(
        person, about, seen, "Emergency health care plan", "Westmere Respiratory Team", words
    )
    plan["content"][0]["attachment"]["url"] = document["id"]
    plan["type"] = snomed("887701000000100", "Emergency Health Care Plans")
    called: Resource = {
        "resourceType": "DocumentReference",
        "id": own_id(person, "called"),
        "status": "current",
        "type": snomed("325691000000100", "Contingency plan"),
        "subject": about,
        "date": written(seen),
        "custodian": {"display": "Westmere Health Centre", "identifier": {"value": "RNW13"}},
        "content": [{"attachment": {"contentType": "text/html", "url": "tel:01632960291"}}],
    }
    return [plan, document, called]


HELD: Mapping[str, Callable[[Person, date], list[Resource]]] = {
    FOLDERS.id: of_folders,
    GATEWAY.id: of_gateway,
    LOCATOR.id: of_locator,
    VACCINATIONS.id: of_vaccinations,
    TRACKER.id: of_tracker,
    BOOKINGS.id: of_bookings,
    SUMMARY.id: of_summary,
}
"""By the id of the source."""
