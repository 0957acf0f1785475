"""Long-term conditions, each a row of a table told by one teller: problem, medicines, monitoring,
yearly review, clinic letter, sometimes a stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from carerecord.demo.histories.clock import back
from carerecord.demo.histories.record import Record
from carerecord.demo.histories.terms.medicines import MEDICINES
from carerecord.demo.histories.terms.problems import PROBLEMS
from carerecord.demo.histories.writing.medicines import Course, at_hospital, at_practice
from carerecord.demo.histories.writing.observing import blood_pressure, measure
from carerecord.demo.histories.writing.problems import problem, procedure
from carerecord.demo.histories.writing.results import panel
from carerecord.demo.histories.writing.stays import Stay, admit, clinic
from carerecord.demo.histories.writing.visits import referral, visit
from carerecord.demo.people.places import PRACTICES


@dataclass(frozen=True, slots=True)
class Condition:
    problem: str
    hospital_says: str = ""  # the same problem as the hospital codes it
    years: tuple[int, int] = (2, 15)  # since it began
    medicines: tuple[str, ...] = ()  # one is drawn of each "a|b"
    hospital_differs: tuple[tuple[str, str], ...] = ()  # medicine and what the hospital wrote
    monitoring: tuple[tuple[str, int], ...] = ()  # panel and days between samples
    levels: dict[str, float] = field(default_factory=dict)
    drift: dict[str, float] = field(default_factory=dict)  # change of a level each year
    review: str = ""  # kind of yearly review
    procedures: tuple[str, ...] = ()
    service: str = ""
    doctor: str = ""
    letter: str = ""  # what the clinic found
    plan: str = ""
    stay: Stay | None = None
    stay_chance: float = 0.0
    resolved_chance: float = 0.0
    measures: tuple[tuple[str, float, float], ...] = ()  # bedside: name, middle, spread


CONDITIONS = {
    "hypertension": Condition(
        "hypertension", "essential-bp", (3, 18), ("ramipril5|losartan50", "amlodipine5|amlodipine10"),
        (("amlodipine5", "Reduced from 10 mg: ankle swelling"),), (("kidney", 360), ("urine-acr", 700)),
        review="Hypertension review", measures=(("weight", 82, 9),),
    ),
    "diabetes": Condition(
        "diabetes", "diabetes-any", (2, 20), ("metformin|metformin-mr", "gliclazide|empagliflozin", "atorvastatin20"),
        (("metformin", "Three times a day on the ward list"),),
        (("hba1c", 170), ("lipids", 360), ("urine-acr", 360)), {"hba1c": 57, "glucose": 8.4, "cholesterol": 4.2},
        {"hba1c": 1.2}, "Diabetes review", ("foot-check", "eye-screen"), "diabetes-clinic", "Dr N Rosenthal",
        "HbA1c above the aim agreed. Feet: pulses present, sensation normal. No hypoglycaemia.",
        "Continue metformin. Repeat HbA1c in three months. Eye screening up to date.",
        measures=(("weight", 90, 11), ("bmi", 31, 3)),
    ),
    "asthma": Condition(
        "asthma", "", (1, 14), ("salbutamol", "beclometasone|fluticasone"), review="Asthma review",
        measures=(("peak-flow", 390, 60),), service="respiratory", doctor="Dr K Abernathy",
        letter="Night waking twice a week before the preventer was raised; now none.",
        plan="Written asthma plan given. Check inhaler technique yearly.",
        stay=Stay("asthma-attack", 500, 2, "respiratory", "Ward 7", "Breathless, using the blue inhaler every hour",
                  "Nebulisers and prednisolone. Peak flow 75% of best on leaving.", ("prednisolone",), (), ("salbutamol",),
                  "Review at the practice within two working days.", (), True),
        stay_chance=0.3,
    ),
    "copd": Condition(
        "copd", "", (2, 14), ("salbutamol", "tiotropium"), (), (("blood", 400),), review="COPD review",
        procedures=("spirometry",), measures=(("oxygen", 92, 1.5),), service="respiratory", doctor="Dr K Abernathy",
        letter="Breathless on hills. FEV1 54% of predicted. Not smoking since the spring.",
        plan="Pulmonary rehabilitation. Rescue pack at home: prednisolone and doxycycline.",
        stay=Stay("copd-flare", 210, 5, "respiratory", "Ward 7", "Three days of worse breathing and green sputum",
                  "Controlled oxygen, nebulisers, five days of prednisolone and doxycycline. Did not need ventilation.",
                  ("prednisolone", "doxycycline"), (), ("tiotropium", "salbutamol"),
                  "GP to review in one week. Flu vaccine due.", ("kidney", "blood", "crp"), True),
        stay_chance=0.75,
    ),
    "atrial-fibrillation": Condition(
        "af", "", (1, 9), ("apixaban5|warfarin1", "bisoprolol2.5|bisoprolol5"),
        (("bisoprolol5", "Raised on the ward: rate 110"),), (("kidney", 180), ("blood", 365)),
        review="Anticoagulation review", procedures=("ecg",), service="cardiology", doctor="Dr H Lindqvist",
        letter="Rate 78 at rest. CHA2DS2-VASc 4. No bleeding.", plan="Continue anticoagulation for life.",
    ),
    "heart-failure": Condition(
        "heart-failure", "", (1, 6), ("furosemide40", "bisoprolol2.5|bisoprolol5", "spironolactone", "ramipril2.5"),
        (("furosemide20", "Reduced to 20 mg once dry"), ("spironolactone", "Stopped: potassium 5.9")),
        (("kidney", 75), ("heart", 300)), {"creatinine": 112, "egfr": 49, "urea": 9.4, "nt-probnp": 2100},
        {"egfr": -3, "creatinine": 6}, "Heart failure review", ("echo",), "cardiology", "Dr H Lindqvist",
        "Ejection fraction 35%. Weight steady. No swelling. NYHA class II.",
        "Check potassium two weeks after each change. Heart failure nurse to phone monthly.",
        Stay("heart-failure", 160, 6, "cardiology", "Coronary care", "Breathless lying flat, legs swollen to the knees",
             "Intravenous furosemide, lost 6 kg. Echo: ejection fraction 35%.", ("empagliflozin",),
             (("spironolactone", "Potassium 5.9"),), ("furosemide40", "bisoprolol2.5"),
             "GP to check urea and electrolytes in one week. Do not restart spironolactone.", ("kidney", "blood", "heart"), True),
        0.8, measures=(("weight", 79, 3),),
    ),
    "kidney-disease": Condition(
        "ckd3", "ckd3", (2, 10), ("atorvastatin20",), (), (("kidney", 95), ("urine-acr", 200), ("blood", 200), ("bone", 400)),
        {"creatinine": 128, "egfr": 44, "urea": 10.2, "haemoglobin": 114, "acr": 6}, {"egfr": -2, "creatinine": 5},
        "Kidney disease review", (), "renal", "Dr B Thorvaldsen",
        "eGFR falling by two a year. Ultrasound: two small kidneys, no obstruction.", "Avoid ibuprofen. Blood pressure under 130/80.",
    ),
    "hypothyroid": Condition(
        "hypothyroid", "", (2, 20), ("levothyroxine50|levothyroxine75",), (), (("thyroid", 330),), {"tsh": 3.6}, {},
        "Thyroid check",
    ),
    "arthritis": Condition(
        "osteoarthritis", "knee-oa", (2, 12), ("paracetamol", "omeprazole"), (("ibuprofen", "Stopped on admission: kidney function"),),
        service="orthopaedics", doctor="Dr F Kowalczyk",
        letter="Worn medial compartment of the right knee. Walks 200 metres with a stick.",
        plan="Physiotherapy first. Listed for replacement if no better in six months.",
        stay=Stay("knee-oa", 620, 3, "orthopaedics", "Ward 9", "Planned right knee replacement",
                  "Cemented knee replacement without complication. Walking with two sticks on day two.",
                  ("codeine",), (("ibuprofen", "Not with the blood thinner after the operation"),), ("paracetamol",),
                  "Wound check at ten days. Physiotherapy arranged.", ("kidney", "blood")),
        stay_chance=0.3,
    ),
    "osteoporosis": Condition(
        "osteoporosis", "", (1, 9), ("alendronic", "calcium-d"), (), (("bone", 500),), {"vitamin-d": 44}, {},
        procedures=("dexa",), service="rheumatology", doctor="Dr U Osei-Tutu",
        letter="T score minus 2.9 at the hip. No new height loss.", plan="Five years of alendronic acid, then a pause.",
    ),
    "depression": Condition(
        "depression", "mixed-anxiety", (1, 8), ("sertraline50|sertraline100|citalopram",), review="Mood review",
        resolved_chance=0.3,
    ),
    "epilepsy": Condition(
        "epilepsy", "", (2, 16), ("levetiracetam|lamotrigine", "midazolam"), review="Epilepsy review", procedures=("eeg",),
        service="neurology", doctor="Dr W Haldane",
        letter="Two seizures in the year, both after missed tablets. MRI normal. Not driving.",
        plan="No change. Rescue midazolam at home and at work; family trained.",
        stay=Stay("seizure", 300, 1, "neurology", "Ward 11", "Seizure of eight minutes at home, midazolam given by family",
                  "No further seizures. Levels satisfactory. Tablets had been missed.", (), (), ("levetiracetam",),
                  "Epilepsy nurse will phone within the week.", (), True),
        stay_chance=0.6,
    ),
}  # fmt: skip


def teller(name: str) -> Callable[[Record, Random], None]:
    """The story of one row."""

    def tell(record: Record, rng: Random) -> None:
        _tell(record, rng, CONDITIONS[name])

    return tell


def _tell(record: Record, rng: Random, what: Condition) -> None:
    lived = max(1, (record.today - record.born).days // 365 - 1)
    years = min(rng.randint(*what.years), lived)
    onset = back(record.today, years * 365 + rng.randint(0, 300))
    onset = max(onset, back(record.born, -200))
    over = rng.random() < what.resolved_chance
    first = problem(
        record, record.gp, what.problem, onset, by=record.doctor,
        status="resolved" if over else "active", ended=back(record.today, 150) if over else None,
    )  # fmt: skip
    if rng.random() < 0.7 and record.acute in record.person.sources:
        _at_the_hospital(record, rng, what, first["onsetDateTime"])
    chosen = tuple(rng.choice(one.split("|")) for one in what.medicines)
    for name in chosen:
        at_practice(
            record, rng, Course(name, min(years * 365, rng.randint(200, 2500)), 160 if over else -1)
        )
    _monitor(record, rng, what, years)
    if what.review:
        _review(record, rng, what, years)
    if what.service:
        _clinics(record, rng, what, chosen)
    if what.stay and rng.random() < what.stay_chance:
        stay = replace(
            what.stay,
            ago=what.stay.ago + rng.randint(-90, 90),
            nights=what.stay.nights + rng.randint(0, 2),
        )
        if stay.ago < (record.today - record.born).days:
            lab = "regional-laboratory" in record.person.sources
            stay = stay if lab else replace(stay, panels=())
            admit(record, rng, record.acute, stay, what.levels)


def _at_the_hospital(record: Record, rng: Random, what: Condition, onset: str) -> None:
    """The hospital's own words for it, an onset known only by year, and its own medicine list."""
    if what.hospital_says:
        problem(record, record.acute, what.hospital_says, onset[:4], by="Dr I Verhoeven")
    for name, words in what.hospital_differs:
        stopped = rng.randint(20, 200) if words.startswith("Stopped") else -1
        other = 3 if words.startswith("Three") else 0
        text = words if words.startswith("Three") else ""
        at_hospital(
            record, record.acute,
            Course(name, 400, stopped, why=words, times=other,
                   words="One to be taken three times a day" if text else ""),
        )  # fmt: skip


def _monitor(record: Record, rng: Random, what: Condition, years: int) -> None:
    if "regional-laboratory" not in record.person.sources:
        return
    for name, every in what.monitoring:
        for turn in range(min(10, years * 365 // every + 1)):
            ago = 12 + turn * every + rng.randint(0, every // 4)
            levels = {
                test: level - what.drift.get(test, 0.0) * ago / 365
                for test, level in what.levels.items()
            }
            panel(record, rng, name, back(record.today, ago), levels)


def _review(record: Record, rng: Random, what: Condition, years: int) -> None:
    nurse = PRACTICES[record.gp].nurse
    for turn in range(min(4, years)):
        day = back(record.today, 35 + turn * 365 + rng.randint(0, 60))
        seen = visit(
            record, record.gp, day, "general-practice", by=nurse, words=what.review,
            reason=what.problem, hour=rng.randint(9, 16),
        )  # fmt: skip
        if record.age > 15:
            blood_pressure(
                record,
                record.gp,
                day,
                round(rng.gauss(138, 8)),
                round(rng.gauss(80, 6)),
                by=nurse,
                visit=seen,
            )
        for name, middle, spread in what.measures:
            value = round(rng.gauss(middle, spread), 0 if name in ("oxygen", "peak-flow") else 1)
            measure(
                record,
                record.gp,
                name,
                int(value) if name in ("oxygen", "peak-flow") else value,
                day,
                by=nurse,
                visit=seen,
            )
        for name in what.procedures:
            procedure(record, record.gp, name, day, by=nurse, stay=seen)
        procedure(record, record.gp, "med-review", day, by=record.doctor, stay=seen)


def _clinics(record: Record, rng: Random, what: Condition, chosen: tuple[str, ...]) -> None:
    first = rng.randint(150, 420)
    why = PROBLEMS[what.problem].words
    referral(
        record,
        record.gp,
        back(record.today, first + 70),
        what.service,
        f"{why}: advice on treatment, please.",
        to=record.acute,
    )
    lines = "\n".join(
        f"{MEDICINES[name].product.words}. {MEDICINES[name].words}." for name in chosen
    )
    for ago in (first, max(20, first - 130)):
        body = (
            ("Diagnoses", why), ("Findings", what.letter), ("Medicines", lines or "None."), ("Plan", what.plan),
        )  # fmt: skip
        clinic(
            record,
            record.acute,
            ago,
            what.service,
            what.doctor,
            f"Clinic letter: {why}",
            body,
            page=rng.random() < 0.4,
        )


TELL = {name: teller(name) for name in CONDITIONS}
