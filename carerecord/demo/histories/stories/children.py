"""Children: the vaccine schedule, growth, the first days, and a child who is being kept safe."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.terms.vaccines import SCHEDULE
from carerecord.demo.histories.writing.observing import measure
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.plans import flag, plan, team
from carerecord.demo.histories.writing.problems import problem
from carerecord.demo.histories.writing.vaccines import vaccinate
from carerecord.demo.histories.writing.visits import appointment, episode, visit

_CHILD = "child-health"
_COMMUNITY = "eastfield-community"


def childhood(record: Record, rng: Random) -> None:
    """Every vaccine due by now, in child health and mostly at the practice too; reviews by health visitors."""
    seen: dict[str, int] = {}
    for weeks, vaccines in SCHEDULE:
        day = record.born + timedelta(weeks=weeks, days=rng.randint(0, 12))
        if day > record.today:
            appointment(
                record,
                _COMMUNITY,
                day,
                "paediatrics",
                "Immunisations due",
                by="Child health clinic",
            )
            break
        for key in vaccines:
            seen[key] = seen.get(key, 0) + 1
            refused = "Declined by a parent" if rng.random() < 0.04 else ""
            given = vaccinate(record, rng, _CHILD, key, day, dose=seen[key], refused=refused)
            if rng.random() < 0.75:
                record.copy(given, record.gp)
    for weeks, weight, head in ((2, 3.7, 35.8), (8, 5.2, 38.9), (40, 8.8, 44.8), (104, 12.1, 48.3)):
        day = record.born + timedelta(weeks=weeks, days=2)
        if day <= record.today:
            visited = visit(
                record,
                _COMMUNITY,
                day,
                "paediatrics",
                by="Health visitor",
                words="Health visitor review",
            )
            measure(
                record, _COMMUNITY, "weight", round(rng.gauss(weight, 0.5), 2), day, visit=visited
            )
            measure(record, _COMMUNITY, "head", round(rng.gauss(head, 0.6), 1), day, visit=visited)
            measure(
                record,
                _COMMUNITY,
                "height",
                round(rng.gauss(48 + weeks * 0.37, 1.5), 1),
                day,
                visit=visited,
            )


def newborn_days(record: Record, rng: Random) -> None:
    """Born nine days ago: birth stay, newborn check, midwife at home, jaundice that passed."""
    born = record.born
    stay = visit(
        record, record.acute, born, "obstetrics", kind="IMP", hour=3, minute=42, by="E Tanaka, midwife",
        place="Maternity ward", ended=(born + timedelta(days=1), 15, 0), words="Birth",
    )  # fmt: skip
    measure(record, record.acute, "weight", 3.34, born, hour=4, by="E Tanaka, midwife", visit=stay)
    measure(record, record.acute, "head", 34.6, born, hour=4, by="E Tanaka, midwife", visit=stay)
    measure(
        record, record.acute, "temperature", 36.8, born, hour=4, by="E Tanaka, midwife", visit=stay
    )
    body = (
        ("Birth", "Normal birth at 39 weeks and 4 days. Cried at once. Vitamin K given."),
        ("Newborn check", "Heart, hips, eyes normal."),
        ("Feeding", "Breastfed on demand."),
        (
            "Follow-up",
            "Midwife at home on days 3, 5 and 9. Blood spot on day 5. Hearing screen passed.",
        ),
    )
    summary = paper(record, record.acute, "discharge", "Newborn discharge summary", born + timedelta(days=1), "Dr O Mensimah", body, service="paediatrics", about=stay)  # fmt: skip
    record.copy(summary, _COMMUNITY)
    yellow = problem(record, _COMMUNITY, "jaundice-newborn", born + timedelta(days=3), status="resolved", ended=born + timedelta(days=7), by="E Tanaka, midwife")  # fmt: skip
    episode(record, _COMMUNITY, "Community midwives", born + timedelta(days=1), manager="E Tanaka, midwife", service="obstetrics", why=yellow)  # fmt: skip
    for days, weight in ((3, 3.12), (5, 3.16), (9, 3.37)):
        day = born + timedelta(days=days)
        seen = visit(
            record,
            _COMMUNITY,
            day,
            "obstetrics",
            kind="HH",
            by="E Tanaka, midwife",
            words="Home visit",
        )
        measure(record, _COMMUNITY, "weight", weight, day, visit=seen)
    appointment(
        record,
        _COMMUNITY,
        born + timedelta(days=14),
        "paediatrics",
        "Hearing and growth review",
        by="Health visitor",
    )
    appointment(
        record,
        record.gp,
        born + timedelta(weeks=8),
        "general-practice",
        "Eight-week check and first vaccines",
        by=record.doctor,
    )


def safeguarded(record: Record, rng: Random) -> None:
    """The council holds the concern; others see that there is one and whom to call."""
    council = "eastfield-council"
    day = back(record.today, rng.randint(60, 300))
    child = record.age < 18
    worker = "B Novak, children’s social worker" if child else "T Adeyemi, social worker"
    term = FLAGS["protection"] if child else FLAGS["safeguard"]
    words = (
        "Child protection plan in force: call the children’s team"
        if child
        else "There is safeguarding information: call the adults team"
    )
    flag(record, council, term, day, words, category="safety", by=worker)
    flag(
        record,
        record.gp,
        FLAGS["safeguard"],
        day,
        "There is safeguarding information: call Eastfield Council",
        category="safety",
        by=record.doctor,
    )
    if child:
        flag(
            record,
            _COMMUNITY,
            FLAGS["protection"],
            day,
            words,
            category="safety",
            by="Safeguarding nurse",
        )
    plan(
        record, council, "care-plan", "Safety plan", day, worker,
        (("Agreed contact", "Named worker phones every week."), ("Address", "Not to be told to anybody who asks by phone.")),
        category="Safeguarding", review=back(record.today, -60),
    )  # fmt: skip
    team(
        record,
        council,
        "People who keep in touch",
        (("Social worker", worker, "020 7946 0171"),),
        day,
    )
    episode(record, council, "Children’s team" if child else "Adults team", day, manager=worker)
