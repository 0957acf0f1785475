"""Legally restricted: assisted conception, and everything that would give it away."""

from __future__ import annotations

from random import Random
from typing import Any

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record, reference
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.writing.medicines import Course, at_hospital
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.problems import problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import clinic
from carerecord.demo.histories.writing.visits import appointment, referral, visit

_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"


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
    result = panel(record, rng, "amh", back(record.today, 90), to=(acute,))
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
