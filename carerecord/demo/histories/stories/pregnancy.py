"""A pregnancy, over or going on."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.problems import PROCEDURES
from carerecord.demo.histories.writing.medicines import Course, at_practice
from carerecord.demo.histories.writing.observing import (
    blood_pressure,
)
from carerecord.demo.histories.writing.problems import problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import imaging
from carerecord.demo.histories.writing.visits import appointment, episode, referral, visit

_COMMUNITY = "eastfield-community"


def pregnancy(record: Record, rng: Random) -> None:
    """One pregnancy to a birth, or one going on now; the named mother's baby is nine days old."""
    ended = 9 if record.person.household == "warsame" else rng.randint(-120, 900)
    start = back(record.today, ended + 272)
    midwife = "E Tanaka, midwife"
    over = ended >= 0
    state = problem(record, record.gp, "pregnant", start + timedelta(days=40), by=record.doctor,
                    status="resolved" if over else "active", ended=back(record.today, ended) if over else None)  # fmt: skip
    referral(
        record,
        record.gp,
        start + timedelta(days=45),
        "obstetrics",
        "Booking, please. First baby.",
        to=record.acute,
        because=state,
    )
    problem(
        record,
        record.acute,
        "pregnant",
        start + timedelta(days=60),
        by=midwife,
        status="resolved" if over else "active",
    )
    episode(
        record,
        _COMMUNITY,
        "Community midwives",
        start + timedelta(days=60),
        ended=back(record.today, ended - 28) if ended > 28 else None,
        manager=midwife,
        service="obstetrics",
    )
    for weeks in (9, 12, 16, 20, 25, 28, 31, 34, 36, 38, 40):
        day = start + timedelta(weeks=weeks)
        if day > record.today or (over and day > back(record.today, ended)):
            if day > record.today:
                appointment(
                    record,
                    record.acute,
                    day,
                    "obstetrics",
                    f"Antenatal clinic, week {weeks}",
                    by=midwife,
                )
            continue
        seen = visit(
            record,
            record.acute,
            day,
            "obstetrics",
            by=midwife,
            words=f"Antenatal visit, week {weeks}",
            minutes=30,
        )
        blood_pressure(
            record,
            record.acute,
            day,
            round(rng.gauss(114, 6)),
            round(rng.gauss(69, 5)),
            by=midwife,
            visit=seen,
        )
        if weeks in (9, 28, 36):
            panel(record, rng, "blood", day, {"haemoglobin": 116}, to=(record.acute,))
        if weeks in (12, 20):
            imaging(
                record,
                record.acute,
                day,
                PROCEDURES["obstetric-scan"],
                f"Single baby, growth fits {weeks} weeks.",
                "No concern.",
                by="Sonographer",
            )
    at_practice(
        record, rng, Course("folic", ended + 250, max(0, ended + 170), repeat=False, issues=1)
    )
    at_practice(record, rng, Course("ferrous", max(ended + 70, 5), ended if over else -1, issues=3))
    if over:
        born = back(record.today, ended)
        stay = visit(record, record.acute, born, "obstetrics", kind="IMP", hour=1, by=midwife, place="Maternity ward",
                     ended=(back(born, -1), 15, 0), words="Birth of a baby")  # fmt: skip
        procedure(
            record,
            record.acute,
            rng.choice(("birth", "birth", "caesarean")),
            born,
            by=midwife,
            stay=stay,
            hour=3,
        )
        for turn in range(min(3, ended // 3)):
            visit(
                record,
                _COMMUNITY,
                back(born, -3 - 3 * turn),
                "obstetrics",
                kind="HH",
                by=midwife,
                words="Postnatal visit",
            )
