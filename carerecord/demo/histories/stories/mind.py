"""Psychosis with a crisis plan, dementia, and living with a learning disability."""

from __future__ import annotations

from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.long_term import TELL as CONDITION
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.writing.about_me import about_me_composition
from carerecord.demo.histories.writing.medicines import Course, at_practice
from carerecord.demo.histories.writing.observing import measure
from carerecord.demo.histories.writing.papers import paper
from carerecord.demo.histories.writing.plans import consent, device, flag, goal, plan, team
from carerecord.demo.histories.writing.problems import problem
from carerecord.demo.histories.writing.visits import appointment, episode, referral, visit

MENTAL = "lowland-mental-health"


def dementia(record: Record, rng: Random) -> None:
    began = back(record.today, rng.randint(400, 1700))
    illness = problem(record, MENTAL, "alzheimers", began, by="Dr G Oyelaran")
    problem(record, record.gp, "dementia", f"{began:%Y-%m}", by=record.doctor)
    at_practice(record, rng, Course(rng.choice(("donepezil", "memantine")), 350))
    referral(
        record,
        record.gp,
        back(began, 90),
        "old-age-psychiatry",
        "Memory worse over a year, lost twice on the way home.",
        to=MENTAL,
    )
    body = (
        ("Diagnosis", "Alzheimer's disease"), ("Findings", "Addenbrooke's score 71 of 100. Scan: small hippocampi."),
        ("Plan", "Donepezil. Memory group. Attendance allowance. Talk about a power of attorney while there is time."),
    )  # fmt: skip
    letter = paper(
        record,
        MENTAL,
        "letter",
        "Memory clinic letter",
        back(began, -10),
        "Dr G Oyelaran",
        body,
        service="old-age-psychiatry",
    )
    record.copy(letter, record.gp)
    episode(
        record,
        MENTAL,
        "Memory service",
        began,
        manager="Memory nurse",
        service="old-age-psychiatry",
        why=illness,
    )
    for turn in range(3):
        visit(
            record,
            MENTAL,
            back(record.today, 60 + 180 * turn),
            "old-age-psychiatry",
            kind="HH",
            by="Memory nurse",
            words="Home visit",
        )
    flag(
        record,
        record.gp,
        FLAGS["adjustment"],
        back(began, -20),
        "Reasonable adjustments: memory. Call the carer before any visit; write things down",
        category="admin",
        by=record.doctor,
    )
    consent(
        record,
        record.gp,
        "LPA",
        "Attorney decides about care and treatment when the person cannot",
        back(began, -200),
        who=record.person.person.next_of_kin.partition(" (")[0],
    )
    team(
        record,
        "eastfield-council",
        "Home support",
        (("Social worker", "T Adeyemi", "020 7946 0171"),),
        began,
    )
    device(
        record,
        "eastfield-council",
        "Door sensor",
        back(record.today, 200),
        "Alerts the call centre between 22:00 and 06:00",
    )


def learning_disability(record: Record, rng: Random) -> None:
    council = "eastfield-council"
    problem(record, record.gp, "learning", f"{record.born.year + 4}", by=record.doctor)
    if rng.random() < 0.5:
        problem(record, record.gp, "autism", f"{record.born.year + 5}", by=record.doctor)
    day = back(record.today, 150)
    words = "Reasonable adjustments: easy read, first appointment of the day, waits outside"
    flag(record, record.gp, FLAGS["adjustment"], day, words, category="admin", by=record.doctor)
    flag(
        record,
        council,
        FLAGS["adjustment"],
        day,
        words,
        category="admin",
        by="T Adeyemi, social worker",
    )
    seen = visit(
        record,
        record.gp,
        day,
        "general-practice",
        by=record.doctor,
        words="Annual health check",
        minutes=45,
    )
    measure(record, record.gp, "weight", round(rng.gauss(74, 12), 1), day, visit=seen)
    plan(
        record, record.gp, "care-plan", "Health action plan", day, record.doctor,
        (("What I like", "Trains, and being told what will happen next."), ("Bloods", "Numbing cream, one try, my sister with me."),
         ("This year", "Hearing test. Dentist. Swim on Fridays.")), review=back(record.today, -215),
    )  # fmt: skip
    plan(
        record, council, "care-plan", "Care and support plan", back(record.today, 90), "T Adeyemi, social worker",
        (("Support", "Four hours on weekdays from a support worker."), ("Money", "Help with letters and bills.")),
        category="Social care", review=back(record.today, -275),
    )  # fmt: skip
    about_me_composition(
        record, "eastfield-community", "Hospital passport", day, "The person, with their sister",
        (("What is most important to me", "Trains, and being told what will happen next."),
         ("How I communicate and how to communicate with me", "Short sentences. Show me the thing. Wait for my answer."),
         ("Please do and please don’t", "Do let me sit near the door. Don’t touch my head.")),
    )  # fmt: skip
    goal(record, council, "To take the bus to college without help", back(record.today, 90))
    episode(
        record,
        "eastfield-community",
        "Community learning disability team",
        back(record.today, 700),
        manager="P Delgado, nurse",
    )
    visit(
        record,
        "eastfield-community",
        back(record.today, 66),
        "psychiatry",
        kind="HH",
        by="P Delgado, nurse",
        words="Home visit",
    )


def low_mood(record: Record, rng: Random) -> None:
    """The practice's story, and talking therapy at the mental health trust."""
    CONDITION["depression"](record, rng)
    began = back(record.today, rng.randint(120, 500))
    referral(
        record,
        record.gp,
        back(began, 25),
        "psychiatry",
        "Low mood six months, off work, wants to talk.",
        to=MENTAL,
    )
    mood = problem(record, MENTAL, "mixed-anxiety", began, by="S Ferreira, therapist")
    episode(
        record,
        MENTAL,
        "Talking therapies",
        began,
        ended=back(began, -100),
        manager="S Ferreira, therapist",
        why=mood,
    )
    for turn in range(8):
        visit(
            record,
            MENTAL,
            back(began, -7 - 12 * turn),
            "psychiatry",
            kind="VR",
            by="S Ferreira, therapist",
            words="Talking therapy, video",
            minutes=50,
        )
    body = (
        ("Reason", "Low mood and worry"),
        ("Course", f"Eight sessions. PHQ-9 from 17 to {rng.randint(5, 9)}."),
        ("Plan", "Back to the practice. May ring again without a referral."),
    )
    letter = paper(
        record,
        MENTAL,
        "letter",
        "Talking therapies: end of treatment",
        back(began, -102),
        "S Ferreira, therapist",
        body,
        service="psychiatry",
    )
    record.copy(letter, record.gp)
    appointment(
        record,
        MENTAL,
        back(began, -40),
        "psychiatry",
        "Talking therapy, video",
        status="noshow",
        by="S Ferreira, therapist",
    )
