"""Stories told of one named case only."""

from __future__ import annotations

from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms.problems import PROBLEMS, PROCEDURES
from carerecord.demo.histories.terms.substances import FINDINGS, SUBSTANCES
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import round_of_observations
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.problems import allergy, none_known, problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import Stay, clinic, imaging
from carerecord.demo.histories.writing.visits import appointment, episode, referral, visit

_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


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
    wrong["verificationStatus"]["coding"][0] |= {
        "code": "entered-in-error",
        "display": "Entered in error",
    }
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


def assisted_conception(record: Record, rng: Random) -> None:
    """Legally restricted: the treatment, and everything that would give it away."""
    acute, doctor = record.acute, "Dr E Castellane"
    ivf = PROCEDURES["ivf"]
    cause = _restricted(problem(record, acute, "infertility", back(record.today, 500), by=doctor))
    treatment = _restricted(procedure(record, acute, "ivf", back(record.today, 48), by=doctor))
    treatment["reasonReference"] = [reference(cause)]
    booked = appointment(
        record,
        acute,
        back(record.today, -12),
        "gynaecology",
        "Clinic appointment",
        by=doctor,
        term=ivf,
        hour=13,
    )
    booked["reasonReference"] = [reference(treatment)]
    seen = visit(
        record,
        acute,
        back(record.today, 48),
        "gynaecology",
        by=doctor,
        words="Day procedure",
        minutes=120,
    )
    treatment["encounter"] = reference(seen)
    asked = referral(
        record,
        record.gp,
        back(record.today, 520),
        "gynaecology",
        "Trying for a baby for three years.",
        to=acute,
        term=ivf,
    )
    _restricted(asked)
    for name in ("follitropin", "progesterone"):
        given = _restricted(
            at_hospital(
                record, acute, Course(name, 60, 30 if name == "follitropin" else -1), by=doctor
            )
        )
        given["reasonReference"] = [reference(treatment)]
    result = panel(record, rng, "amh", back(record.today, 90), to=(acute,), asked=doctor)
    _restricted(result)
    body = (
        ("Treatment", "In vitro fertilisation, first cycle. One embryo transferred."), ("Medicines", "Progesterone 400 mg pessaries twice a day."),
        ("Plan", "Test in two weeks. Clinic booked."),
    )  # fmt: skip
    letter = paper(
        record,
        acute,
        "letter",
        "Clinic letter",
        back(record.today, 45),
        doctor,
        body,
        service="gynaecology",
        about=seen,
        related=(treatment, booked),
    )
    _restricted(letter)
    _restricted(record.copy(letter, record.gp))
    # Coded at the practice without a label: the concept alone must be enough.
    record.put(
        record.gp, "Procedure",
        {"status": "completed", "code": ivf.concept(), "performedDateTime": f"{back(record.today, 48):%Y-%m}"},
        day=back(record.today, 40),
    )  # fmt: skip
    # Ordinary gynaecology beside it, which does show.
    clinic(record, acute, 900, "gynaecology", doctor, "Clinic letter: gynaecology",
           (("Findings", "Ultrasound normal."), ("Plan", "Back to the practice.")))  # fmt: skip


def _restricted(resource: Resource) -> Resource:
    label: dict[str, Any] = {"system": _CONFIDENTIALITY, "code": "R", "display": "restricted"}
    resource["meta"] = {**resource["meta"], "security": [label]}
    return resource


_ROUND = (
    "kidney",
    "blood",
    "liver",
    "hba1c",
    "lipids",
    "thyroid",
    "crp",
    "bone",
    "haematinics",
    "urine-acr",
)


def _years(panels: int, visits: int, medicines: tuple[str, ...], measures: int = 0) -> Any:
    def tell(record: Record, rng: Random) -> None:
        """Many ordinary years: bloods, district nurse visits, repeats."""
        days = 24 * 365
        for turn in range(panels):
            ago = 3 + turn * days // max(1, panels) + rng.randint(0, 2)
            to = (record.gp, record.acute) if turn % 3 else (record.gp,)
            panel(record, rng, _ROUND[turn % len(_ROUND)], back(record.today, ago), to=to)
        community = "eastfield-community"
        episode(
            record,
            community,
            "District nursing, Team B",
            back(record.today, days),
            manager="L Fontaine, district nurse",
        )
        for turn in range(visits):
            day = back(record.today, 2 + turn * days // max(1, visits))
            seen = visit(record, community, day, "district-nursing", kind="HH", by="L Fontaine, district nurse", words="Home visit",
                         hour=8 + turn % 9, minute=(turn * 7) % 60)  # fmt: skip
            if turn < measures:
                round_of_observations(
                    record,
                    rng,
                    community,
                    day,
                    8 + turn % 9,
                    visit=seen,
                    by="L Fontaine, district nurse",
                )
        for name in medicines:
            at_practice(record, rng, Course(name, 3000, issues=60))

    return tell


TELL = {
    "allergies-disagree": allergies_disagree,
    "two-sources": two_sources,
    "assisted-conception": assisted_conception,
    "years-of-care-typical": _years(7, 10, ("omeprazole",)),
    "years-of-care-large": _years(90, 120, ("omeprazole", "aspirin", "citalopram"), 60),
    "years-of-care-huge": _years(
        330, 620, ("omeprazole", "aspirin", "citalopram", "allopurinol"), 300
    ),
}
