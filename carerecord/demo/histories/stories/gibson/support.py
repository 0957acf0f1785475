"""Who looks after her: the urgent care plan, community, council, other hospitals."""

from __future__ import annotations

from datetime import date
from random import Random

from carerecord.contract import Resource
from carerecord.demo.histories.clock import back, uk
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.stories.gibson.dates import (
    ADMITTED,
    COLUMBA,
    NORTHGATE,
)
from carerecord.demo.histories.stories.later_life import one_urgent_plan
from carerecord.demo.histories.terms.papers import FLAGS
from carerecord.demo.histories.writing.about_me import about_me_form
from carerecord.demo.histories.writing.medicines import Course, at_hospital
from carerecord.demo.histories.writing.observing import (
    measure,
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
    problem,
    procedure,
)
from carerecord.demo.histories.writing.stays import clinic
from carerecord.demo.histories.writing.visits import appointment, episode, referral, visit
from carerecord.demo.people.places import ORGANISATIONS

_COMMUNITY, _COUNCIL, _PLANS = "eastfield-community", "eastfield-council", "urgent-care-plans"
_MENTAL = "lowland-mental-health"
_ABOUT_HER = (
    ("What is most important to me", "Music. I taught piano for forty years. Please put the radio on, quietly."),
    ("People who are important to me", "Dale, my son. Call him first. Peggy from church comes on Sundays."),
    ("How I communicate and how to communicate with me", "Hearing aids in before talking. One person at a time, facing the light."),
    ("My wellness", "On a good day I walk to the window with my frame. When I go quiet, I am usually unwell."),
    ("Please do and please don’t", "Do tell me who you are. Don’t move me at night, and don’t call me Maggie."),
    ("How and when to support me", "I eat by myself if the food is soft and there is time. Somebody beside me at meals."),
    ("Also worth knowing about me", "I do not like the dark. Leave the bathroom light on."),
)  # fmt: skip


def _phone(source: str) -> str:
    return ORGANISATIONS[source][2]


def urgent_care_plan(record: Record) -> None:
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
        NORTHGATE,
        FLAGS["falls"],
        back(record.today, ADMITTED),
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


def around_her(record: Record, rng: Random) -> None:
    today = record.today
    kin = record.person.person.next_of_kin
    next_of_kin(record, record.gp, kin, date(2020, 1, 8))
    next_of_kin(record, _COUNCIL, kin, back(today, 700))
    team(
        record, record.gp, "People to call",
        (("GP", "Riverside Medical Practice", _phone(record.gp)), ("Care home", "Willow Court, nurse in charge", "020 7946 0143"),
         ("District nurse", "Eastfield Community, Team B", _phone(_COMMUNITY)), ("Social worker", "T Adeyemi, Eastfield Council", _phone(_COUNCIL)),
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
         (("Placement", "Willow Court, nursing, room 7"),
          ("Eating", "One person beside; soft food.")), category="Social care", review=back(today, -80))  # fmt: skip
    about_me_form(record, _COUNCIL, back(today, 10), _ABOUT_HER, with_help="Dale Gibson (son)")
    goal(record, _COUNCIL, "To sit in the garden every dry day", back(today, 10))
    for what in ("hospital-bed", "hearing-aid", "Pressure relief mattress"):
        device(record, _COUNCIL, what, back(today, 700))
    appointment(
        record,
        NORTHGATE,
        back(today, -12),
        "audiology",
        "Hearing aid review",
        by="Audiology clinic",
        hour=11,
    )
    appointment(
        record,
        NORTHGATE,
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
    appointment(record, NORTHGATE, back(today, 75), "ophthalmology", "Eye clinic", status="noshow")
    referral(
        record,
        record.gp,
        back(today, 9),
        "audiology",
        "Left hearing aid whistles; lost in the delirium.",
        to=NORTHGATE,
        status="active",
    )


def elsewhere(record: Record, rng: Random) -> None:
    """Cataract surgery at St Columba's years ago; memory looked at by Lowland; earlier letters."""
    stay = visit(
        record,
        COLUMBA,
        date(2019, 3, 5),
        "ophthalmology",
        by="Dr D Marchetti",
        words="Day surgery",
        minutes=200,
    )
    procedure(
        record,
        COLUMBA,
        "cataract-surgery",
        date(2019, 3, 5),
        by="Dr D Marchetti",
        stay=stay,
        text="Left cataract surgery",
    )
    paper(record, COLUMBA, "letter", "Operation letter", date(2019, 3, 6), "Dr D Marchetti",
          (("Operation", "Left cataract removed, lens placed. No complication."), ("Plan", "Drops for four weeks. Optician at six weeks.")), about=stay, kept="pdf")  # fmt: skip
    at_hospital(
        record,
        COLUMBA,
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
            NORTHGATE,
            ago,
            "geriatrics",
            "Dr J Amsel",
            "Clinic letter: older people",
            (("Findings", words), ("Plan", "Back to the practice.")),
        )
