"""Cancer found by referral, treated, and under follow-up."""

from __future__ import annotations

from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.writing.medicines import Course, at_practice
from carerecord.demo.histories.writing.problems import problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import clinic, imaging
from carerecord.demo.histories.writing.visits import appointment, referral


def cancer(record: Record, rng: Random) -> None:
    """Found by referral, treated, under follow-up."""
    woman = record.person.person.gender == "female"
    kind = rng.choice(("breast", "colon") if woman else ("prostate", "colon"))
    ago = rng.randint(300, 1500)
    day = back(record.today, ago)
    words = {
        "breast": "lump in the left breast",
        "colon": "blood in the stool and iron deficiency",
        "prostate": "raised PSA",
    }[kind]
    scan = {"breast": "mammogram", "colon": "colonoscopy", "prostate": "prostate-biopsy"}[kind]
    surgery = {"breast": "mastectomy", "colon": "hemicolectomy", "prostate": "radiotherapy"}[kind]
    referral(
        record,
        record.gp,
        back(day, 20),
        "oncology",
        f"Two-week wait: {words}.",
        to=record.acute,
        priority="urgent",
    )
    problem(record, record.acute, f"{kind}-cancer", day, by="Dr A Fitzalan")
    problem(record, record.gp, f"{kind}-cancer", f"{day:%Y-%m}", by=record.doctor)
    procedure(
        record, record.acute, scan, back(day, 4), by="Dr A Fitzalan", reason=words.capitalize()
    )
    procedure(record, record.acute, surgery, back(day, -35), by="Dr A Fitzalan")
    for turn in range(6):
        procedure(
            record,
            record.acute,
            "chemotherapy",
            back(day, -60 - 21 * turn),
            by="Oncology day unit",
            text=f"Chemotherapy, cycle {turn + 1} of 6",
        )
        panel(
            record,
            rng,
            "blood",
            back(day, -58 - 21 * turn),
            {"white-cells": 3.4, "neutrophils": 1.8, "haemoglobin": 108},
            to=(record.acute,),
        )
    imaging(
        record,
        record.acute,
        back(day, -2),
        PROCEDURES["ct-chest"],
        "No enlarged nodes. Lungs clear.",
        "No sign of spread.",
    )
    for turn in range(4):
        body = (
            ("Diagnosis", f"{kind.capitalize()} cancer, treated to cure"), ("Findings", "Well. Weight steady. Scar soft. No new lumps."),
            ("Results", "Tumour marker within the usual range."), ("Plan", "Six-monthly for five years, then yearly. Call the nurse line with any worry."),
        )  # fmt: skip
        when = max(15, ago - 200 - 180 * turn)
        clinic(
            record,
            record.acute,
            when,
            "oncology",
            "Dr A Fitzalan",
            "Clinic letter: oncology",
            body,
            page=turn % 2 == 0,
        )
        panel(
            record,
            rng,
            "psa" if kind == "prostate" else "cea",
            back(record.today, when),
            to=(record.acute, record.gp),
        )
    if kind == "breast":
        at_practice(
            record, rng, Course(rng.choice(("tamoxifen", "anastrozole")), max(30, ago - 200))
        )
    appointment(
        record,
        record.acute,
        back(record.today, -55),
        "oncology",
        "Follow-up clinic",
        by="Dr A Fitzalan",
        hour=11,
    )
