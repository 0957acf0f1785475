"""The stay: ambulance, emergency department, ward 4, discharge summary, and today."""

from __future__ import annotations

from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back, uk
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.gibson.dates import (
    ADMITTED,
    DISCHARGED,
    NORTHGATE,
    WARD_DOCTOR,
)
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.writing.medicines import Course, at_hospital
from carerecord.demo.histories.writing.observing import (
    round_of_observations,
)
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.problems import (
    problem,
    procedure,
)
from carerecord.demo.histories.writing.stays import ambulance, imaging
from carerecord.demo.histories.writing.visits import visit


def stay(record: Record, rng: Random) -> Resource:
    arrived, left = back(record.today, ADMITTED), back(record.today, DISCHARGED)
    ambulance(record, rng, arrived, 10, "Breathless and confused for two days",
              told="Carers at Willow Court: off food, drowsy, cough. Hearing aids in before talking.")  # fmt: skip
    door = visit(record, NORTHGATE, arrived, "emergency", kind="EMER", hour=11, minute=20, minutes=240, reason="pneumonia",
                 by="Dr A Okafor", place="Emergency department")  # fmt: skip
    round_of_observations(
        record, rng, NORTHGATE, arrived, 11, ill=0.8, by="J Mwangi, nurse", visit=door
    )
    ward = visit(record, NORTHGATE, arrived, "geriatrics", kind="IMP", hour=15, minute=30, reason="pneumonia", by=WARD_DOCTOR,
                 place="Ward 4", ended=(left, 14, 45), words="Emergency admission")  # fmt: skip
    for key, text in (("pneumonia", ""), ("aki", "Acute kidney injury stage 2"), ("delirium", "")):
        problem(
            record, NORTHGATE, key, arrived, by=WARD_DOCTOR, diagnosis=True, stay=ward, text=text
        )
    for day in range(ADMITTED, DISCHARGED, -2):
        round_of_observations(
            record,
            rng,
            NORTHGATE,
            back(record.today, day),
            9,
            ill=max(0.1, (day - 16) / 10),
            by="Ward nurse",
            visit=ward,
        )
    procedure(
        record,
        NORTHGATE,
        "catheter",
        arrived,
        by="Ward nurse",
        stay=ward,
        reason="To measure urine",
    )
    imaging(
        record,
        NORTHGATE,
        arrived,
        PROCEDURES["xray-chest"],
        "Consolidation at the right base. No effusion.",
        "Right lower lobe pneumonia.",
        visit_=ward,
    )
    imaging(record, NORTHGATE, back(record.today, ADMITTED - 1), PROCEDURES["ct-head"], "Old left parietal infarct. No bleed, no new infarct.",
            "No acute change to explain the confusion.", visit_=ward)  # fmt: skip
    body = (
        ("Diagnoses", "Right lower lobe pneumonia\nAcute kidney injury stage 2\nDelirium, cleared"),
        ("Clinical summary", "Came from Willow Court drowsy and breathless. Intravenous doxycycline and fluids, five days. Creatinine 192 at its highest, "
         "118 on leaving. Delirium cleared by day six. Potassium 5.9 on arrival, 4.8 on leaving."),
        ("Medicines changed", "STOPPED ramipril: acute kidney injury. GP to recheck U&E in 1 week before restarting.\n"
         "CHANGED metformin modified-release 500 mg: once a day, was twice a day. Reduced, eGFR 40.\n"
         "STOPPED simvastatin: replaced by atorvastatin.\nSTARTED atorvastatin 20 mg at night: replaces simvastatin. 14 days supplied.\n"
         "STARTED macrogol 3350, one sachet once a day, for 2 weeks.\nSTARTED paracetamol 1 g up to four times a day as required, no more than 4 g in 24 hours."),
        ("Medicines continued", "Clopidogrel 75 mg once a day. Alendronic acid 70 mg once a week. Fluticasone inhaler two puffs twice a day."),
        ("Allergies", "Penicillin (rash). Codeine (vomiting)."),
        ("Actions for the GP", "Urea and electrolytes in 1 week. Do not restart ramipril before.\nUpdate repeats: ramipril, metformin, simvastatin, atorvastatin."),
        ("Resuscitation", f"Do not attempt CPR, decided {uk(back(record.today, 191))}. Unchanged."),
        ("Information given", "Explained to Mrs Gibson with hearing aids in, and to her son Dale by phone."),
    )  # fmt: skip
    summary = paper(
        record,
        NORTHGATE,
        "discharge",
        "Discharge summary",
        left,
        WARD_DOCTOR,
        body,
        service="geriatrics",
        about=ward,
    )
    record.copy(summary, record.gp)
    now = visit(record, NORTHGATE, record.today, "emergency", kind="EMER", hour=9, minute=41, status="in-progress", by="Dr A Okafor",
                text="Fall at Willow Court, hip pain", place="Emergency department, cubicle 6")  # fmt: skip
    round_of_observations(
        record, rng, NORTHGATE, record.today, 9, ill=0.2, by="J Mwangi, nurse", visit=now
    )
    return ward


def hospital_medicines(record: Record, ward: Resource) -> None:
    for course in (
        Course("ramipril5", 3200, ADMITTED, "Acute kidney injury. GP to recheck U&E in 1 week before restarting."),
        Course("metformin-mr", DISCHARGED, why="Reduced, eGFR 40", words="One to be taken once a day with the evening meal", times=1),
        Course("simvastatin10", 3300, DISCHARGED, "Replaced by atorvastatin"),
        Course("atorvastatin20", DISCHARGED, why="Started: replaces simvastatin. 14 days supplied"),
        Course("macrogol", DISCHARGED, why="Started, for 2 weeks"), Course("paracetamol", DISCHARGED),
        Course("alendronic", 500), Course("clopidogrel", 3390), Course("fluticasone", 2400),
    ):  # fmt: skip
        at_hospital(record, NORTHGATE, course, stay=ward, by=WARD_DOCTOR)
