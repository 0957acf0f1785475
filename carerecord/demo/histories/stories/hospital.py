"""Stroke, a fall with a broken hip, cancer, pregnancy, and being in hospital now."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from carerecord.demo.histories.clock import at, back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import (
    measure,
    round_of_observations,
)
from carerecord.demo.histories.writing.plans import care_package, device, flag
from carerecord.demo.histories.writing.problems import none_known, problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import Stay, admit, ambulance, imaging
from carerecord.demo.histories.writing.visits import episode, visit

_COMMUNITY = "eastfield-community"
_COUNCIL = "eastfield-council"


def stroke(record: Record, rng: Random) -> None:
    ago = rng.randint(250, 1900)
    day = back(record.today, ago)
    problem(record, record.gp, "stroke", day, by=record.doctor)
    stay = Stay(
        "stroke", ago, 9, "geriatrics", "Stroke unit", "Right arm weak and words muddled for an hour",
        "CT: no bleed. Clot-busting treatment at 1 hour 50. Swallow safe. Walking with a frame.",
        ("clopidogrel", "atorvastatin80"), (("aspirin", "Replaced by clopidogrel"),), (),
        "Blood pressure under 130. Six-month stroke review.", ("kidney", "blood", "lipids"), True,
    )  # fmt: skip
    ward = admit(record, rng, record.acute, stay)
    imaging(record, record.acute, day, PROCEDURES["ct-head"], "No haemorrhage. Early low density in the left middle cerebral territory.",
            "Acute left middle cerebral artery infarct.", visit_=ward)  # fmt: skip
    at_practice(record, rng, Course("clopidogrel", ago - 12))
    at_practice(record, rng, Course("atorvastatin20", ago - 12))
    episode(
        record,
        _COMMUNITY,
        "Stroke rehabilitation",
        back(day, -10),
        ended=back(day, -80),
        manager="L Fontaine, nurse",
    )
    for turn in range(5):
        visit(
            record,
            _COMMUNITY,
            back(day, -14 - 7 * turn),
            "physiotherapy",
            kind="HH",
            by="S Dhillon, physiotherapist",
            words="Home visit",
        )
    device(record, _COUNCIL, "walking-frame", back(day, -9))
    panel(record, rng, "lipids", back(record.today, 90))


def fall(record: Record, rng: Random) -> None:
    ago = rng.randint(60, 900)
    day = back(record.today, ago)
    stay = Stay(
        "hip-fracture", ago, 12, "orthopaedics", "Ward 9", "Fell from the bed at night, could not stand",
        "Hip fixed next morning under a spinal. Delirium for two days, cleared. Walking with a frame and one person.",
        ("alendronic", "calcium-d", "paracetamol"), (), (),
        "Falls clinic and bone treatment review. Stitches out at the practice on day 14.", ("kidney", "blood", "bone"), True,
    )  # fmt: skip
    lab = "regional-laboratory" in record.person.sources
    ward = admit(record, rng, record.acute, stay if lab else replace(stay, panels=()))
    procedure(
        record,
        record.acute,
        "hip-fixation",
        back(day, -1),
        by="Dr F Kowalczyk",
        stay=ward,
        reason="Broken hip",
    )
    imaging(
        record,
        record.acute,
        day,
        PROCEDURES["xray-hip"],
        "Displaced intracapsular fracture of the left femoral neck.",
        "Fracture.",
        visit_=ward,
    )
    problem(record, record.gp, "hip-fracture", day, by=record.doctor, text="Broken left hip, fixed")
    problem(record, record.gp, "falls-risk", day, by=record.doctor)
    flag(
        record,
        record.acute,
        FLAGS["falls"],
        day,
        "Falls risk: two people to stand",
        by="Ward nurse",
    )
    episode(
        record,
        _COMMUNITY,
        "District nursing, Team B",
        back(day, -13),
        manager="L Fontaine, district nurse",
    )
    for turn in range(8):
        seen = visit(
            record,
            _COMMUNITY,
            back(day, -14 - 4 * turn),
            "district-nursing",
            kind="HH",
            by="L Fontaine, district nurse",
            words="Wound and walking",
        )
        measure(record, _COMMUNITY, "frailty", 6, back(day, -14 - 4 * turn), visit=seen)
    care_package(
        record,
        _COUNCIL,
        "Two calls a day for six weeks: washing, breakfast, evening meal",
        back(day, -12),
    )
    for what in ("walking-frame", "commode", "Raised toilet seat"):
        device(record, _COUNCIL, what, back(day, -12))


def in_hospital_now(record: Record, rng: Random) -> None:
    """Came by ambulance this morning; admitted to ward 4 at 09:12; nothing written yet but the start."""
    today, acute = record.today, record.acute
    ambulance(
        record,
        rng,
        today,
        5,
        "Confused and hot since the night",
        told="Staff at Willow Court called at 04:50.",
    )
    none_known(record, "capital-ambulance", today, "K Solberg, paramedic")
    door = visit(record, acute, today, "emergency", kind="EMER", hour=6, minute=20, minutes=170, by="Dr A Okafor",
                 reason="sepsis", text="Confused and hot", place="Emergency department")  # fmt: skip
    round_of_observations(record, rng, acute, today, 6, ill=0.9, by="J Mwangi, nurse", visit=door)
    ward = visit(record, acute, today, "geriatrics", kind="IMP", hour=9, minute=12, status="in-progress", by="Dr S Amin",
                 reason="uti", text="Urinary infection with delirium", place="Ward 4, bay 2, bed 3", words="Emergency admission")  # fmt: skip
    ward["participant"].append({"individual": {"display": "W Prentice, ward clerk"}})
    problem(
        record,
        acute,
        "uti",
        today,
        diagnosis=True,
        by="Dr S Amin",
        stay=ward,
        verification="provisional",
    )
    problem(record, acute, "delirium", today, diagnosis=True, by="Dr S Amin", stay=ward)
    for name in ("kidney", "blood", "crp", "emergency"):
        panel(record, rng, name, today, {"crp": 146, "white-cells": 16.2, "neutrophils": 13.9, "creatinine": 141, "egfr": 38, "lactate": 2.4},
              to=(acute,), hour=7)  # fmt: skip
    at_hospital(record, acute, Course("nitrofurantoin", 0), stay=ward, by="Dr S Amin")
    flag(record, acute, FLAGS["falls"], today, "Falls risk: bed low, sensor mat", by="Ward nurse")
    imaging(
        record,
        acute,
        today,
        PROCEDURES["xray-chest"],
        "Clear lungs. Heart size normal.",
        "No pneumonia.",
        visit_=ward,
        copy=False,
    )
    ward["period"] = {"start": at(today, 9, 12)}
