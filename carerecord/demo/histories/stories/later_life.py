"""Care at home and in the care home, urgent care plans, the end of life, and a death."""

from __future__ import annotations

from datetime import date
from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import at, back, uk
from carerecord.demo.histories.record import Record, business
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import measure
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
from carerecord.demo.histories.writing.problems import problem
from carerecord.demo.histories.writing.stays import ambulance
from carerecord.demo.histories.writing.visits import episode, visit

PLANS = "urgent-care-plans"
_COUNCIL = "eastfield-council"
_COMMUNITY = "eastfield-community"


def social_care(record: Record, rng: Random) -> None:
    day = back(record.today, rng.randint(60, 700))
    worker = "T Adeyemi, social worker"
    episode(record, _COUNCIL, "Social care, adults: physical support", day, manager=worker)
    care_package(
        record,
        _COUNCIL,
        "Three calls a day: washing and dressing, lunch, bed. Harbour Home Care, 020 7946 0178",
        day,
    )
    plan(
        record, _COUNCIL, "care-plan", "Care and support plan", day, worker,
        (("Primary support reason", "Personal care support"), ("What matters to me", "My own front door, and church on Sunday."),
         ("Personal care", "One carer, 07:30. Likes to wash own face."), ("Meals", "Soft food, cannot open tins."),
         ("Getting in", "Key safe by the side door.")),
        category="Social care", review=back(day, -365),
    )  # fmt: skip
    goal(record, _COUNCIL, "To stay in my own home through the winter", day)
    for what, note in (
        ("key-safe", "By the side door"),
        ("walking-frame", ""),
        ("Personal alarm pendant", "Calls the centre at any hour"),
        ("Bath lift", ""),
    ):
        device(record, _COUNCIL, what, back(day, -5), note)
    team(
        record,
        _COUNCIL,
        "People who support at home",
        (
            ("Key worker", "T Adeyemi", "020 7946 0171"),
            ("Home care", "Harbour Home Care", "020 7946 0178"),
        ),
        day,
    )
    if record.person.person.next_of_kin:
        next_of_kin(record, _COUNCIL, record.person.person.next_of_kin, day)
    episode(
        record,
        _COMMUNITY,
        "District nursing, Team B",
        back(day, -20),
        manager="L Fontaine, district nurse",
    )
    for turn in range(4):
        ago = max(4, 9 + turn * 14)
        seen = visit(
            record,
            _COMMUNITY,
            back(record.today, ago),
            "district-nursing",
            kind="HH",
            by="L Fontaine, district nurse",
            words="Skin and leg check",
        )
        measure(
            record,
            _COMMUNITY,
            "weight",
            round(rng.gauss(58, 2), 1),
            back(record.today, ago),
            visit=seen,
        )


def urgent_plan(record: Record, rng: Random, *, version: int = 2) -> None:
    """An urgent care plan and the versions before it; the decision about resuscitation stands out."""
    not_for_cpr = rng.random() < 0.6
    before: Resource | None = None
    for number in range(1, version + 1):
        day = back(record.today, 30 + (version - number) * 150)
        before = one_urgent_plan(record, day, number, version, not_for_cpr, before)
    if not_for_cpr:
        decided = back(record.today, 180)
        words = f"Do not attempt CPR: decision recorded {uk(decided)}"
        flag(record, PLANS, FLAGS["no-cpr"], decided, words, by=record.doctor)
        flag(record, record.gp, FLAGS["no-cpr"], decided, words, by=record.doctor)
    if rng.random() < 0.5:
        consent(
            record,
            PLANS,
            "ADRT",
            "Refuses artificial feeding if unable to swallow and not expected to recover",
            back(record.today, 400),
            who="Signed and witnessed",
        )


def one_urgent_plan(
    record: Record, day: date, number: int, newest: int, not_for_cpr: bool,
    before: Resource | None, lines: tuple[tuple[str, str], ...] = (),
) -> Resource:  # fmt: skip
    cpr = (
        "Do not attempt CPR. Decided with the person, who had capacity. Signed form in the yellow folder."
        if not_for_cpr
        else "For full resuscitation, after talking it over."
    )
    body = lines or (
        ("CPR", cpr), ("If unwell", "Ward treatment for what can be reversed. Not for intensive care." if not_for_cpr else "Hospital and intensive care if needed."),
        ("Likely emergencies", "Chest infection: antibiotics at home first. Fall: hospital only if a limb is hurt."),
        ("What matters most", "To know who is coming, and to hear them: speak slowly."),
        ("Preferred place of care", "Home, as long as it can be managed."), ("Getting in", "Key safe by the side door."),
        ("Who can decide", record.person.person.next_of_kin or "No attorney appointed."),
    )  # fmt: skip
    newest_one = number == newest
    made = plan(
        record, PLANS, "coordination", f"Urgent care plan, version {number}", day, f"{record.doctor}, GP", body[: 4 + number],
        status="active" if newest_one else "revoked", review=back(day, -365), version=number,
        identifier=business(PLANS, "plan", f"{record.person.index}-UCP-{number}"), replaces=before,
    )  # fmt: skip
    if newest_one:
        paper(
            record,
            PLANS,
            "respect" if not_for_cpr else "coordination",
            f"Urgent care plan, version {number}",
            day,
            record.doctor,
            body,
            page=True,
        )
        record.copy(made, record.gp, changes={"replaces": []})
    return made


def care_home(record: Record, rng: Random) -> None:
    moved = back(record.today, 400 + rng.randint(0, 300))
    worker = "T Adeyemi, social worker"
    episode(record, _COUNCIL, "Care home placement: Willow Court", moved, manager=worker)
    plan(
        record, _COUNCIL, "care-plan", "Care home placement plan", moved, worker,
        (("Placement", "Willow Court Care Home, nursing, room 12."), ("What matters to me", "The window seat, and the radio at ten."),
         ("Moving", "Two people and a stand aid."), ("Eating", "Fork-mashable food, one person beside.")),
        category="Social care", review=back(record.today, -90),
    )  # fmt: skip
    team(
        record,
        _COUNCIL,
        "Willow Court Care Home",
        (
            ("Nurse in charge", "N Castellano", "020 7946 0143"),
            ("Manager", "V Trentham", "020 7946 0143"),
        ),
        moved,
    )
    if record.person.person.next_of_kin:
        next_of_kin(record, _COUNCIL, record.person.person.next_of_kin, moved)
    device(record, _COUNCIL, "hospital-bed", moved)
    episode(
        record, _COMMUNITY, "Care home support team", moved, manager="L Fontaine, district nurse"
    )
    for turn in range(5):
        seen = visit(
            record,
            _COMMUNITY,
            back(record.today, 6 + 21 * turn),
            "district-nursing",
            kind="HH",
            by="L Fontaine, district nurse",
            words="Care home round",
        )
        measure(
            record,
            _COMMUNITY,
            "weight",
            round(54 - turn * 0.4, 1),
            back(record.today, 6 + 21 * turn),
            visit=seen,
        )


def end_of_life(record: Record, rng: Random) -> None:
    day = back(record.today, rng.randint(20, 120))
    problem(record, record.gp, "palliative", day, by=record.doctor)
    lines = (
        ("Prognosis", "Weeks to months; the person knows and wants it spoken of plainly."), ("Preferred place of care", "Home"),
        ("Preferred place of death", "Home, or the hospice if breathing is hard."), ("Symptoms to expect", "Breathlessness, poor sleep."),
        ("Medicines kept at home", "Morphine and midazolam for injection, in the kitchen cupboard, with the chart."),
        ("Who to call", "Palliative nurses, any hour: 020 7946 0169."),
    )  # fmt: skip
    plan(
        record,
        PLANS,
        "eol-plan",
        "End of life care plan",
        day,
        "Palliative care nurse",
        lines,
        review=back(day, -60),
    )
    flag(
        record,
        PLANS,
        FLAGS["no-cpr"],
        day,
        f"Do not attempt CPR: decision recorded {uk(day)}",
        by="Dr C Amadi",
    )
    flag(
        record,
        record.gp,
        FLAGS["no-cpr"],
        day,
        f"Do not attempt CPR: decision recorded {uk(day)}",
        by=record.doctor,
    )
    for name in ("morphine", "morphine-inj", "midazolam-inj"):
        at_practice(record, rng, Course(name, max(3, (record.today - day).days - 2), issues=1))
    at_hospital(record, PLANS, Course("morphine-inj", 10), by="Palliative care nurse")
    episode(record, _COMMUNITY, "Palliative care nurses", day, manager="Palliative care nurse")
    for turn in range(5):
        visit(
            record,
            _COMMUNITY,
            back(record.today, 3 + 3 * turn if (record.today - day).days > 18 else 3),
            "district-nursing",
            kind="HH",
            by="Palliative care nurse",
            words="Home visit",
        )


def died(record: Record, rng: Random) -> None:
    """What was written on the last day and after it."""
    died_on = back(record.today, 10)
    ambulance(
        record,
        rng,
        died_on,
        4,
        "Not breathing, found by the family",
        told="Do not attempt CPR form seen. No resuscitation begun.",
    )
    stay = visit(
        record,
        record.gp,
        died_on,
        "general-practice",
        by=record.doctor,
        words="Death verified at home",
        hour=8,
    )
    body = (
        ("Death", f"Died at home on {uk(died_on)} with the family present. Expected."), ("Cause", "Ia Heart failure. II Chronic obstructive pulmonary disease."),
        ("After death", "Medical examiner told. Family given the practice's number."),
    )  # fmt: skip
    paper(
        record, record.gp, "progress", "Record of death", died_on, record.doctor, body, about=stay
    )
    record.put(
        PLANS, "Communication",
        {"status": "completed", "sent": at(died_on, 9, 0), "category": [{"text": "Plan closed"}],
         "payload": [{"contentString": "The person has died; the plan is closed."}]},
        day=died_on,
    )  # fmt: skip
