"""What is known of her: allergies, problems, repeats, results over the years."""

from __future__ import annotations

from datetime import date
from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.gibson.dates import (
    ADMITTED,
    COLUMBA,
    NORTHGATE,
    WARD_DOCTOR,
)
from carerecord.demo.histories.terms.substances import SUBSTANCES
from carerecord.demo.histories.writing.medicines import Course, at_practice
from carerecord.demo.histories.writing.observing import (
    blood_pressure,
    measure,
    smoking,
)
from carerecord.demo.histories.writing.problems import (
    allergy,
    none_known,
    problem,
    relative,
)
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.visits import visit

_COMMUNITY, _COUNCIL, _PLANS = "eastfield-community", "eastfield-council", "urgent-care-plans"
_MENTAL = "lowland-mental-health"


def allergies(record: Record) -> None:
    allergy(
        record,
        record.gp,
        SUBSTANCES["penicillin"],
        date(1987, 3, 14),
        reaction="anaphylaxis",
        severity="severe",
        criticality="high",
        by="Dr P Ellery",
    )
    allergy(
        record,
        record.gp,
        SUBSTANCES["codeine"],
        date(2014, 2, 3),
        reaction="vomiting",
        severity="moderate",
        kind="intolerance",
        by="Dr P Ellery",
    )
    taken = back(record.today, ADMITTED)
    allergy(record, NORTHGATE, SUBSTANCES["penicillin"], taken, reaction="rash", by=WARD_DOCTOR)
    allergy(
        record,
        NORTHGATE,
        SUBSTANCES["codeine"],
        taken,
        reaction="vomiting",
        severity="moderate",
        kind="intolerance",
        by=WARD_DOCTOR,
    )
    allergy(record, _COMMUNITY, SUBSTANCES["plaster"], date(2021, 8, 19), reaction="rash", reaction_words="Skin rash", severity="mild",
            verification="unconfirmed", by="L Fontaine, district nurse", category="environment")  # fmt: skip
    none_known(record, COLUMBA, date(2019, 3, 2), "Pre-operative nurse")


def problems(record: Record) -> None:
    by = "Dr P Ellery"
    for key, onset in (
        ("stroke", "2017-07-24"), ("diabetes", "1987-11"), ("hypertension", "1973-03"), ("osteoporosis", "2025-06-30"),
        ("anaemia", "1987-11"), ("asthma", "1996"), ("hearing-loss", "2015"), ("ckd3", "2021-04-12"), ("frailty", "2024-02-08"),
    ):  # fmt: skip
        problem(record, record.gp, key, onset, by=by)
    problem(
        record,
        record.gp,
        "wrist-fracture",
        "2019-01-20",
        status="resolved",
        ended=date(2019, 4, 2),
        by=by,
    )
    problem(
        record, record.gp, "cataract", "2018-05", status="resolved", ended=date(2019, 3, 5), by=by
    )
    problem(record, NORTHGATE, "stroke", "2017-07-24", by="Dr J Amsel")
    problem(record, NORTHGATE, "essential-bp", "1973", by=WARD_DOCTOR)
    relative(record, "MTH", "stroke", date(2012, 5, 9))
    relative(record, "FTH", "heart", date(2012, 5, 9))
    smoking(record, "never", back(record.today, 200), by)
    measure(record, record.gp, "alcohol", 0, back(record.today, 200), by=by)


def practice_medicines(record: Record, rng: Random) -> None:
    for course in (
        Course("ramipril5", 3200, last=19), Course("metformin-mr", 2900, last=19), Course("simvastatin10", 3300, last=19), Course("clopidogrel", 3390, last=19),
        Course("fluticasone", 2400, last=18), Course("alendronic", 500, last=4, reached="sent"), Course("salbutamol", 2400, issues=2, every=180, last=215),
        Course("hydroxocobalamin", 1800, issues=3, every=90, last=52), Course("amlodipine5", 4100, 900, "Ankle swelling"),
    ):  # fmt: skip
        at_practice(record, rng, course)


def results(record: Record, rng: Random) -> None:
    """Creatinine over five years, the peak, and the first sample after leaving."""
    for turn, value in enumerate((88, 86, 90, 84, 82, 85, 79, 81, 78, 80)):
        levels = {"creatinine": float(value), "egfr": 56.0 + turn // 3, "urea": 7.1}
        panel(record, rng, "kidney", back(record.today, 110 + 180 * turn), levels, exact=True)
        panel(
            record,
            rng,
            "blood",
            back(record.today, 110 + 180 * turn),
            {"haemoglobin": 113.0 + turn},
        )
        if turn % 2 == 0:
            panel(
                record,
                rng,
                "hba1c",
                back(record.today, 41 + 180 * turn),
                {"hba1c": 35.0 + 4 * turn},
                exact=True,
            )
    for ago, creatinine, egfr, potassium in (
        (24, 192, 22, 5.9),
        (22, 176, 24, 5.4),
        (20, 151, 29, 5.1),
        (18, 132, 35, 4.9),
        (16, 118, 40, 4.8),
    ):
        levels = {
            "creatinine": float(creatinine),
            "egfr": float(egfr),
            "potassium": potassium,
            "urea": creatinine / 14,
        }
        panel(record, rng, "kidney", back(record.today, ago), levels, to=(NORTHGATE,), exact=True,
              comment="Acute kidney injury warning stage 2." if ago == 24 else "")  # fmt: skip
    panel(
        record,
        rng,
        "crp",
        back(record.today, 24),
        {"crp": 162},
        to=(NORTHGATE,),
        exact=True,
    )
    panel(
        record,
        rng,
        "crp",
        back(record.today, 17),
        {"crp": 21},
        to=(NORTHGATE,),
        exact=True,
    )
    panel(
        record,
        rng,
        "blood",
        back(record.today, 20),
        {"haemoglobin": 108},
        to=(NORTHGATE,),
        exact=True,
    )
    panel(
        record,
        rng,
        "blood",
        back(record.today, 16),
        {"haemoglobin": 110},
        to=(NORTHGATE,),
        exact=True,
    )
    panel(
        record,
        rng,
        "kidney",
        back(record.today, 8),
        {"creatinine": 109, "egfr": 44, "potassium": 4.7, "urea": 8.6},
        exact=True,
    )
    for ago in (8, 110, 290):
        day = back(record.today, ago)
        seen = visit(
            record,
            record.gp,
            day,
            "general-practice",
            by="Nurse C Whitlow",
            words="Visit at Willow Court",
        )
        blood_pressure(
            record, record.gp, day, 138 + ago // 40, 76, by="Nurse C Whitlow", visit=seen
        )
        measure(
            record,
            record.gp,
            "weight",
            round(51.2 + ago / 150, 1),
            day,
            by="Nurse C Whitlow",
            visit=seen,
        )
