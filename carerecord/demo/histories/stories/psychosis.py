"""Psychosis: a stay under section, a monthly injection, a crisis plan."""

from __future__ import annotations

from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, back, uk
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import measure
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.plans import consent, flag, goal, plan, team
from carerecord.demo.histories.writing.problems import problem
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.visits import appointment, episode, visit

MENTAL = "lowland-mental-health"
_LEGAL = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-LegalStatus"


def psychosis(record: Record, rng: Random) -> None:
    began = back(record.today, rng.randint(900, 2600))
    illness = problem(record, MENTAL, "schizophrenia", began, by="Dr T Baptiste")
    problem(record, record.gp, "psychosis", f"{began.year}", by=record.doctor)
    at_hospital(record, MENTAL, Course("aripiprazole", 400), by="Dr T Baptiste")
    at_hospital(
        record,
        MENTAL,
        Course("olanzapine", 900, 390, "Changed to a monthly injection"),
        by="Dr T Baptiste",
    )
    at_practice(record, rng, Course("olanzapine", 900))
    episode(
        record,
        MENTAL,
        "Community mental health team",
        began,
        manager="D Hargreave, nurse",
        service="psychiatry",
        why=illness,
    )
    _admission(record, illness)
    _crisis_plan(record, rng)
    flag(
        record,
        MENTAL,
        FLAGS["suicide"],
        back(record.today, 80),
        "Risk of suicide: raised at times of crisis, see the crisis plan",
        category="behavioral",
        by="Dr T Baptiste",
    )
    team(
        record, MENTAL, "Community mental health team",
        (("Care coordinator", "D Hargreave", "020 7946 0161"), ("Psychiatrist", "Dr T Baptiste", "020 7946 0160")), began,
    )  # fmt: skip
    for turn in range(9):
        kind, words = (("VR", "Phone call"), ("HH", "Home visit"), ("AMB", "Clinic"))[turn % 3]
        visit(
            record,
            MENTAL,
            back(record.today, 9 + turn * 30),
            "psychiatry",
            kind=kind,
            by="D Hargreave, nurse",
            words=words,
        )
    body = (
        ("Diagnosis", "Schizophrenia"), ("Progress", "Well on the monthly injection. Back at the allotment."),
        ("Medicines", "Aripiprazole 400 mg every month, given by the team. Olanzapine stopped: please remove it from repeats."),
        ("Physical health", "Weight, HbA1c and lipids yearly at the practice, please."), ("Plan", "Review in three months."),
    )  # fmt: skip
    letter = paper(
        record,
        MENTAL,
        "letter",
        "Clinic letter: psychiatry",
        back(record.today, 45),
        "Dr T Baptiste",
        body,
        service="psychiatry",
    )
    record.copy(letter, record.gp)
    goal(
        record,
        MENTAL,
        "To keep the allotment and see my daughter on Sundays",
        back(record.today, 120),
    )
    for turn in range(3):
        panel(record, rng, ("hba1c", "lipids", "liver")[turn], back(record.today, 110))
        measure(
            record,
            record.gp,
            "weight",
            round(88 + turn * 0.7, 1),
            back(record.today, 110 + turn * 365),
        )
    appointment(
        record,
        MENTAL,
        back(record.today, -19),
        "psychiatry",
        "Injection clinic",
        by="D Hargreave, nurse",
    )
    appointment(
        record,
        MENTAL,
        back(record.today, 76),
        "psychiatry",
        "Injection clinic",
        by="D Hargreave, nurse",
        status="noshow",
    )


def _admission(record: Record, illness: Resource) -> None:
    start, end = back(record.today, 470), back(record.today, 432)
    stay = visit(
        record, MENTAL, start, "psychiatry", kind="IMP", by="Dr T Baptiste", place="Kestrel ward",
        ended=(end, 11, 0), words="Admission under section 2 of the Mental Health Act", text="Relapse of psychosis", hour=19,
    )  # fmt: skip
    stay["extension"] = [
        {"url": _LEGAL, "extension": [{"url": "legalStatusCode", "valueCodeableConcept": {
            "coding": [{"system": "https://fhir.hl7.org.uk/CodeSystem/UKCore-LegalStatusClassification", "code": "02",
                        "display": "Formally detained under Mental Health Act Section 2"}]}}]}
    ]  # fmt: skip
    body = (
        ("Admission", f"Detained under section 2, {uk(start)} to {uk(end)}."), ("Progress", "Voices settled over three weeks."),
        ("Legal status on leaving", "Informal."), ("Follow-up", "Seen at home within 72 hours."),
    )  # fmt: skip
    paper(
        record,
        MENTAL,
        "discharge",
        "Mental health discharge summary",
        end,
        "Dr T Baptiste",
        body,
        service="psychiatry",
        about=stay,
    )
    record.put(
        MENTAL, "QuestionnaireResponse",
        {"status": "completed", "questionnaire": f"https://{MENTAL}.example/Questionnaire/crisis-review",
         "authored": at(end, 12, 0), "author": {"display": "D Hargreave"},
         "item": [{"linkId": "1", "text": "What helped in the crisis?", "answer": [{"valueString": "A quiet room and my own music"}]},
                  {"linkId": "2", "text": "What made it worse?", "answer": [{"valueString": "Being asked the same questions by new people"}]}]},
        day=end,
    )  # fmt: skip


def _crisis_plan(record: Record, rng: Random) -> None:
    day = back(record.today, rng.randint(40, 120))
    lines = (
        ("Early signs", "Not sleeping for two nights, curtains closed, phone off."),
        ("What helps", "One person at a time, a quiet room, own music, tea with two sugars."),
        ("What to avoid", "Police at the door if it can be helped. Being held."),
        ("Call first", "Crisis team, any hour: 020 7946 0164. Then the care coordinator."),
        (
            "Treatment agreed",
            "Lorazepam 1 mg by mouth once; no haloperidol (muscle spasm in 2019).",
        ),
        ("Home", "Neighbour feeds the cat and has a key."),
    )
    plan(
        record,
        MENTAL,
        "crisis-plan",
        "Mental health crisis plan",
        day,
        "D Hargreave, nurse",
        lines,
        review=back(record.today, -180),
        version=3,
    )
    paper(
        record,
        MENTAL,
        "crisis-plan",
        "Mental health crisis plan",
        day,
        "D Hargreave, nurse",
        lines,
        service="psychiatry",
        page=True,
    )
    consent(
        record,
        MENTAL,
        "ADRT",
        "Does not want haloperidol in any form",
        day,
        who="Written by the person, witnessed",
    )
