"""A stay in hospital from the door to the discharge summary, and an attendance that goes home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back, uk
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms.medicines import MEDICINES
from carerecord.demo.histories.terms.papers import SERVICES
from carerecord.demo.histories.terms.problems import PROBLEMS
from carerecord.demo.histories.writing.medicines import Course, at_hospital
from carerecord.demo.histories.writing.observing import round_of_observations
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.problems import problem
from carerecord.demo.histories.writing.results import Levels, panel
from carerecord.demo.histories.writing.visits import visit

AMBULANCE = "capital-ambulance"


@dataclass(frozen=True, slots=True)
class Stay:
    """One admission: why, how long, what was done and what changed."""

    reason: str  # key of PROBLEMS
    ago: int  # days since arrival
    nights: int
    service: str = "general-medicine"
    ward: str = "Ward 4"
    came: str = ""  # why the person came, in words
    course: str = ""  # what happened, in words
    started: tuple[str, ...] = ()  # medicines begun
    stopped: tuple[tuple[str, str], ...] = ()  # medicine and why
    continued: tuple[str, ...] = ()
    actions: str = "GP to repeat urea and electrolytes in two weeks."
    panels: tuple[str, ...] = ("kidney", "blood", "crp")
    by_ambulance: bool = False
    consultant: str = "Dr I Verhoeven"


def admit(
    record: Record, rng: Random, source: str, stay: Stay, levels: Levels | None = None
) -> Resource:
    """Emergency arrival, ward, daily observations, bloods, diagnosis, summary to the GP."""
    arrived, left = back(record.today, stay.ago), back(record.today, stay.ago - stay.nights)
    hour = rng.randint(7, 20)
    if stay.by_ambulance:
        ambulance(record, rng, arrived, hour - 1, stay.came or PROBLEMS[stay.reason].words)
    door = visit(
        record, source, arrived, "emergency", kind="EMER", hour=hour, minutes=190,
        reason=stay.reason, text=stay.came, place="Emergency department", by="Dr A Okafor",
    )  # fmt: skip
    round_of_observations(
        record, rng, source, arrived, hour, ill=0.7, by="Emergency nurse", visit=door
    )
    ward = visit(
        record, source, arrived, stay.service, kind="IMP", hour=hour + 3, reason=stay.reason,
        by=stay.consultant, place=stay.ward, ended=(left, 14, 30), words="Emergency admission",
    )  # fmt: skip
    problem(record, source, stay.reason, arrived, diagnosis=True, by=stay.consultant, stay=ward)
    for night in range(0, stay.nights, max(1, stay.nights // 4)):
        day = back(arrived, -night)
        round_of_observations(
            record,
            rng,
            source,
            day,
            9,
            ill=max(0.0, 0.6 - 0.15 * night),
            by="Ward nurse",
            visit=ward,
        )
        for name in stay.panels:
            panel(record, rng, name, day, levels, to=(source,))
    _medicines(record, source, stay, ward)
    _summary(record, source, stay, ward, arrived, left)
    return ward


def _medicines(record: Record, source: str, stay: Stay, ward: Resource) -> None:
    end = stay.ago - stay.nights
    for name in stay.continued:
        at_hospital(record, source, Course(name, stay.ago), stay=ward)
    for name in stay.started:
        at_hospital(record, source, Course(name, end, why="Started on this admission"), stay=ward)
    for name, why in stay.stopped:
        at_hospital(record, source, Course(name, stay.ago + 400, end, why=why), stay=ward)


def _summary(
    record: Record, source: str, stay: Stay, ward: Resource, arrived: date, left: date
) -> None:
    lines = [f"Continued: {_line(name)}" for name in stay.continued]
    lines += [f"Started: {_line(name)}" for name in stay.started]
    lines += [f"Stopped: {MEDICINES[name].product.words}. {why}." for name, why in stay.stopped]
    why = stay.came or PROBLEMS[stay.reason].words
    body = (
        ("Diagnoses", PROBLEMS[stay.reason].words),
        ("Admission", f"{why}. Admitted {uk(arrived)}, discharged {uk(left)}, {stay.ward}."),
        ("Clinical summary", stay.course or "Treated on the ward with steady improvement."),
        ("Medicines", "\n".join(lines) or "No changes."),
        ("Actions for the GP", stay.actions),
        ("Information given", "Told what to watch for and whom to call. Copy given."),
    )
    summary = paper(
        record, source, "discharge", "Discharge summary", left, stay.consultant, body,
        service=stay.service, about=ward,
    )  # fmt: skip
    if record.gp:
        record.copy(summary, record.gp)


def _line(name: str) -> str:
    return f"{MEDICINES[name].product.words}. {MEDICINES[name].words}."


def attend(
    record: Record, rng: Random, source: str, ago: int, reason: str, course: str, *,
    by_ambulance: bool = False, medicines: Sequence[str] = (), panels: Sequence[str] = (),
) -> Resource:  # fmt: skip
    """Seen in the emergency department and sent home, with its own summary."""
    day, hour = back(record.today, ago), rng.randint(8, 21)
    if by_ambulance:
        ambulance(record, rng, day, hour - 1, PROBLEMS[reason].words)
    door = visit(
        record, source, day, "emergency", kind="EMER", hour=hour, minute=rng.randrange(60),
        minutes=rng.randint(70, 235), reason=reason, by="Dr A Okafor", place="Emergency department",
    )  # fmt: skip
    problem(record, source, reason, day, diagnosis=True, by="Dr A Okafor", stay=door)
    round_of_observations(
        record, rng, source, day, hour, ill=0.25, by="Emergency nurse", visit=door
    )
    for name in panels:
        panel(record, rng, name, day, to=(source,), hour=hour)
    body = (
        ("Presenting complaint", PROBLEMS[reason].words),
        ("Diagnosis", PROBLEMS[reason].words),
        ("Clinical summary", course),
        ("Treatment", "\n".join(_line(name) for name in medicines) or "Advice only."),
        ("Discharge", "Home. Return if worse."),
    )
    summary = paper(
        record, source, "emergency", "Emergency department summary", day, "Dr A Okafor", body,
        service="emergency", about=door, page=True, hour=min(23, hour + 3),
    )  # fmt: skip
    if record.gp:
        record.copy(summary, record.gp)
    return door


def ambulance(
    record: Record, rng: Random, day: date, hour: int, complaint: str, *, told: str = ""
) -> Resource:
    """On the scene: observations and the crew's report."""
    crew = "R Boyd, paramedic"
    hour = max(hour, 0)
    scene = visit(
        record, AMBULANCE, day, "emergency", kind="EMER", hour=hour, minute=rng.randrange(40),
        minutes=48, by=crew, text=complaint, words="999 call, conveyed",
    )  # fmt: skip
    round_of_observations(record, rng, AMBULANCE, day, hour, ill=0.6, by=crew, visit=scene)
    body = (
        ("Call", f"999 call. {complaint}."),
        ("History", told or "History from the person and family at the scene."),
        ("Findings", "Airway clear. See observations."),
        ("Treatment", "Oxygen and monitoring as needed. Comfortable on arrival."),
        ("Handover", "Handed over to the nurse in charge of the emergency department."),
    )
    paper(
        record, AMBULANCE, "ambulance", "Ambulance summary", day, crew, body, about=scene,
        service="emergency", hour=min(23, hour + 1),
    )  # fmt: skip
    return scene


def imaging(
    record: Record, source: str, day: date, scan: Any, findings: str, conclusion: str, *,
    by: str = "Dr L Castellanos, radiologist", visit_: Resource | None = None, copy: bool = True,
) -> Resource:  # fmt: skip
    """A scan and its report in words; the practice gets the report."""
    study = record.put(
        source, "ImagingStudy",
        {"status": "available", "started": f"{day.isoformat()}", "description": scan.words,
         "numberOfSeries": 1, "numberOfInstances": 2, "procedureCode": [scan.concept()]},
        day=day,
    )  # fmt: skip
    report: Resource = {
        "status": "final",
        "category": [
            {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "RAD", "display": "Radiology"}]}
        ],
        "code": scan.concept(),
        "effectiveDateTime": day.isoformat(),
        "issued": f"{day.isoformat()}T17:20:00Z",
        "performer": [{"display": by}],
        "imagingStudy": [reference(study)],
        "conclusion": f"{findings} {conclusion}",
    }  # fmt: skip
    if visit_:
        report["encounter"] = reference(visit_)
    put = record.put(source, "DiagnosticReport", report, day=day)
    if copy and record.gp:
        record.copy(put, record.gp, changes={"imagingStudy": []})
    return put


def clinic(
    record: Record, source: str, ago: int, service: str, doctor: str, title: str,
    body: Sequence[tuple[str, str]], *, page: bool = False,
) -> Resource:  # fmt: skip
    """An outpatient visit and its letter to the GP."""
    day = back(record.today, ago)
    seen = visit(
        record, source, day, service, by=doctor, minutes=25, words="Outpatient clinic",
        text=SERVICES[service].words,
    )  # fmt: skip
    letter = paper(
        record, source, "letter", title, back(day, -3) if ago > 3 else day, doctor, body,
        service=service, about=seen, page=page,
    )  # fmt: skip
    if record.gp:
        record.copy(letter, record.gp)
    return seen
