"""Medicines: the repeat at the practice, its issues, what the hospital lists, what was dispensed."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import Any

from carerecord.connectors.prescriptions.source import MOST_FOLLOWED
from carerecord.connectors.prescriptions.translate import HISTORY, STATUSES, WORDS
from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, back
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms import UCUM
from carerecord.demo.histories.terms.medicines import MEDICINES, Medicine
from carerecord.demo.people.places import ORGANISATIONS

_UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/medicationrequest-category"
_UNITS = {"mg": "mg", "g": "g", "microgram": "ug", "unit": "[iU]"}
PHARMACY, PHARMACY_CODE = "Eastfield Pharmacy", "FNG71"
TRACKER = "prescription-tracker"
_REACHED = {"sent": "0002", "dispensed": "0003", "collected": "0006"}
_SENDS_PLANS = "highfield-gp"


@dataclass(frozen=True, slots=True)
class Course:
    """One medicine as one system records it."""

    medicine: str
    started: int  # days ago
    stopped: int = -1  # days ago; still taken when negative
    why: str = ""  # reason it was stopped or changed
    repeat: bool = True
    issues: int = 4  # newest repeat issues that the practice still lists
    every: int = 28  # days a supply lasts
    words: str = ""  # another dosage text than usual
    times: int = 0  # another frequency than usual
    last: int = -1  # days since the last issue, where the story needs it
    reached: str = ""  # how far the newest issue came: sent, dispensed, collected


def dosage(medicine: Medicine, words: str = "", times: int = 0) -> list[dict[str, Any]]:
    """Dose as text and as codes."""
    repeat: dict[str, Any] = {
        "frequency": times or medicine.times,
        "period": medicine.period,
        "periodUnit": medicine.period_unit,
    }
    if medicine.when:
        repeat["when"] = [medicine.when]
        repeat.pop("frequency"), repeat.pop("period"), repeat.pop("periodUnit")
    dose: dict[str, Any] = {"value": _number(medicine.amount), "unit": medicine.unit}
    if code := _UNITS.get(medicine.unit):
        dose |= {"system": UCUM, "code": code}
    line: dict[str, Any] = {
        "sequence": 1,
        "text": words or medicine.words,
        "timing": {"repeat": repeat},
        "route": medicine.route.concept(),
        "doseAndRate": [{"doseQuantity": dose}],
    }
    if medicine.as_required:
        line["asNeededBoolean"] = True
    return [line]


def at_practice(record: Record, rng: Random, course: Course) -> None:
    """A medicine of the practice; nothing where another story put the same one on repeat."""
    again = course.repeat and not record.first_repeat(MEDICINES[course.medicine].generic)
    with record.unheard() if again else nullcontext():
        _prescribe(record, rng, course)


def _prescribe(record: Record, rng: Random, course: Course) -> None:
    """The statement and its newest issues; each issue goes to the pharmacy.

    One of the two GP systems sends the plan behind the statement as well.
    """
    medicine, stopped = MEDICINES[course.medicine], course.stopped >= 0
    started = back(record.today, course.started)
    if started < record.born:
        return
    plan = _plan(record, course, medicine, started) if record.gp == _SENDS_PLANS else None
    last = _last_issue(rng, course)
    if last > course.started:
        last = course.started
    statement: Resource = {
        "status": "stopped" if stopped else "active",
        "medicationCodeableConcept": medicine.product.concept(),
        "effectivePeriod": _period(record, course),
        "dateAsserted": at(started, 10, 5),
        "dosage": dosage(medicine, course.words, course.times),
        "extension": [_ext("MedicationStatementLastIssueDate", at(back(record.today, last)))],
    }
    if plan:
        statement["basedOn"] = [reference(plan)]
    if stopped and course.why:
        statement["statusReason"] = [{"text": course.why}]
    record.put(record.gp, "MedicationStatement", statement, day=started, own=False)
    for turn in range(course.issues):
        ago = last + turn * course.every
        if ago > course.started:
            break
        newest = course if not turn else replace(course, reached="")
        _issue(record, rng, newest, medicine, plan, ago)


def _last_issue(rng: Random, course: Course) -> int:
    draw = rng.randint(2, max(3, course.every - 3))
    if course.last >= 0:
        return course.last
    return max(course.stopped, 0) + draw if course.repeat else course.started


def _plan(record: Record, course: Course, medicine: Medicine, started: date) -> Resource:
    body: Resource = {
        "status": "stopped" if course.stopped >= 0 else "active",
        "intent": "plan",
        "category": [_category("community")],
        "medicationCodeableConcept": medicine.product.concept(),
        "authoredOn": at(started, 10, 5),
        "requester": {"display": record.doctor},
        "dosageInstruction": dosage(medicine, course.words, course.times),
        "courseOfTherapyType": _course(course.repeat),
        "dispenseRequest": {"quantity": _quantity(medicine)},
    }
    if course.repeat:
        body["extension"] = [
            {
                "url": f"{_UK}MedicationRepeatInformation",
                "extension": [
                    {"url": "numberOfRepeatsAllowed", "valueUnsignedInt": 12},
                    {"url": "numberOfPrescriptionsIssued", "valueUnsignedInt": 6},
                    {"url": "authorisationExpiryDate", "valueDateTime": at(back(record.today, -120))},
                ],
            }
        ]  # fmt: skip
    if course.why:
        body["statusReason"] = {"text": course.why}
    return record.put(record.gp, "MedicationRequest", body, day=started)


def _issue(
    record: Record, rng: Random, course: Course, medicine: Medicine, plan: Resource | None, ago: int
) -> None:
    day = back(record.today, ago)
    issue = record.put(
        record.gp, "MedicationRequest",
        {
            "status": "completed",
            "intent": "order",
            "category": [_category("community")],
            "medicationCodeableConcept": medicine.product.concept(),
            "authoredOn": at(day, 8, 40),
            "requester": {"display": record.doctor},
            "groupIdentifier": _prescription(rng, record),
            **({"basedOn": [reference(plan)]} if plan else {}),
            "dosageInstruction": dosage(medicine, course.words, course.times),
            "dispenseRequest": {
                "validityPeriod": {"start": day.isoformat()},
                "quantity": _quantity(medicine),
            },
        },
        day=day,
    )  # fmt: skip
    if ago < 190:
        _dispensed(record, rng, medicine, issue, ago, course.reached)


def _dispensed(
    record: Record, rng: Random, medicine: Medicine, issue: Resource, ago: int, told: str
) -> None:
    """What the tracker knows of one issue: prescribed, sent, dispensed, collected, with times."""
    day = back(record.today, ago)
    draw = rng.choice(("sent", "dispensed", "collected"))
    reached = told or ("collected" if ago > 6 else draw)
    script = record.copy(
        issue, TRACKER, day=day,
        changes={
            "status": "completed" if reached == "collected" else "active",
            "extension": [_state(reached, at(back(record.today, ago - 2 if ago > 2 else ago), 15, 20))],
            "dispenseRequest": issue["dispenseRequest"] | {"performer": {"display": PHARMACY}},
        },
    )  # fmt: skip
    if reached == "sent":
        return
    handed = {"whenHandedOver": at(back(record.today, max(0, ago - 2)), 16, 10)}
    record.put(
        TRACKER, "MedicationDispense",
        {
            "status": "completed" if reached == "collected" else "in-progress",
            "medicationCodeableConcept": medicine.product.concept(),
            "authorizingPrescription": [reference(script)],
            "performer": [{"actor": {"display": PHARMACY}}],
            "quantity": _quantity(medicine),
            "daysSupply": {"value": 28, "unit": "days"},
            "whenPrepared": at(day, 14, 25),
            **(handed if reached == "collected" else {}),
            "dosageInstruction": dosage(medicine),
        },
        day=day, hour=17,
    )  # fmt: skip


def _prescription(rng: Random, record: Record) -> dict[str, str]:
    """The number that a prescription has wherever it goes."""
    code = ORGANISATIONS[record.gp][0]
    value = f"{rng.randrange(16**6):06X}-{code}-{rng.randrange(16**5):05X}"
    return {"system": "https://fhir.nhs.uk/Id/prescription-order-number", "value": value}


def _state(reached: str, since: str) -> dict[str, Any]:
    """As the connector of the tracker writes where a prescription is."""
    code = _REACHED[reached]
    place = "" if reached == "collected" else f" ({PHARMACY_CODE})"
    state = {"system": STATUSES, "code": code, "display": f"{WORDS[code]}{place}"}
    parts = [
        {"url": "status", "valueCoding": state},
        {"url": "statusDate", "valueDateTime": since},
    ]
    return {"url": HISTORY, "extension": parts}


def newest_at_tracker(held: list[Resource]) -> list[Resource]:
    """What the tracker tells: the newest of its prescriptions; of older ones the practice has each issue."""
    asked = [one for one in held if one["resourceType"] == "MedicationRequest"]
    asked.sort(key=lambda one: str(one["authoredOn"]), reverse=True)
    kept = {one["id"] for one in asked[:MOST_FOLLOWED]}
    return [one for one in held if one["resourceType"] == "Patient" or _prescribed(one) in kept]


def _prescribed(one: Resource) -> str:
    """Id of the prescription it is, or was dispensed for."""
    if one["resourceType"] != "MedicationDispense":
        return str(one["id"])
    return str(one["authorizingPrescription"][0]["reference"]).removeprefix("MedicationRequest/")


def at_hospital(
    record: Record, source: str, course: Course, *, stay: Resource | None = None,
    by: str = "Ward pharmacist",
) -> Resource:  # fmt: skip
    """What a hospital lists as taken, changed or stopped."""
    medicine, stopped = MEDICINES[course.medicine], course.stopped >= 0
    day = back(record.today, course.stopped if stopped else min(course.started, 900))
    body: Resource = {
        "status": "stopped" if stopped else "active",
        "category": {"coding": [{"code": "inpatient", "display": "Inpatient"}]},
        "medicationCodeableConcept": medicine.product.concept(),
        "effectivePeriod": _period(record, course),
        "dateAsserted": at(day, 15, 45),
        "informationSource": {"display": by},
        "dosage": dosage(medicine, course.words, course.times),
    }
    if stay:
        body["context"] = reference(stay)
        body["dateAsserted"] = stay.get("period", {}).get("end") or body["dateAsserted"]
    if course.why:
        body["statusReason"] = [{"text": course.why}]
        body["note"] = [{"text": course.why}]
    return record.put(source, "MedicationStatement", body, day=day, hour=16)


def once(record: Record, rng: Random, medicine: str, ago: int) -> None:
    """A short course, issued once."""
    at_practice(record, rng, Course(medicine, ago, max(0, ago - 7), repeat=False, issues=1))


def _period(record: Record, course: Course) -> dict[str, str]:
    period = {"start": back(record.today, course.started).isoformat()}
    if course.stopped >= 0:
        period["end"] = back(record.today, course.stopped).isoformat()
    return period


def _ext(name: str, when: str) -> dict[str, Any]:
    return {"url": _UK + name, "valueDateTime": when}


def _category(code: str) -> dict[str, Any]:
    return {"coding": [{"system": _CATEGORY, "code": code, "display": code.title()}]}


def _course(repeat: bool) -> dict[str, Any]:
    code, words = ("continuous", "Continuous long term therapy") if repeat else (
        "acute", "Short course (acute) therapy",
    )  # fmt: skip
    system = "http://terminology.hl7.org/CodeSystem/medicationrequest-course-of-therapy"
    return {"coding": [{"system": system, "code": code, "display": words}]}


def _quantity(medicine: Medicine) -> dict[str, Any]:
    return {"value": medicine.quantity, "unit": medicine.pack}


def _number(amount: float) -> float | int:
    return int(amount) if amount == int(amount) else amount
