"""Facts as the rules read them: plain JSON, every window and day worked out, nothing left to a rule.

The rules never learn which person or which member of staff it is, so what is kept of it to be asked again
names nobody.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from carerecord.access.contract import AccessRequest, Evidence, Facts, Objection
from carerecord.access.evidence.held import DECLARED, NARROWED_TO_TEAMS
from carerecord.access.roles import Matrix
from carerecord.contract import Person, Standing, Viewer

PART_SCOPES = frozenset({"source", "section", "item"})
_LONDON = ZoneInfo("Europe/London")


def about(
    request: AccessRequest, facts: Facts, held: Sequence[Evidence], roles: Matrix, assurance: int
) -> dict[str, Any]:
    """What `schema.cedarschema` calls About. Raises on facts nobody can read."""
    viewer, person = request.viewer, request.person
    return {
        **staff(viewer, facts.standing, assurance),
        **_person(person, request.at),
        **_links(held, viewer, facts, roles, request.at),
        **_ties(facts),
        **_objections(facts.objections, {viewer.organisation, *facts.standing.predecessors}),
        "mustSignInAgain": facts.must_sign_in_again,
        "purpose": request.purpose,
        "supervisorNamed": bool(viewer.supervisor),
        "supervised": facts.supervised,
        "registrationNeeded": viewer.role in roles.need_registration,
        "registered": registered(viewer),
    }


def staff(viewer: Viewer, standing: Standing, assurance: int) -> dict[str, Any]:
    """What `schema.cedarschema` calls Staff."""
    return {
        "assurance": viewer.assurance,
        "assuranceNeeded": assurance,
        "named": bool(viewer.id.strip() and viewer.name.strip()),
        "organisationLive": standing.organisation_live,
        "trainingCurrent": standing.training_current,
        "suspended": standing.suspended,
    }


def registered(viewer: Viewer) -> bool:
    """A professional body and a number are recorded, “gmc_id|1234567” (ROL-5)."""
    body, _, number = viewer.registration.partition("|")
    return bool(body.strip() and number.strip())


def is_wide(evidence: Evidence) -> bool:
    """Held by a whole organisation, where a team could have been named (LR-20)."""
    return evidence.kind in NARROWED_TO_TEAMS and evidence.holder_kind == "organisation"


def states(objections: Iterable[Objection]) -> list[dict[str, str]]:
    """Each state once; what was only asked for so far is a state of its own (OPT-3)."""
    found = {one.state if one.decided else "requested" for one in objections}
    return [{"type": "Objection", "id": state} for state in sorted(found)]


def _person(person: Person, at: datetime) -> dict[str, Any]:
    dead = _dead(person)
    return {
        "verified": bool(person.id and person.nhs_number),
        "withdrawn": person.invalidated,
        "protected": person.protected,
        "dead": dead,
        "daysSinceDeath": _days_since(person, at) if dead else 0,
    }


def _dead(person: Person) -> bool:
    """A notification that was removed restores the living state (DEC-2)."""
    return bool(person.died or person.death_status) and person.death_status != "removed"


def _days_since(person: Person, at: datetime) -> int:
    """Whole days in local time from the latest day the death can have been; 0 when no day is known.

    That is no later than the day it was first known of, which is all there is where no date was given.
    """
    days = [latest_day(day) for day in (person.died, person.death_known) if day]
    return (at.astimezone(_LONDON).date() - min(days)).days if days else 0


def latest_day(fhir_date: str) -> date:
    """The last day a FHIR date, as precise as known, can mean. Raises ValueError."""
    if "T" in fhir_date:
        moment = datetime.fromisoformat(fhir_date)
        return (moment.astimezone(_LONDON) if moment.tzinfo else moment).date()
    year, *rest = [int(part) for part in fhir_date.split("-")]
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


def _links(
    held: Sequence[Evidence], viewer: Viewer, facts: Facts, roles: Matrix, at: datetime
) -> dict[str, Any]:
    wide = {one.kind for one in held if is_wide(one)}
    linked = [one for one in held if one.kind not in DECLARED and not is_wide(one)]
    staying = {one.kind for one in linked if not (one.notify_from and one.notify_from <= at)}
    kinds = {one.kind for one in linked}
    ours = (
        not facts.standing.neighbour
    )  # for others their own region says what they may see (LR-15)
    return {
        "evidence": sorted(kinds),
        "organisationEvidence": sorted(wide),
        "organisationScope": facts.standing.organisation_scope,
        "leaving": sorted(kinds - staying),
        "declared": sorted({one.kind for one in held} & DECLARED),
        "mayClaim": viewer.role in roles.may_claim and ours,
        "mayDeclareEmergency": viewer.role in roles.may_declare_emergency and ours,
        "emergenciesInShift": facts.emergencies_in_shift,
        "emergenciesInMonth": facts.emergencies_in_month,
    }


def _ties(facts: Facts) -> dict[str, Any]:
    return {
        "ownRecord": facts.ties.own_record,
        "related": facts.ties.related,
        "relatedAgreed": facts.ties.related_agreed,
        "colleague": facts.ties.colleague,
        "watched": facts.ties.watched,
    }


def _objections(objections: Sequence[Objection], ours: set[str]) -> dict[str, Any]:
    """An objection to an organisation that merged into the viewer's is one to the viewer's (ORG-5)."""
    known = {"record", "organisation", *PART_SCOPES}
    if any(one.scope not in known for one in objections):
        raise ValueError("an objection to something nobody knows")
    return {
        "objections": states(one for one in objections if one.scope == "record"),
        "organisationObjections": states(
            one for one in objections if one.scope == "organisation" and one.target in ours
        ),
        "partObjections": states(one for one in objections if one.scope in PART_SCOPES),
    }
