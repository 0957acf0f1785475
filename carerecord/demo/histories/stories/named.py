"""Stories told of one named case only."""

from __future__ import annotations

from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.problems import PROBLEMS, PROCEDURES
from carerecord.demo.histories.terms.substances import FINDINGS, SUBSTANCES
from carerecord.demo.histories.writing.medicines import Course, at_hospital
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.problems import allergy, none_known, problem
from carerecord.demo.histories.writing.stays import Stay, clinic, imaging
from carerecord.demo.histories.writing.visits import appointment, visit


def allergies_disagree(record: Record, rng: Random) -> None:
    """Active, refuted, words only, and “none known”: four systems, four statements."""
    columba = "st-columbas-acute"
    allergy(record, record.gp, FINDINGS["penicillin"], back(record.today, 7200), reaction="anaphylaxis", severity="severe",
            criticality="high", by=record.doctor, note="Collapsed after a tablet as a young man.")  # fmt: skip
    allergy(
        record,
        record.acute,
        SUBSTANCES["penicillin"],
        back(record.today, 410),
        reaction="rash",
        severity="mild",
        criticality="low",
        by="Ward pharmacist",
    )
    allergy(record, columba, SUBSTANCES["penicillin"], back(record.today, 95), verification="refuted", status="resolved",
            by="Dr Y Lindgren, allergy clinic", note="Oral challenge passed. Not allergic to penicillin.")  # fmt: skip
    allergy(
        record,
        columba,
        "PENICILLIN?? mother said came out in spots as baby",
        back(record.today, 1300),
        verification="unconfirmed",
        by="Pre-assessment nurse",
    )
    none_known(record, "capital-ambulance", back(record.today, 60), "R Boyd, paramedic")
    allergy(record, "eastfield-community", SUBSTANCES["plaster"], back(record.today, 700), reaction="itch", severity="mild",
            verification="unconfirmed", by="L Fontaine, district nurse", category="environment")  # fmt: skip
    wrong = allergy(
        record,
        record.gp,
        SUBSTANCES["latex"],
        back(record.today, 2100),
        by=record.doctor,
        category="environment",
    )
    wrong["verificationStatus"]["coding"][0]["code"] = "entered-in-error"
    wrong.pop("clinicalStatus")  # FHIR forbids a status on what was entered in error
    body = (
        ("Question", "Penicillin allergy on record since youth; is it true?"), ("Test", "Skin prick negative. Amoxicillin 500 mg by mouth: no reaction in four hours."),
        ("Conclusion", "Not allergic to penicillin. The label can be removed."), ("Action for the GP", "Please remove penicillin allergy from the record."),
    )  # fmt: skip
    clinic(record, columba, 95, "general-medicine", "Dr Y Lindgren", "Clinic letter: allergy", body)


def two_sources(record: Record, rng: Random) -> None:
    """Things that only St Columba’s and Lowland hold, so that their absence matters."""
    columba, mental = "st-columbas-acute", "lowland-mental-health"
    allergy(
        record,
        columba,
        SUBSTANCES["ibuprofen"],
        back(record.today, 240),
        reaction="wheeze",
        severity="severe",
        criticality="high",
        by="Dr I Verhoeven",
    )
    problem(record, columba, "pe", back(record.today, 240), by="Dr I Verhoeven")
    at_hospital(record, columba, Course("apixaban5", 230))
    imaging(
        record,
        columba,
        back(record.today, 241),
        PROCEDURES["ct-chest"],
        "Filling defects in both lower lobe arteries.",
        "Pulmonary embolism.",
        copy=False,
    )
    at_hospital(record, mental, Course("mirtazapine", 120), by="Dr T Baptiste")
    appointment(record, mental, back(record.today, -9), "psychiatry", "Review", by="Dr T Baptiste")
    stay = Stay(
        "pe",
        242,
        4,
        "respiratory",
        "Ward 7",
        "Sudden breathlessness",
        "Clots in both lungs. Apixaban begun.",
        ("apixaban5",),
        panels=(),
    )
    ward = visit(record, columba, back(record.today, stay.ago), stay.service, kind="IMP", by=stay.consultant, reason="pe", place=stay.ward,
                 ended=(back(record.today, 238), 13, 0), words="Emergency admission")  # fmt: skip
    body = (
        ("Diagnoses", PROBLEMS["pe"].words),
        ("Clinical summary", stay.course),
        ("Medicines", "Started: Apixaban 5mg tablets, one twice a day."),
    )
    paper(
        record,
        columba,
        "discharge",
        "Discharge summary",
        back(record.today, 238),
        stay.consultant,
        body,
        about=ward,
    )
