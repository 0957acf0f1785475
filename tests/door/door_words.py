"""What the sources of the door region hold: words that may be seen, and markers that never may.

`SEEN…` stands in what is shown to those whose role sees its section, `QZX…XZQ` in everything that is withheld.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from door_people import (
    FOREIGN,
    MARKED,
    OBJECTED_SECTION,
    OBJECTED_SOURCE,
    OBJECTOR,
    OBJECTOR_TWIN,
    PLAIN,
    PROTECTED,
    SOURCES,
    STRANGERS,
    TWIN,
)
from door_seen import (
    FOREIGN_WORDS,
    LABELS,
    MARK,
    PROTECTED_DOCUMENT,
    category,
    coded,
    seen,
    visit_class,
    worded,
)

from carerecord.contract import Person, Resource
from carerecord.fhir import NHS_NUMBER
from carerecord.sections import owner_of

WITHHOLDING: Mapping[str, Mapping[str, Any]] = {
    "LAW": {"code": coded("52637005", "QZXlawXZQ")},
    "SET": {"code": coded("57797005", "QZXsetXZQ")},
    "LABELR": {"meta": {"security": [{"system": LABELS, "code": "R"}]}},
    "LABELV": {"meta": {"security": [{"system": LABELS, "code": "V"}]}},
    "THERAPY": {"type": {"text": "Psychotherapy notes QZXtherapyXZQ"}},
    "THIRD": {"type": {"text": "Mental health: third party information QZXthirdXZQ"}},
    "DUTY": {"category": [{**coded("919461000000108", "QZXdutyXZQ")}]},
    "NAMED": {"title": "Child protection plan QZXnamedXZQ"},
}
"""What has an item withheld, by a word that its markers carry (SEN-1, 2, 7, 10 and 11)."""
_NUMEROUS = frozenset({
    "AllergyIntolerance", "DiagnosticReport", "Immunization", "MedicationRequest", "MedicationStatement",
    "Observation",
})  # fmt: skip
"""Told by codes and labels alone, never by what they call themselves (withholding/README.md)."""
_BY_NAME = frozenset({"THERAPY", "THIRD", "NAMED"})
_KINDS = (
    "Condition", "AllergyIntolerance", "MedicationStatement", "MedicationRequest", "Procedure", "Observation",
    "DiagnosticReport", "DocumentReference", "Immunization", "Appointment", "Encounter", "ServiceRequest",
    "CarePlan", "Flag", "EpisodeOfCare", "FamilyMemberHistory",
)  # fmt: skip
_POINTING = {
    "MedicationRequest": "reasonReference",
    "Appointment": "reasonReference",
    "Observation": "derivedFrom",
    "DiagnosticReport": "basedOn",
    "Encounter": "reasonReference",
    "List": "entry",
}


def withheld() -> dict[str, list[Resource]]:
    """By source: every kind of item for every reason to withhold it, and what goes with it (SEN-6)."""
    held: dict[str, list[Resource]] = {one: [] for one in SOURCES}
    for reason, fields in WITHHOLDING.items():
        for number, kind in enumerate(_kinds(reason)):
            source = list(SOURCES)[number % 4]
            words = f"{MARK}{reason}{kind}XZQ"
            held[source].append(worded(kind, f"{MARK}idXZQ-{reason}-{kind}", words, **fields))
        held["riverside"] += _linked(
            reason, f"{_kinds(reason)[0]}/{MARK}idXZQ-{reason}-{_kinds(reason)[0]}"
        )
    held["northgate"].append(worded("Condition", "objected-item", f"{MARK}objectedXZQ"))
    held["northgate"].append(
        worded("Composition", f"{MARK}idXZQ-letter", f"{MARK}letterXZQ", confidentiality="R")
    )
    held["northgate"].append(
        worded(
            "DocumentReference", f"{MARK}idXZQ-labelled", f"{MARK}labelledXZQ",
            securityLabel=[{"coding": [{"system": LABELS, "code": "R"}]}],
        )
    )  # fmt: skip
    return held


def _kinds(reason: str) -> tuple[str, ...]:
    if reason == "THIRD":
        return ("CarePlan",)  # third parties are guarded in mental health alone
    named = reason in _BY_NAME
    return tuple(kind for kind in _KINDS if not (named and kind in _NUMEROUS))


def _linked(reason: str, target: str) -> list[Resource]:
    """Items that point at a withheld one, each in its own way."""
    made = []
    for kind, key in _POINTING.items():
        pointer: Any = {"reference": target}
        value = [{"item": pointer}] if key == "entry" else [pointer]
        made.append(
            worded(
                kind,
                f"{MARK}idXZQ-{reason}-l-{kind}",
                f"{MARK}{reason}linked{kind}XZQ",
                **{key: value},
            )
        )
    return made


def closed_off() -> dict[str, list[Resource]]:
    """What a source turned off: all of one, a section of another; present or not, nobody can tell."""
    return {
        "pharmacy": [worded(kind, f"{MARK}idXZQ-off-{kind}", f"{MARK}offXZQ") for kind in _KINDS],
        "laboratory": [
            worded(
                "Observation", f"{MARK}idXZQ-section-{n}", f"{MARK}sectionoffXZQ",
                category=category("laboratory"), status="final",
            )
            for n in range(3)
        ],
    }  # fmt: skip


def objected_to() -> dict[str, list[Resource]]:
    """What the objectors asked not to be shared: all of one source, one section of every source."""
    kinds = ("Condition", "MedicationStatement", "DocumentReference", "CarePlan")
    procedure = worded("Procedure", f"{MARK}idXZQ-objected", f"{MARK}objectedsectionXZQ")
    assert owner_of(procedure).name == OBJECTED_SECTION
    return {
        OBJECTED_SOURCE: [
            worded(kind, f"{MARK}idXZQ-source-{kind}", f"{MARK}objectedsourceXZQ") for kind in kinds
        ],
        "riverside": [procedure],
        "northgate": [procedure],
    }


def patient(person: Person, **more: Any) -> Resource:
    return {
        "resourceType": "Patient",
        "id": "1",
        "identifier": [{"system": NHS_NUMBER, "value": person.nhs_number}],
        "name": [{"family": person.family, "given": [person.given]}],
        "birthDate": person.birth_date,
        "gender": "female",
        **more,
    }


def _with_history(person: Person) -> Resource:
    """Who they used to be: not shown of anybody (SEN-13, SEN-14)."""
    made = patient(
        person,
        extension=[
            {"url": "urn:gender-history", "valueString": f"{MARK}genderXZQ"},
            {"url": "urn:x", "valueCodeableConcept": coded("407374003", f"{MARK}patientcodeXZQ")},
        ],
        link=[{"other": {"display": f"{MARK}linkXZQ"}, "type": "replaces"}],
    )
    made["name"].append({"use": "old", "family": f"{MARK}oldnameXZQ"})
    made["name"].append({"use": "maiden", "family": f"{MARK}maidenXZQ"})
    return made


def places_of(person: Person) -> list[Resource]:
    """What a source holds with a place wherever it may write one (SFL-2), and two documents (SFL-3)."""
    place = "Qzxplacesite Clinic"
    site = {"reference": "Location/site", "display": place}
    runs = {"reference": "Organization/runs", "display": "Qzxplacetrust Hospital"}
    items = [
        {"resourceType": "Location", "id": "site", "name": place, "address": {"text": "1 Qzxplaceroad"}},
        {"resourceType": "Organization", "id": "runs", "name": "Qzxplacetrust Hospital"},
        worded("Encounter", "visit", "Seen", location=[{"location": site}], serviceProvider=runs, **visit_class("AMB")),
        worded("Condition", "asthma", "Asthma", note=[{"text": f"Seen at {place} last week"}]),
        worded("Appointment", "next", "Review", participant=[{"actor": {"reference": "Patient/1"}}, {"actor": site}]),
        worded("CareTeam", "team", "Team", managingOrganization=[runs], telecom=[{"value": "Qzxplacephone"}]),
        worded("ServiceRequest", "referral", "Referral", locationReference=[site], performer=[runs]),
        worded("Procedure", "done", "Done", location=site),
        worded(
            "DocumentReference", "letter", "Letter", custodian=runs, type={"text": "Clinic letter"},
            content=[{"attachment": {
                "title": "Letter", "contentType": "text/plain",
                "data": base64.b64encode(f"{PROTECTED_DOCUMENT} lives here".encode()).decode(),
            }}],
        ),
        worded(
            "DiagnosticReport", "scan", "Scan", performer=[runs],
            presentedForm=[{
                "contentType": "text/plain",
                "data": base64.b64encode(f"{PROTECTED_DOCUMENT} scanned".encode()).decode(),
            }],
        ),
    ]  # fmt: skip
    who = patient(
        person,
        address=[{"text": "9 Qzxplacehome Street", "postalCode": "QZ1 1ZQ"}],
        telecom=[{"system": "phone", "value": "01632 Qzxplacephone"}],
        contact=[
            {"name": {"text": "Qzxplacecontact Hart"}, "address": {"text": "Qzxplacekin Road"}}
        ],
        generalPractitioner=[{"display": "Qzxplacegp Surgery"}],
        managingOrganization={"display": "Qzxplacetrust Hospital"},
        text={"status": "generated", "div": "<div>Qzxplacehome Street</div>"},
    )
    return [who, *items]


def holdings() -> dict[str, dict[str, list[Resource]]]:
    """Source → NHS number → what it holds: the same visible items of everybody, and what sets them apart."""
    visible = [resource for _, resource in seen()]
    shown = {
        "riverside": visible[::2],
        "northgate": visible[1::2],
        "lowland": visible[3::7],
        "council": [],
        "laboratory": [],
        "pharmacy": [],
    }
    held: dict[str, dict[str, list[Resource]]] = {one: {} for one in SOURCES}
    extra = {
        MARKED: [withheld(), closed_off()],
        TWIN: [],
        OBJECTOR: [objected_to()],
        OBJECTOR_TWIN: [],
    }
    for person, more in extra.items():
        who = _with_history(person) if person is MARKED else patient(person)
        for source in SOURCES:
            others = [item for one in more for item in one.get(source, [])]
            # In the middle of what is shown, so that neither the first nor the last item tells.
            half = len(shown[source]) // 2
            held[source][person.nhs_number] = [
                who, *shown[source][:half], *others, *shown[source][half:],
            ]  # fmt: skip
    for source in ("riverside", "northgate"):
        held[source][PROTECTED.nhs_number] = places_of(PROTECTED)
    foreign = [worded(kind, f"foreign-{kind}", f"{FOREIGN_WORDS}{kind}") for kind in _KINDS]
    held["riverside"][FOREIGN.nhs_number] = [patient(FOREIGN), *foreign]
    held["northgate"][FOREIGN.nhs_number] = [patient(FOREIGN), *foreign[:4]]
    for one in (PLAIN, *STRANGERS):
        held["riverside"][one.nhs_number] = [patient(one)]
    return held


def marks_in(body: bytes) -> list[str]:
    """Every marker in these bytes, as it is or in base64; each with what stands around it."""
    found = [body[max(0, m.start() - 80) : m.end() + 40] for m in _PATTERN.finditer(body)]
    for long in _BASE64.findall(body):
        whole = long + b"=" * (-len(long) % 4)
        try:
            inside = base64.b64decode(whole, validate=True)
        except ValueError:
            continue
        if len(inside) < 4096:
            found += [b"base64: " + inside for _ in _PATTERN.finditer(inside)]
    return [one.decode("utf-8", "replace") for one in found]


_PATTERN = re.compile(rb"qzx[a-z]{2,40}xzq|qzx(?:place|foreign|document)|qz1 ?1zq", re.IGNORECASE)
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{16,}")
