"""Mrs Gibson: a stay that changed her medicines, and systems that have not caught up with it.

Every day is counted back from today, so that the story is as fresh in any year.
"""

from __future__ import annotations

from datetime import date
from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back, uk
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.later_life import one_urgent_plan
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.terms.substances import SUBSTANCES
from carerecord.demo.histories.writing.home import of_the_practice
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import (
    blood_pressure,
    measure,
    round_of_observations,
    smoking,
)
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.plans import (
    care_package,
    consent,
    device,
    flag,
    goal,
    next_of_kin,
    plan,
    team,
)
from carerecord.demo.histories.writing.problems import (
    allergy,
    none_known,
    problem,
    procedure,
    relative,
)
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import ambulance, clinic, imaging
from carerecord.demo.histories.writing.visits import appointment, episode, referral, visit

_NORTHGATE, _COLUMBA = "northgate-acute", "st-columbas-acute"
_COMMUNITY, _COUNCIL, _PLANS = "eastfield-community", "eastfield-council", "urgent-care-plans"
_MENTAL = "lowland-mental-health"
_IN, _OUT = 24, 15  # days ago: admitted, discharged
_WARD_DOCTOR = "Dr S Amin"


def gibson(record: Record, rng: Random) -> None:
    of_the_practice(record)
    _allergies(record)
    _problems(record)
    _practice_medicines(record, rng)
    ward = _stay(record, rng)
    _hospital_medicines(record, ward)
    _results(record, rng)
    _urgent_care_plan(record)
    _around_her(record, rng)
    _elsewhere(record, rng)


def _allergies(record: Record) -> None:
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
    taken = back(record.today, _IN)
    allergy(record, _NORTHGATE, SUBSTANCES["penicillin"], taken, reaction="rash", by=_WARD_DOCTOR)
    allergy(
        record,
        _NORTHGATE,
        SUBSTANCES["codeine"],
        taken,
        reaction="vomiting",
        severity="moderate",
        kind="intolerance",
        by=_WARD_DOCTOR,
    )
    allergy(record, _COMMUNITY, SUBSTANCES["plaster"], date(2021, 8, 19), reaction="rash", reaction_words="Skin rash", severity="mild",
            verification="unconfirmed", by="L Fontaine, district nurse", category="environment")  # fmt: skip
    none_known(record, _COLUMBA, date(2019, 3, 2), "Pre-operative nurse")


def _problems(record: Record) -> None:
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
    problem(record, _NORTHGATE, "stroke", "2017-07-24", by="Dr J Amsel")
    problem(record, _NORTHGATE, "essential-bp", "1973", by=_WARD_DOCTOR)
    relative(record, "MTH", "stroke", date(2012, 5, 9))
    relative(record, "FTH", "heart", date(2012, 5, 9))
    smoking(record, "never", back(record.today, 200), by)
    measure(record, record.gp, "alcohol", 0, back(record.today, 200), by=by)


def _practice_medicines(record: Record, rng: Random) -> None:
    for course in (
        Course("ramipril5", 3200), Course("metformin-mr", 2900), Course("simvastatin10", 3300), Course("clopidogrel", 3390),
        Course("fluticasone", 2400), Course("alendronic", 500), Course("salbutamol", 2400, issues=2, every=180),
        Course("hydroxocobalamin", 1800, issues=3, every=90), Course("amlodipine5", 4100, 900, "Ankle swelling"),
    ):  # fmt: skip
        at_practice(record, rng, course)


def _hospital_medicines(record: Record, ward: Resource) -> None:
    for course in (
        Course("ramipril5", 3200, _IN, "Acute kidney injury. GP to recheck U&E in 1 week before restarting."),
        Course("metformin-mr", _OUT, why="Reduced, eGFR 40", words="One to be taken once a day with the evening meal", times=1),
        Course("simvastatin10", 3300, _OUT, "Replaced by atorvastatin"),
        Course("atorvastatin20", _OUT, why="Started: replaces simvastatin. 14 days supplied"),
        Course("macrogol", _OUT, why="Started, for 2 weeks"), Course("paracetamol", _OUT),
        Course("alendronic", 500), Course("clopidogrel", 3390), Course("fluticasone", 2400),
    ):  # fmt: skip
        at_hospital(record, _NORTHGATE, course, stay=ward, by=_WARD_DOCTOR)


def _stay(record: Record, rng: Random) -> Resource:
    arrived, left = back(record.today, _IN), back(record.today, _OUT)
    ambulance(record, rng, arrived, 10, "Breathless and confused for two days",
              told="Carers at Willow Court: off food, drowsy, cough. Hearing aids in before talking.")  # fmt: skip
    door = visit(record, _NORTHGATE, arrived, "emergency", kind="EMER", hour=11, minute=20, minutes=240, reason="pneumonia",
                 by="Dr A Okafor", place="Emergency department")  # fmt: skip
    round_of_observations(
        record, rng, _NORTHGATE, arrived, 11, ill=0.8, by="J Mwangi, nurse", visit=door
    )
    ward = visit(record, _NORTHGATE, arrived, "geriatrics", kind="IMP", hour=15, minute=30, reason="pneumonia", by=_WARD_DOCTOR,
                 place="Ward 4", ended=(left, 14, 45), words="Emergency admission")  # fmt: skip
    for key, text in (("pneumonia", ""), ("aki", "Acute kidney injury stage 2"), ("delirium", "")):
        problem(
            record, _NORTHGATE, key, arrived, by=_WARD_DOCTOR, diagnosis=True, stay=ward, text=text
        )
    for day in range(_IN, _OUT, -2):
        round_of_observations(
            record,
            rng,
            _NORTHGATE,
            back(record.today, day),
            9,
            ill=max(0.1, (day - 16) / 10),
            by="Ward nurse",
            visit=ward,
        )
    procedure(
        record,
        _NORTHGATE,
        "catheter",
        arrived,
        by="Ward nurse",
        stay=ward,
        reason="To measure urine",
    )
    imaging(
        record,
        _NORTHGATE,
        arrived,
        PROCEDURES["xray-chest"],
        "Consolidation at the right base. No effusion.",
        "Right lower lobe pneumonia.",
        visit_=ward,
    )
    imaging(record, _NORTHGATE, back(record.today, _IN - 1), PROCEDURES["ct-head"], "Old left parietal infarct. No bleed, no new infarct.",
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
        _NORTHGATE,
        "discharge",
        "Discharge summary",
        left,
        _WARD_DOCTOR,
        body,
        service="geriatrics",
        about=ward,
    )
    record.copy(summary, record.gp)
    now = visit(record, _NORTHGATE, record.today, "emergency", kind="EMER", hour=9, minute=41, status="in-progress", by="Dr A Okafor",
                text="Fall at Willow Court, hip pain", place="Emergency department, cubicle 6")  # fmt: skip
    round_of_observations(
        record, rng, _NORTHGATE, record.today, 9, ill=0.2, by="J Mwangi, nurse", visit=now
    )
    return ward


def _results(record: Record, rng: Random) -> None:
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
        panel(record, rng, "kidney", back(record.today, ago), levels, to=(_NORTHGATE,), asked=_WARD_DOCTOR, exact=True,
              comment="Acute kidney injury warning stage 2." if ago == 24 else "")  # fmt: skip
    panel(
        record,
        rng,
        "crp",
        back(record.today, 24),
        {"crp": 162},
        to=(_NORTHGATE,),
        asked=_WARD_DOCTOR,
        exact=True,
    )
    panel(
        record,
        rng,
        "crp",
        back(record.today, 17),
        {"crp": 21},
        to=(_NORTHGATE,),
        asked=_WARD_DOCTOR,
        exact=True,
    )
    panel(
        record,
        rng,
        "blood",
        back(record.today, 20),
        {"haemoglobin": 108},
        to=(_NORTHGATE,),
        asked=_WARD_DOCTOR,
        exact=True,
    )
    panel(
        record,
        rng,
        "blood",
        back(record.today, 16),
        {"haemoglobin": 110},
        to=(_NORTHGATE,),
        asked=_WARD_DOCTOR,
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
            kind="HH",
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


def _urgent_care_plan(record: Record) -> None:
    lines = (
        ("CPR", f"Do not attempt CPR. Decided {uk(back(record.today, 191))} with Mrs Gibson, who had capacity. Signed form: yellow folder, nurses' office."),
        ("If unwell", "Hospital for reversible illness, ward care. Not for intensive care."),
        ("What matters most", "Hearing aids in before talking. Call Dale first. Does not want to be moved at night."),
        ("Preferred place of care", "Willow Court Care Home"),
        ("Likely emergencies", "Chest infection: oral doxycycline at the home first (penicillin allergy). Fall: hospital if she cannot stand."),
        ("Emergency medicines kept", "None."), ("Getting in", "Front desk day and night; code 4471 after 20:00."),
        ("Who can decide", "Dale Gibson (son), health attorney, 07700 900461."),
    )  # fmt: skip
    before: Resource | None = None
    for number, ago in ((1, 900), (2, 520), (3, 191), (4, 11)):
        before = one_urgent_plan(record, back(record.today, ago), number, 4, True, before, lines)
    decided = back(record.today, 191)
    flag(
        record,
        _PLANS,
        FLAGS["no-cpr"],
        decided,
        f"Do not attempt CPR: decision recorded {uk(decided)}",
        by="Dr P Ellery",
    )
    flag(
        record,
        record.gp,
        FLAGS["no-cpr"],
        decided,
        f"Do not attempt CPR: decision recorded {uk(decided)}",
        by="Dr P Ellery",
    )
    flag(
        record,
        record.gp,
        FLAGS["adjustment"],
        back(record.today, 640),
        "Reasonable adjustments: hearing, memory",
        category="admin",
        by="Dr P Ellery",
    )
    flag(
        record,
        _NORTHGATE,
        FLAGS["falls"],
        back(record.today, _IN),
        "Falls risk: sensor mat, low bed",
        by="Ward nurse",
    )
    consent(
        record,
        _PLANS,
        "LPA",
        "Dale Gibson (son) decides about care and treatment when Mrs Gibson cannot",
        date(2023, 9, 12),
        who="Dale Gibson",
    )


def _around_her(record: Record, rng: Random) -> None:
    today = record.today
    kin = record.person.person.next_of_kin
    next_of_kin(record, record.gp, kin, date(2020, 1, 8))
    next_of_kin(record, _COUNCIL, kin, back(today, 700))
    team(
        record, record.gp, "People to call",
        (("GP", "Riverside Medical Practice", "020 7946 0112"), ("Care home", "Willow Court, nurse in charge", "020 7946 0143"),
         ("District nurse", "Eastfield Community, Team B", "020 7946 0167"), ("Social worker", "T Adeyemi, Eastfield Council", "020 7946 0171"),
         ("Next of kin", "Dale Gibson (son), health attorney", "07700 900461")), back(today, 11),
    )  # fmt: skip
    episode(
        record,
        _COMMUNITY,
        "District nursing, Team B",
        back(today, 10),
        manager="L Fontaine, district nurse",
    )
    for ago in (3, 6, 10, 60, 64, 67):
        seen = visit(
            record,
            _COMMUNITY,
            back(today, ago),
            "district-nursing",
            kind="HH",
            by="L Fontaine, district nurse",
            words="Pressure areas and catheter site",
        )
        measure(record, _COMMUNITY, "frailty", 7, back(today, ago), visit=seen)
    plan(record, _COMMUNITY, "care-plan", "Skin care plan", back(today, 10), "L Fontaine, district nurse",
         (("Skin", "Heels off the bed. Paper tape only: reacts to plaster."), ("Visits", "Twice a week for four weeks.")), review=back(today, -18))  # fmt: skip
    care_package(
        record,
        _COUNCIL,
        "Care restarted after hospital: nursing care at Willow Court, one-to-one at mealtimes",
        back(today, 10),
    )
    episode(
        record,
        _COUNCIL,
        "Social care, adults: care home placement",
        back(today, 700),
        manager="T Adeyemi, social worker",
    )
    plan(record, _COUNCIL, "care-plan", "Care and support plan", back(today, 10), "T Adeyemi, social worker",
         (("Placement", "Willow Court, nursing, room 7"), ("About me", "I taught piano. Please put the radio on, quietly."),
          ("Eating", "One person beside; soft food.")), category="Social care", review=back(today, -80))  # fmt: skip
    goal(record, _COUNCIL, "To sit in the garden every dry day", back(today, 10))
    for what in ("hospital-bed", "hearing-aid", "Pressure relief mattress"):
        device(record, _COUNCIL, what, back(today, 700))
    appointment(
        record,
        _NORTHGATE,
        back(today, -12),
        "audiology",
        "Hearing aid review",
        by="Audiology clinic",
        hour=11,
    )
    appointment(
        record,
        _NORTHGATE,
        back(today, -33),
        "geriatrics",
        "Follow-up after pneumonia",
        by="Dr J Amsel",
        hour=14,
    )
    appointment(
        record,
        record.gp,
        back(today, -5),
        "general-practice",
        "Blood test at Willow Court",
        by="Nurse C Whitlow",
    )
    appointment(record, _NORTHGATE, back(today, 75), "ophthalmology", "Eye clinic", status="noshow")
    referral(
        record,
        record.gp,
        back(today, 9),
        "audiology",
        "Left hearing aid whistles; lost in the delirium.",
        to=_NORTHGATE,
        status="active",
    )


def _elsewhere(record: Record, rng: Random) -> None:
    """Cataract surgery at St Columba's years ago; memory looked at by Lowland; earlier letters."""
    stay = visit(
        record,
        _COLUMBA,
        date(2019, 3, 5),
        "ophthalmology",
        by="Dr D Marchetti",
        words="Day surgery",
        minutes=200,
    )
    procedure(
        record,
        _COLUMBA,
        "cataract-surgery",
        date(2019, 3, 5),
        by="Dr D Marchetti",
        stay=stay,
        text="Left cataract surgery",
    )
    paper(record, _COLUMBA, "letter", "Operation letter", date(2019, 3, 6), "Dr D Marchetti",
          (("Operation", "Left cataract removed, lens placed. No complication."), ("Plan", "Drops for four weeks. Optician at six weeks.")), about=stay)  # fmt: skip
    at_hospital(
        record,
        _COLUMBA,
        Course(
            "aspirin", 3000, (record.today - date(2019, 3, 2)).days, "Last list at pre-assessment"
        ),
    )
    problem(
        record,
        _MENTAL,
        "delirium",
        back(record.today, 13),
        by="Liaison nurse",
        status="resolved",
        ended=back(record.today, 13),
    )
    body = (
        ("Seen", "On ward 4 and again at Willow Court."), ("Findings", "Attention back to usual. Forgets new names. Mood good."),
        ("Opinion", "Delirium on frail memory. Not diagnosed with dementia; look again in six months."), ("Medicines", "No medicines for this."),
    )  # fmt: skip
    letter = paper(
        record,
        _MENTAL,
        "letter",
        "Liaison letter: older people",
        back(record.today, 13),
        "Dr G Oyelaran",
        body,
        service="old-age-psychiatry",
    )
    record.copy(letter, record.gp)
    plan(record, _MENTAL, "care-plan", "Delirium care plan, mental health liaison", back(record.today, 13), "Liaison nurse",
         (("If confused again", "Look for infection, pain, constipation first."), ("Talking", "Hearing aids in, one person, face the light.")))  # fmt: skip
    for ago, words in (
        (420, "Bone density lower at the hip; alendronic acid begun."),
        (1100, "Six-year stroke review: walks with a frame, speech clear."),
    ):
        clinic(
            record,
            _NORTHGATE,
            ago,
            "geriatrics",
            "Dr J Amsel",
            "Clinic letter: older people",
            (("Findings", words), ("Plan", "Back to the practice.")),
        )


TELL = {"gibson": gibson}
