"""Dated entries across sections, newest first, found cheaply: rows are drawn only for those shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from carerecord.contract import Resource
from carerecord.merge.contract import Entry, SectionRecord
from carerecord.sections.dates import clinical_date, in_order
from carerecord.viewing.contract import View
from carerecord.web.medicine_facts import stopped, stopped_on

Tone = Literal["red", "amber", "green", "blue", "purple", "grey"]

KINDS: dict[str, tuple[str, Tone]] = {
    "medicines": ("Medicine recorded", "blue"),
    "allergies": ("Allergy", "red"),
    "admissions": ("Hospital stay", "blue"),
    "discharges": ("Hospital stay", "blue"),
    "attendances": ("Emergency visit", "red"),
    "results": ("Result", "amber"),
    "problems": ("Problem", "grey"),
    "procedures": ("Procedure", "grey"),
    "alerts": ("Alert", "red"),
    "care_plans": ("Care plan", "blue"),
    "mental_health": ("Mental health", "blue"),
    "social_care": ("Social care", "blue"),
    "safeguarding": ("Safeguarding", "purple"),
    "about_me": ("About me", "purple"),
    "community": ("Service", "blue"),
    "referrals": ("Referral", "blue"),
    "appointments": ("Appointment", "grey"),
    "clinics": ("Visit", "grey"),
    "discharge_summaries": ("Discharge summary", "blue"),
    "letters": ("Letter", "grey"),
    "emergency_summaries": ("Emergency summary", "blue"),
    "ambulance_summaries": ("Ambulance report", "blue"),
    "documents": ("Document", "grey"),
    "reports": ("Report", "grey"),
    "immunisations": ("Immunisation", "green"),
}
"""What an entry of a section is called as an event, in the order of “What has changed” (ux S6)."""

ENDS = {"on-hold": "Medicine on hold", "not-taken": "Medicine not taken"}
URGENT = frozenset({"attendances", "admissions", "ambulance_summaries"})


@dataclass(frozen=True, slots=True)
class Event:
    when: str  # FHIR date, as sent
    record: SectionRecord
    entry: Entry

    @property
    def on(self) -> str:
        """Where it stands among others; its first ten letters are the day in London."""
        return in_order(self.when)

    @property
    def section(self) -> str:
        return self.record.section.name

    @property
    def urgent(self) -> bool:
        return self.section in URGENT


def events(view: View, sections: Iterable[str], since: str = "") -> Iterator[Event]:
    """Every dated entry on or after `since` (an ISO day); undated ones are counted elsewhere."""
    for name in sections:
        record = view.records.get(name)
        for entry in record.entries if record else ():
            when = _when(name, entry.head.resource)
            if when and record and (not since or not_before(when, since)):
                yield Event(when, record, entry)


def _when(section: str, resource: Resource) -> str:
    """A medicine that was stopped is news of the day it stopped."""
    if section == "medicines" and stopped(resource):
        return stopped_on(resource)
    return clinical_date(resource)


def kind_of(event: Event) -> tuple[str, Tone]:
    """What it is called, and its tone: a medicine no longer taken is not called recorded."""
    resource = event.entry.head.resource
    if event.section == "medicines" and stopped(resource):
        return ENDS.get(str(resource.get("status")), "Medicine stopped"), "red"
    return KINDS[event.section]


def not_before(when: str, since: str) -> bool:
    """“2026-11” is compared with the month of `since`: a vague date is not left out."""
    on = in_order(when)[:10]
    return on >= since[: len(on)]


def undated(view: View, sections: Iterable[str]) -> int:
    records = (view.records.get(name) for name in sections)
    return sum(
        not _when(record.section.name, entry.head.resource)
        for record in records
        if record
        for entry in record.entries
    )
