"""What nearly everybody has: registration, check-ups, small illnesses, vaccines, allergies, dates to come."""

from __future__ import annotations

from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.problems import RELATIONS
from carerecord.demo.histories.terms.substances import FINDINGS, SUBSTANCES
from carerecord.demo.histories.writing.home import of_the_practice
from carerecord.demo.histories.writing.medicines import once
from carerecord.demo.histories.writing.observing import blood_pressure, measure, smoking
from carerecord.demo.histories.writing.plans import next_of_kin
from carerecord.demo.histories.writing.problems import allergy, none_known, problem, relative
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import attend
from carerecord.demo.histories.writing.vaccines import vaccinate
from carerecord.demo.histories.writing.visits import appointment, visit
from carerecord.demo.people.places import PRACTICES


def registered(record: Record, rng: Random) -> None:
    """The practice, next of kin, and how this person lives."""
    of_the_practice(record)
    days = min(record.today.toordinal() - record.born.toordinal(), rng.randint(300, 4000))
    joined = back(record.today, days)
    visit(
        record, record.gp, joined, "general-practice", by=record.doctor, words="New patient check"
    )
    if record.person.person.next_of_kin:
        next_of_kin(record, record.gp, record.person.person.next_of_kin, joined)
    if record.age < 16:
        return
    status = rng.choices(("never", "ex", "current"), (58, 27, 15))[0]
    for years in range(min(4, record.age - 15)):
        day = back(record.today, 40 + years * 365 + rng.randint(0, 200))
        smoking(record, status, day, record.doctor)
    measure(
        record, record.gp, "alcohol", rng.choice((0, 0, 2, 6, 10, 18, 24)), back(record.today, 230)
    )
    height = round(rng.gauss(176 if record.person.person.gender == "male" else 163, 7))
    measure(record, record.gp, "height", height, joined)


def check_ups(record: Record, rng: Random) -> None:
    """A look over every year or two, with bloods."""
    practice = PRACTICES[record.gp]
    weight = rng.gauss(78, 12)
    for turn in range(min(4, 1 + record.age // 18)):
        ago = 60 + turn * rng.randint(330, 430)
        day = back(record.today, ago)
        seen = visit(
            record, record.gp, day, "general-practice", by=practice.nurse, words="Health check"
        )
        blood_pressure(
            record, record.gp, day, round(rng.gauss(131, 9)), round(rng.gauss(79, 6)),
            by=practice.nurse, visit=seen,
        )  # fmt: skip
        measure(record, record.gp, "weight", round(weight + turn * 0.6, 1), day, visit=seen)
        for name in ("blood", "kidney", "lipids")[: 2 + turn % 2]:
            panel(record, rng, name, day)


_SMALL = (
    ("cold", "", "Viral. Rest, fluids, come back if no better in ten days."),
    ("tonsillitis", "amoxicillin", "Swollen tonsils with pus, no stridor."),
    ("bronchitis", "doxycycline", "Productive cough, chest clear on listening."),
    ("otitis-media", "amoxicillin", "Red bulging drum on the left."),
    ("gastroenteritis", "", "Diarrhoea and vomiting for two days, drinking."),
    ("back-pain", "ibuprofen", "Strain from lifting. No red flags. Keep moving."),
    ("eczema", "emollient", "Dry patches in the elbow creases."),
    ("hay-fever", "cetirizine", "Itchy eyes and sneezing since spring."),
    ("uti", "nitrofurantoin", "Burning and frequency. Dip positive."),
    ("reflux", "omeprazole", "Burning after meals. Trial of four weeks."),
    ("migraine", "paracetamol", "One-sided, with light hurting. Typical of before."),
    ("insomnia", "", "Sleep advice given; no tablets wanted."),
    ("cellulitis", "doxycycline", "Warm red lower leg, marked with pen."),
    ("chickenpox", "", "Typical spots. Keep away from school until crusted."),
    ("ankle-sprain", "ibuprofen", "Bearing weight, no bony tenderness."),
    ("constipation", "macrogol", "Diet and fluids discussed."),
)  # fmt: skip
_CHILDISH = frozenset(
    {"cold", "tonsillitis", "otitis-media", "gastroenteritis", "eczema", "chickenpox"}
)
_GROWN = frozenset({"back-pain", "insomnia", "reflux", "migraine", "cellulitis", "bronchitis"})


def minor_illness(record: Record, rng: Random) -> None:
    """Some visits to the practice for things that passed."""
    child = record.age < 14
    fitting = [one for one in _SMALL if one[0] in _CHILDISH or not child]
    for _ in range(rng.randint(2, 4 if child else 7)):
        reason, medicine, words = rng.choice(fitting)
        ago = rng.randint(15, min(1600, max(20, (record.today - record.born).days - 10)))
        day = back(record.today, ago)
        if day < record.born:
            continue
        by = rng.choice(PRACTICES[record.gp].doctors)
        seen = visit(
            record, record.gp, day, "general-practice", by=by, reason=reason,
            hour=rng.randint(8, 17), minute=10 * rng.randrange(6),
        )  # fmt: skip
        made = problem(
            record, record.gp, reason, day, status="resolved", by=by, stay=seen,
            ended=back(day, -14) if ago > 14 else None,
        )  # fmt: skip
        made["note"] = [{"text": words}]
        if medicine and not (child and medicine in ("ibuprofen", "doxycycline", "omeprazole")):
            once(record, rng, medicine, ago)


def family_history(record: Record, rng: Random) -> None:
    for _ in range(rng.randint(1, 3)):
        who = rng.choice(list(RELATIONS))
        key = (
            "breast"
            if who in ("MTH", "SIS") and rng.random() < 0.3
            else rng.choice(("heart", "dm", "bowel", "stroke", "asthma"))
        )
        relative(record, who, key, back(record.today, rng.randint(200, 3000)))


def grown_up_vaccines(record: Record, rng: Random) -> None:
    """Flu and COVID by age and season; shingles and pneumococcal once."""
    autumn = record.today.replace(day=8, month=10)
    latest = autumn if autumn <= record.today else autumn.replace(year=autumn.year - 1)
    practice = PRACTICES.get(record.gp)
    by = practice.nurse if practice else ""
    older = record.age >= 65
    for years in range(6 if older else 2):
        day = latest.replace(year=latest.year - years)
        if (day - record.born).days < 16 * 365:
            continue
        if older or rng.random() < 0.35:
            refused = "Declined by the person" if rng.random() < 0.08 else ""
            vaccinate(
                record,
                rng,
                record.gp,
                "flu",
                back(day, rng.randint(-20, 10)),
                by=by,
                refused=refused,
            )
        if older and years < 4:
            vaccinate(
                record,
                rng,
                record.gp,
                "covid",
                back(day, rng.randint(-25, 5)),
                by=by,
                dose=6 - years,
            )
    if older:
        vaccinate(
            record, rng, record.gp, "pneumo", back(record.today, rng.randint(400, 2500)), by=by
        )
    if record.age >= 70:
        vaccinate(
            record, rng, record.gp, "shingles", back(record.today, rng.randint(300, 1500)), by=by
        )


_REACTIONS = (
    ("penicillin", "rash", "moderate", "allergy", "medication"),
    ("penicillin", "anaphylaxis", "severe", "allergy", "medication"),
    ("codeine", "vomiting", "moderate", "intolerance", "medication"),
    ("ibuprofen", "wheeze", "severe", "allergy", "medication"),
    ("trimethoprim", "rash", "mild", "allergy", "medication"),
    ("aspirin", "bleeding", "moderate", "intolerance", "medication"),
    ("erythromycin", "vomiting", "mild", "intolerance", "medication"),
    ("latex", "urticaria", "moderate", "allergy", "environment"),
    ("peanut", "anaphylaxis", "severe", "allergy", "food"),
    ("ramipril", "cough", "mild", "intolerance", "medication"),
)  # fmt: skip


def allergies(record: Record, rng: Random) -> None:
    """One or two at the practice; the hospital says the same, says it in words, or says none."""
    day = back(record.today, rng.randint(300, 5000))
    day = max(day, back(record.born, -400))
    if rng.random() < 0.25:
        none_known(record, record.gp, day, record.doctor, "drug")
        none_known(record, record.acute, back(record.today, 200), "Emergency nurse")
        return
    for what, reaction, severity, kind, category in rng.sample(_REACTIONS, rng.choice((1, 1, 2))):
        term = FINDINGS.get(what, SUBSTANCES[what]) if rng.random() < 0.4 else SUBSTANCES[what]
        first = allergy(
            record, record.gp, term, day, reaction=reaction, severity=severity, kind=kind,
            criticality="high" if severity == "severe" else "low", by=record.doctor,
            category=category,
        )  # fmt: skip
        later = back(record.today, rng.randint(30, 280))
        draw = rng.random()
        if draw < 0.4:
            record.copy(first, record.acute, day=later)
        elif draw < 0.65:
            allergy(
                record,
                record.acute,
                SUBSTANCES[what],
                later,
                kind=kind,
                by="Ward pharmacist",
                category=category,
            )
        elif draw < 0.85:
            allergy(record, record.acute, f"{SUBSTANCES[what].words}: person reports {reaction}, ?true", later,
                    kind=kind, verification="unconfirmed", by="Emergency nurse", category=category)  # fmt: skip
    if rng.random() < 0.2:
        none_known(record, "capital-ambulance", back(record.today, 400), "R Boyd, paramedic")


def emergency_visit(record: Record, rng: Random) -> None:
    """One or two attendances that went home."""
    cases = [
        ("head-injury", "Knock to the head, no loss of consciousness, normal examination.", ("paracetamol",), ()),
        ("ankle-sprain", "Twisted ankle. X-ray not needed by the rules. Strapped.", ("ibuprofen",), ()),
        ("abdominal-pain", "Settled with pain relief. Bloods normal.", ("paracetamol",), ("blood", "crp")),
    ]  # fmt: skip
    if record.age > 30:
        cases.append(
            ("chest-pain", "Two troponins normal, ECG unchanged. Home with advice.", ("paracetamol",), ("emergency", "kidney", "blood"))
        )  # fmt: skip
    for turn in range(rng.randint(1, 2)):
        reason, course, medicines, panels = rng.choice(cases)
        longest = min(1200, max(60, (record.today - record.born).days - 300))
        ago = rng.randint(25, longest) + turn
        attend(
            record, rng, record.acute, ago, reason, course, medicines=medicines,
            panels=tuple(name for name in panels if "regional-laboratory" in record.person.sources),
            by_ambulance=rng.random() < 0.35,
        )  # fmt: skip


def coming_up(record: Record, rng: Random) -> None:
    """Booked, attended, missed and cancelled."""
    practice = PRACTICES[record.gp]
    child = record.age < 16
    appointment(record, record.gp, back(record.today, -rng.randint(3, 25)), "general-practice",
                "Review with the practice nurse", by=practice.nurse)  # fmt: skip
    service = (
        "paediatrics" if child else rng.choice(("ophthalmology", "orthopaedics", "cardiology"))
    )
    appointment(record, record.acute, back(record.today, -rng.randint(20, 80)), service,
                "Outpatient clinic, follow-up", by="Dr I Verhoeven", hour=14)  # fmt: skip
    for status in ("fulfilled", "noshow", "cancelled", "fulfilled"):
        appointment(
            record, rng.choice((record.gp, record.acute)), back(record.today, rng.randint(10, 330)),
            "paediatrics" if child else "general-practice", "Follow-up", status=status,
            by=rng.choice(practice.doctors),
        )  # fmt: skip
