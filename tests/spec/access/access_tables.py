"""Tables of who may see whom: facts, a request, the rules that decide it, and what is offered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from access_facts import (
    CARING,
    CLAIM,
    DECLARED,
    DOCTOR,
    EMERGENCY_ONLY,
    HOUR,
    NOBODY,
    NOW,
    PERSON,
    STUDENT,
    declared,
    emergency,
    evidence,
    having,
    objection,
    request,
    standing,
    tied,
    viewer,
)

from carerecord.access.contract import AccessRequest, Evidence, Facts
from carerecord.access.evidence.held import session_name


def wide(kind: str = "LR-2", **changes: Any) -> Evidence:
    return evidence(kind, holder_kind="organisation", holder="RNG01", **changes)


def person(**changes: Any) -> AccessRequest:
    return request(person=replace(PERSON, **changes))


def objected(*args: Any, to: Facts = CARING) -> Facts:
    return replace(to, objections=(objection(*args),))


PERMITS = [
    pytest.param(CARING, request(), ["LR-3"], id="caring"),
    pytest.param(
        having(evidence(), evidence("LR-1", id="e2", holder_kind="organisation", holder="RNG01")),
        request(), ["LR-3", "LR-1"], id="several-relationships-all-named",
    ),
    pytest.param(
        having(evidence(holder_kind="user", holder="a.okafor")), request(), ["LR-3"],
        id="held-by-the-viewer",
    ),
    pytest.param(
        having(evidence("LR-12", holder_kind="session", holder=session_name(DOCTOR))), request(), ["LR-12"],
        id="held-by-the-session",
    ),
    pytest.param(having(wide()), request(), ["LR-2"], id="held-by-the-organisation-as-agreed"),
    pytest.param(having(evidence(ends=NOW + HOUR)), request(), ["LR-3"], id="not-ended"),
    pytest.param(having(declared("LR-14")), request(), ["LR-14"], id="claimed"),
    pytest.param(DECLARED, request(), ["LR-16"], id="emergency"),
    pytest.param(
        objected("restricted", to=DECLARED), request(purpose="BTG"), ["LR-16"],
        id="restricted-opens-in-an-emergency",
    ),
    pytest.param(
        objected("restricted", "organisation", "RNG01", to=DECLARED), request(), ["LR-16"],
        id="restricted-from-the-organisation-opens-in-an-emergency",
    ),
    pytest.param(
        objected("blocked", "organisation", "OTHER"), request(), ["LR-3"],
        id="blocked-from-another-organisation",
    ),
    pytest.param(objected("blocked", "source", "gp"), request(), ["LR-3"], id="blocked-source"),
    pytest.param(
        replace(having(evidence(), declared("OWN-3")), ties=tied(related=True)), request(),
        ["LR-3"], id="related-and-said-so",
    ),
    pytest.param(
        replace(CARING, ties=tied(related=True, related_agreed=True)), request(), ["LR-3"],
        id="related-as-agreed-beforehand",
    ),
    pytest.param(CARING, person(died="2026-10-24"), ["LR-3"], id="died-28-days-ago"),
    pytest.param(CARING, person(died="2026-11"), ["LR-3"], id="died-this-month"),
    pytest.param(CARING, person(died="2026"), ["LR-3"], id="died-this-year"),
    pytest.param(CARING, person(death_status="formal"), ["LR-3"], id="died-nobody-knows-when"),
    pytest.param(
        CARING, person(died="2020-01-01", death_status="removed"), ["LR-3"], id="not-dead-after-all",
    ),
    pytest.param(
        having(evidence(), declared("DEC-1")), person(died="2020"), ["LR-3"], id="died-and-said-why",
    ),
    pytest.param(
        replace(CARING, supervised=True), request(STUDENT), ["LR-3"], id="student-supervised",
    ),
    pytest.param(CARING, request(viewer("receptionist")), ["LR-3"], id="no-clinical-role"),
]  # fmt: skip

REFUSALS = [
    pytest.param(NOBODY, request(), ["LR-none"], CLAIM, id="silence-is-not-a-permit"),
    pytest.param(
        NOBODY, request(viewer("receptionist")), ["LR-none"], (),
        id="silence-and-a-role-that-may-say-nothing",
    ),
    pytest.param(
        NOBODY, request(viewer("paramedic")), ["LR-none"], EMERGENCY_ONLY,
        id="silence-and-a-role-that-may-not-claim",
    ),
    pytest.param(
        NOBODY, request(viewer("social-worker")), ["LR-none"], ("LR-14",),
        id="silence-and-a-role-that-may-only-claim",
    ),
    pytest.param(having(evidence("LR-99")), request(), ["LR-none"], CLAIM, id="a-kind-nobody-knows"),
    # Whose evidence, about whom, and when.
    pytest.param(
        having(evidence(holder="RNG01/ward-7")), request(), ["LR-none"], CLAIM, id="another-teams",
    ),
    pytest.param(
        having(evidence(holder="OTHER/ed")), request(), ["LR-none"], CLAIM,
        id="a-team-of-the-same-name-elsewhere",
    ),
    pytest.param(
        having(evidence(holder_kind="user", holder="ed")), request(), ["LR-none"], CLAIM,
        id="a-user-named-like-the-team",
    ),
    pytest.param(
        having(evidence(person_id="p2")), request(), ["LR-none"], CLAIM, id="another-persons",
    ),
    pytest.param(having(evidence(ends=NOW)), request(), ["LR-none"], CLAIM, id="just-ended"),
    pytest.param(having(evidence(starts=NOW + HOUR)), request(), ["LR-none"], CLAIM, id="not-begun"),
    pytest.param(
        replace(having(wide()), standing=standing(organisation_scope=False)), request(),
        ["LR-none"], CLAIM, id="for-the-whole-organisation-and-not-agreed",
    ),
    # What the viewer says for themselves.
    pytest.param(
        having(declared("LR-14")), request(viewer("receptionist")), ["LR-none"], (),
        id="claimed-in-another-role",
    ),
    pytest.param(
        having(declared("LR-14")), request(at=NOW + 7 * HOUR), ["LR-none"], CLAIM,
        id="a-claim-eight-hours-later",
    ),
    pytest.param(
        having(declared("LR-14", holder_kind="team", holder="RNG01/ed")), request(), ["LR-none"],
        CLAIM, id="a-claim-is-never-a-teams",
    ),
    pytest.param(
        having(declared("LR-14", holder="someone.else")), request(), ["LR-none"], CLAIM,
        id="somebody-elses-claim",
    ),
    pytest.param(
        DECLARED, request(at=NOW + 3 * HOUR), ["LR-none"], CLAIM, id="emergency-four-hours-later",
    ),
    pytest.param(
        having(emergency(ends=NOW + 48 * HOUR)), request(at=NOW + 4 * HOUR), ["LR-none"], CLAIM,
        id="emergency-never-longer-than-four-hours",
    ),
    pytest.param(
        DECLARED, request(viewer("receptionist")), ["LR-none"], (), id="emergency-in-another-role",
    ),
    pytest.param(
        having(emergency(holder_kind="team", holder="RNG01/ed")), request(), ["LR-none"], CLAIM,
        id="an-emergency-is-never-a-teams",
    ),
    pytest.param(
        having(emergency(person_id="p2")), request(), ["LR-none"], CLAIM,
        id="an-emergency-is-for-one-person",
    ),
    # Objections.
    pytest.param(
        objected("restricted"), request(), ["OPT-2-restricted"], EMERGENCY_ONLY, id="restricted",
    ),
    pytest.param(
        objected("restricted", to=having(declared("LR-14"))), request(), ["OPT-2-restricted"],
        EMERGENCY_ONLY, id="restricted-and-claimed",
    ),
    pytest.param(
        objected("restricted"), request(viewer("social-worker")), ["OPT-2-restricted"], (),
        id="restricted-and-a-role-that-cannot-declare",
    ),
    pytest.param(
        objected("restricted", to=having(evidence(), emergency())), request(viewer("receptionist")),
        ["OPT-2-restricted"], (), id="restricted-and-an-emergency-in-another-role",
    ),
    pytest.param(
        objected("restricted", "record", "", False), request(), ["OPT-3"], EMERGENCY_ONLY,
        id="restricted-while-it-is-decided",
    ),
    pytest.param(
        objected("blocked", "record", "", False), request(), ["OPT-3"], EMERGENCY_ONLY,
        id="block-asked-for-and-not-decided",
    ),
    pytest.param(objected("blocked"), request(), ["OPT-2-blocked"], (), id="blocked"),
    pytest.param(
        objected("blocked", to=having(evidence(), emergency())), request(), ["OPT-2-blocked"], (),
        id="blocked-wins-over-everything",
    ),
    pytest.param(
        objected("restricted", "organisation", "RNG01"), request(), ["OPT-4-restricted"],
        EMERGENCY_ONLY, id="restricted-from-the-organisation",
    ),
    pytest.param(
        objected("blocked", "organisation", "RNG01", to=DECLARED), request(), ["OPT-4-blocked"], (),
        id="blocked-from-the-organisation",
    ),
    pytest.param(
        replace(
            objected("blocked", "organisation", "OLD01"),
            standing=standing(predecessors=frozenset({"OLD01"})),
        ), request(), ["OPT-4-blocked"], (), id="blocked-from-one-that-merged-into-it",
    ),
    # Own record, family, the dead.
    pytest.param(replace(CARING, ties=tied(own_record=True)), request(), ["OWN-1"], (), id="own-record"),
    pytest.param(
        replace(DECLARED, ties=tied(own_record=True)), request(), ["OWN-1"], (),
        id="own-record-in-an-emergency",
    ),
    pytest.param(
        replace(CARING, ties=tied(related=True)), request(), ["OWN-3"], ("OWN-3",), id="related",
    ),
    pytest.param(
        replace(NOBODY, ties=tied(related=True)), request(), ["OWN-3"], ("LR-14", "OWN-3", "LR-16"),
        id="related-and-no-link",
    ),
    pytest.param(
        replace(objected("restricted"), ties=tied(related=True)), request(),
        ["OWN-3", "OPT-2-restricted"], ("OWN-3", "LR-16"), id="related-and-restricted",
    ),
    pytest.param(CARING, person(died="2026-10-23"), ["DEC-1"], ("DEC-1",), id="died-29-days-ago"),
    pytest.param(CARING, person(died="2026-09"), ["DEC-1"], ("DEC-1",), id="died-the-month-before-last"),
    pytest.param(CARING, person(died="2025"), ["DEC-1"], ("DEC-1",), id="died-last-year"),
    pytest.param(
        CARING, person(died="2026-10-23T09:00:00+01:00"), ["DEC-1"], ("DEC-1",), id="died-at-nine",
    ),
    pytest.param(
        NOBODY, person(died="2020"), ["DEC-1"], ("LR-14", "DEC-1", "LR-16"), id="died-and-no-link",
    ),
    pytest.param(DECLARED, person(died="2020"), ["DEC-1"], ("DEC-1",), id="died-and-an-emergency"),
    # Organisation, training, role, purpose, sign-in, identity.
    pytest.param(
        replace(CARING, standing=standing(organisation_live=False)), request(), ["ORG-1"], (),
        id="organisation-not-live",
    ),
    pytest.param(
        replace(CARING, standing=standing(training_current=False)), request(), ["TRN-1"], (),
        id="training-not-current",
    ),
    pytest.param(
        replace(DECLARED, standing=standing(training_current=False)), request(), ["TRN-1"], (),
        id="training-not-current-in-an-emergency",
    ),
    pytest.param(
        replace(DECLARED, standing=standing(suspended=True)), request(), ["TRN-5"], (),
        id="suspended",
    ),
    pytest.param(CARING, request(viewer("privacy-officer")), ["ROL-2"], (), id="privacy-officer"),
    pytest.param(CARING, request(STUDENT), ["ROL-4"], (), id="student-whose-supervisor-has-no-link"),
    pytest.param(
        replace(CARING, supervised=True), request(replace(STUDENT, supervisor="")), ["ROL-4"], (),
        id="student-with-no-supervisor-named",
    ),
    pytest.param(CARING, request(purpose="HRESCH"), ["ROL-6"], (), id="research"),
    pytest.param(CARING, request(viewer("doctor", assurance=1)), ["AUT-1"], (), id="a-weak-sign-in"),
    pytest.param(CARING, request(viewer("doctor", assurance=0)), ["AUT-1"], (), id="sign-in-not-known"),
    pytest.param(CARING, request(viewer("doctor", name=" ")), ["AUT-10"], (), id="nobodys-account"),
    pytest.param(
        replace(CARING, must_sign_in_again=True), request(), ["LR-26"], (), id="sign-in-again",
    ),
    pytest.param(CARING, person(nhs_number=""), ["IDN"], (), id="no-nhs-number"),
    pytest.param(CARING, person(invalidated=True), ["SEN-13"], (), id="number-withdrawn"),
    pytest.param(
        replace(
            CARING, ties=tied(own_record=True),
            standing=standing(organisation_live=False, training_current=False),
        ), request(), ["ORG-1", "TRN-1", "OWN-1"], (), id="every-reason-is-given-in-order",
    ),
    # What cannot be read is not a permit.
    pytest.param(CARING, request(viewer("wizard")), ["3.1-fault"], (), id="no-such-role"),
    pytest.param(objected("perhaps"), request(), ["3.1-fault"], (), id="an-objection-nobody-knows"),
    pytest.param(
        objected("blocked", "everything"), request(), ["3.1-fault"], (), id="a-scope-nobody-knows",
    ),
    pytest.param(
        replace(CARING, ties=tied(own_record=None)), request(), ["3.1-fault"], (), id="a-missing-fact",
    ),
    pytest.param(
        CARING, request(at=NOW.replace(tzinfo=None)), ["3.1-fault"], (), id="a-time-without-a-zone",
    ),
    pytest.param(CARING, person(died="last spring"), ["3.1-fault"], (), id="a-death-nobody-can-read"),
]  # fmt: skip
