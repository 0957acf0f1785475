"""Classes of information, in the order a clinician reads them. Each item belongs to exactly one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from carerecord.contract import Resource
from carerecord.sections import (
    about_me,
    admissions,
    alerts,
    allergies,
    ambulance_summaries,
    appointments,
    attendances,
    care_plans,
    clinics,
    community,
    contacts,
    demographics,
    discharge_summaries,
    discharges,
    documents,
    emergency_summaries,
    family_history,
    gp_practice,
    immunisations,
    letters,
    medicines,
    mental_health,
    observations,
    other,
    prescriptions,
    problems,
    procedures,
    referrals,
    reports,
    results,
    safeguarding,
    social_care,
)
from carerecord.sections.contract import Section, always

SECTIONS: tuple[Section, ...] = (
    alerts.SECTION,
    allergies.SECTION,
    medicines.SECTION,
    prescriptions.SECTION,
    problems.SECTION,
    procedures.SECTION,
    family_history.SECTION,
    results.SECTION,
    reports.SECTION,
    observations.SECTION,
    discharge_summaries.SECTION,
    letters.SECTION,
    emergency_summaries.SECTION,
    ambulance_summaries.SECTION,
    documents.SECTION,
    immunisations.SECTION,
    appointments.SECTION,
    attendances.SECTION,
    admissions.SECTION,
    discharges.SECTION,
    clinics.SECTION,
    referrals.SECTION,
    community.SECTION,
    care_plans.SECTION,
    mental_health.SECTION,
    social_care.SECTION,
    safeguarding.SECTION,
    about_me.SECTION,
    demographics.SECTION,
    gp_practice.SECTION,
    contacts.SECTION,
    other.SECTION,
)


def owners(sections: Sequence[Section]) -> Callable[[Resource], Section]:
    """Who owns a resource: the first that lists its type and claims it; a section of any type takes the rest."""
    rest = next(section for section in sections if not section.resource_types)
    candidates: dict[object, list[Section]] = {}
    for section in sections:
        for kind in section.resource_types:
            candidates.setdefault(kind, []).append(section)
    sole = {kind: first for kind, (first, *_) in candidates.items() if first.claims is always}

    def owner(resource: Resource) -> Section:
        kind = resource.get("resourceType")
        if not isinstance(kind, str):
            return rest
        if kind in sole:  # asked of every item: most types have one section
            return sole[kind]
        for section in candidates.get(kind, ()):
            if section.claims(resource):
                return section
        return rest

    return owner


owner_of = owners(SECTIONS)
"""The section of one resource, among all of them."""

BY_NAME: dict[str, Section] = {section.name: section for section in SECTIONS}
