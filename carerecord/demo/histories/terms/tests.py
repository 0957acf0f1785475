"""Laboratory tests, panels, and measurements at the bedside."""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.demo.histories.terms import LOINC, SNOMED, Term, table


@dataclass(frozen=True, slots=True)
class Test:
    term: Term
    usual: float
    spread: float
    unit: str  # as the laboratory sends it
    ucum: str  # code of the same unit
    low: float | None
    high: float | None
    places: int = 0


def _tests(rows: str) -> dict[str, Test]:
    """“key | code | words | usual | spread | unit | ucum | low | high | places” on each line."""
    tests = {}
    for line in rows.strip().splitlines():
        key, code, words, usual, spread, unit, ucum, low, high, places = (
            cell.strip() for cell in line.split("|")
        )
        tests[key] = Test(
            Term(code, words, LOINC if "-" in code else SNOMED), float(usual), float(spread), unit, ucum,
            float(low) if low else None, float(high) if high else None, int(places),
        )  # fmt: skip
    return tests


TESTS = _tests("""
sodium      | 1000661000000107 | Serum sodium level                        | 139  | 2.2  | mmol/L           | mmol/L       | 133 | 146 | 0
potassium   | 1000651000000109 | Serum potassium level                     | 4.4  | 0.3  | mmol/L           | mmol/L       | 3.5 | 5.3 | 1
urea        | 1000671000000100 | Serum urea level                          | 5.6  | 1.2  | mmol/L           | mmol/L       | 2.5 | 7.8 | 1
creatinine  | 1000731000000107 | Serum creatinine level                    | 74   | 9    | umol/L           | umol/L       | 45  | 104 | 0
egfr        | 1107411000000104 | Estimated glomerular filtration rate      | 84   | 6    | mL/min/1.73m2    | mL/min/{1.73_m2} | 60 |  | 0
haemoglobin | 1022431000000105 | Haemoglobin estimation                    | 138  | 8    | g/L              | g/L          | 115 | 165 | 0
white-cells | 1022541000000102 | Total white cell count                    | 6.8  | 1.3  | 10*9/L           | 10*9/L       | 4.0 | 11.0 | 1
platelets   | 1022651000000100 | Platelet count                            | 252  | 40   | 10*9/L           | 10*9/L       | 150 | 450 | 0
mcv         | 1022491000000106 | Mean corpuscular volume                   | 90   | 3    | fL               | fL           | 80  | 100 | 1
neutrophils | 1022551000000104 | Neutrophil count                          | 4.0  | 0.9  | 10*9/L           | 10*9/L       | 2.0 | 7.5 | 1
lymphocytes | 1022581000000105 | Lymphocyte count                          | 2.0  | 0.4  | 10*9/L           | 10*9/L       | 1.0 | 4.0 | 1
albumin     | 1000821000000103 | Serum albumin level                       | 42   | 2.4  | g/L              | g/L          | 35  | 50  | 0
alt         | 1018251000000107 | Serum alanine aminotransferase level      | 24   | 7    | U/L              | U/L          |     | 41  | 0
alp         | 1000621000000104 | Serum alkaline phosphatase level          | 78   | 14   | U/L              | U/L          | 30  | 130 | 0
bilirubin   | 999691000000104  | Serum total bilirubin level               | 9    | 3    | umol/L           | umol/L       |     | 21  | 0
cholesterol | 1005671000000105 | Serum cholesterol level                   | 5.0  | 0.7  | mmol/L           | mmol/L       |     | 5.0 | 1
hdl         | 1005681000000107 | Serum high density lipoprotein cholesterol level | 1.4 | 0.2 | mmol/L      | mmol/L       | 1.0 |     | 1
triglyceride | 1005691000000109 | Serum triglyceride level                 | 1.5  | 0.4  | mmol/L           | mmol/L       |     | 2.3 | 1
hba1c       | 999791000000106  | Haemoglobin A1c level - IFCC standardised | 38   | 3    | mmol/mol         | mmol/mol     | 20  | 41  | 0
glucose     | 997681000000108  | Fasting blood glucose level               | 5.2  | 0.4  | mmol/L           | mmol/L       | 3.9 | 6.0 | 1
tsh         | 1022791000000101 | Serum TSH level                           | 2.1  | 0.6  | mU/L             | m[IU]/L      | 0.3 | 4.2 | 2
free-t4     | 1030801000000101 | Serum free T4 level                       | 15.2 | 1.4  | pmol/L           | pmol/L       | 12  | 22  | 1
crp         | 1001371000000100 | Serum C reactive protein level            | 3    | 1.5  | mg/L             | mg/L         |     | 5   | 0
inr         | 165581004        | International normalised ratio            | 2.5  | 0.3  | ratio            | {ratio}      | 2.0 | 3.0 | 1
ferritin    | 993381000000106  | Serum ferritin level                      | 88   | 30   | ug/L             | ug/L         | 15  | 200 | 0
b12         | 1000711000000104 | Serum vitamin B12 level                   | 340  | 60   | ng/L             | ng/L         | 197 | 771 | 0
calcium     | 1000701000000101 | Serum adjusted calcium concentration      | 2.36 | 0.05 | mmol/L           | mmol/L       | 2.20 | 2.60 | 2
vitamin-d   | 1031181000000107 | Serum 25-hydroxy vitamin D level          | 58   | 14   | nmol/L           | nmol/L       | 50  |     | 0
nt-probnp   | 33762-6 | Serum NT-proBNP level                     | 180  | 60   | ng/L             | ng/L         |     | 400 | 0
acr         | 1023491000000104 | Urine albumin:creatinine ratio            | 1.6  | 0.6  | mg/mmol          | mg/mmol      |     | 3.0 | 1
psa         | 1000481000000100 | Serum prostate specific antigen level     | 1.4  | 0.5  | ug/L             | ug/L         |     | 4.0 | 1
cea         | 1000491000000103 | Serum carcinoembryonic antigen level      | 2.1  | 0.6  | ug/L             | ug/L         |     | 5.0 | 1
lithium     | 1000501000000109 | Serum lithium level                       | 0.7  | 0.1  | mmol/L           | mmol/L       | 0.4 | 1.0 | 2
amh         | 38476-8 | Serum anti-Mullerian hormone level        | 9.1  | 1.0  | pmol/L           | pmol/L       |     |     | 1
troponin    | 67151-1 | Serum troponin T level                    | 9    | 3    | ng/L             | ng/L         |     | 14  | 0
lactate     | 1003151000000108 | Blood lactate level                       | 1.2  | 0.3  | mmol/L           | mmol/L       | 0.5 | 2.0 | 1
""")

PANELS: dict[str, tuple[Term, tuple[str, ...]]] = {
    "kidney": (Term("1013211000000103", "Urea and electrolytes"), ("sodium", "potassium", "urea", "creatinine", "egfr")),
    "blood": (Term("26604007", "Full blood count"), ("haemoglobin", "white-cells", "platelets", "mcv", "neutrophils", "lymphocytes")),
    "liver": (Term("26958001", "Liver function tests"), ("albumin", "alt", "alp", "bilirubin")),
    "lipids": (Term("16254007", "Lipid profile"), ("cholesterol", "hdl", "triglyceride")),
    "hba1c": (Term("43396009", "Haemoglobin A1c measurement"), ("hba1c",)),
    "thyroid": (Term("35650009", "Thyroid function tests"), ("tsh", "free-t4")),
    "crp": (Term("55235003", "C-reactive protein measurement"), ("crp",)),
    "inr": (Term("440685005", "Calculation of international normalised ratio"), ("inr",)),
    "haematinics": (Term("271026005", "Haematinics"), ("ferritin", "b12")),
    "bone": (Term("167036008", "Bone profile"), ("calcium", "vitamin-d")),
    "heart": (Term("414799001", "Natriuretic peptide measurement"), ("nt-probnp",)),
    "urine-acr": (Term("271075006", "Urine albumin to creatinine ratio measurement"), ("acr",)),
    "psa": (Term("63476009", "Prostate specific antigen measurement"), ("psa",)),
    "cea": (Term("60267001", "Carcinoembryonic antigen measurement"), ("cea",)),
    "amh": (Term("38476-8", "Serum anti-Mullerian hormone level", LOINC), ("amh",)),
    "emergency": (Term("105000003", "Troponin measurement"), ("troponin", "lactate")),
}  # fmt: skip

VITALS = table("""
bp          75367002         Blood pressure
systolic    72313002         Systolic arterial pressure
diastolic   1091811000000102 Diastolic arterial pressure
pulse       364075005        Heart rate
breaths     86290005         Respiratory rate
oxygen      431314004        Peripheral oxygen saturation
temperature 276885007        Core body temperature
weight      27113001         Body weight
height      50373000         Body height
bmi         60621009         Body mass index
head        363812007        Head circumference
news2       1104051000000101 National Early Warning Score 2 total score
peak-flow   18491006         Peak expiratory flow rate
smoking     365981007        Tobacco smoking behaviour
alcohol     1082641000000106 Alcohol units consumed per week
frailty     763264000        Clinical Frailty Scale score
""")
