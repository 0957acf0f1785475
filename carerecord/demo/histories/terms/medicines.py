"""Medicines as products: what is prescribed, how it is taken, how much is supplied.

The code is a dm+d virtual product where we know it. Where we do not, it is an invented one: items
99900001 and up of the dm+d namespace, a range no product has, with a true check digit.
"""

from __future__ import annotations

from dataclasses import dataclass

from carerecord.demo.histories.terms import DMD, Term
from carerecord.demo.histories.terms.check import with_check_digit


@dataclass(frozen=True, slots=True)
class Medicine:
    key: str
    product: Term
    generic: str
    words: str  # dosage text
    amount: float
    unit: str
    times: int  # in each period
    period: int
    period_unit: str  # h, d, wk, mo
    route: Term
    when: str = ""  # FHIR event timing, e.g. "HS"
    as_required: bool = False
    quantity: int = 28
    pack: str = "tablet"


ROUTES = {
    "oral": Term("26643006", "Oral"),
    "inhaled": Term("18679011000001101", "Inhalation"),
    "im": Term("78421000", "Intramuscular"),
    "sc": Term("34206005", "Subcutaneous"),
    "iv": Term("47625008", "Intravenous"),
    "skin": Term("6064005", "Topical"),
    "vaginal": Term("16857009", "Vaginal"),
}

_ROWS = """
amlodipine5     | 319283006 | Amlodipine 5mg tablets | amlodipine | One to be taken each day | 5 mg | 1/1d | oral
amlodipine10    | 319284000 | Amlodipine 10mg tablets | amlodipine | One to be taken each day | 10 mg | 1/1d | oral
ramipril2.5     | | Ramipril 2.5mg capsules | ramipril | One to be taken each day | 2.5 mg | 1/1d | oral | capsule
ramipril5       | | Ramipril 5mg capsules | ramipril | One to be taken each day | 5 mg | 1/1d | oral | capsule
losartan50      | | Losartan 50mg tablets | losartan | One to be taken each day | 50 mg | 1/1d | oral
indapamide      | | Indapamide 2.5mg tablets | indapamide | One to be taken in the morning | 2.5 mg | 1/1d | oral
bisoprolol2.5   | | Bisoprolol 2.5mg tablets | bisoprolol | One to be taken each day | 2.5 mg | 1/1d | oral
bisoprolol5     | | Bisoprolol 5mg tablets | bisoprolol | One to be taken each day | 5 mg | 1/1d | oral
doxazosin4      | 318783003 | Doxazosin 4mg tablets | doxazosin | One to be taken each day | 4 mg | 1/1d | oral
atorvastatin20  | 320030001 | Atorvastatin 20mg tablets | atorvastatin | One to be taken at night | 20 mg | 1/1d HS | oral
atorvastatin80  | | Atorvastatin 80mg tablets | atorvastatin | One to be taken at night | 80 mg | 1/1d HS | oral
simvastatin10   | 319996000 | Simvastatin 10mg tablets | simvastatin | One to be taken at night | 10 mg | 1/1d HS | oral
metformin       | 325278007 | Metformin 500mg tablets | metformin | One to be taken twice a day with meals | 500 mg | 2/1d | oral | tablet | 56
metformin-mr    | 765507008 | Metformin 500mg modified-release tablets | metformin | One to be taken twice a day with meals | 500 mg | 2/1d | oral | tablet | 56
gliclazide      | 325242002 | Gliclazide 80mg tablets | gliclazide | One to be taken each morning with breakfast | 80 mg | 1/1d | oral
empagliflozin   | | Empagliflozin 10mg tablets | empagliflozin | One to be taken each day | 10 mg | 1/1d | oral
glargine        | 38897011000001107 | Insulin glargine 100units/ml solution for injection 3ml pre-filled disposable devices | insulin glargine | Inject 14 units under the skin at bedtime | 14 unit | 1/1d HS | sc | pre-filled disposable injection | 5
salbutamol      | 39113611000001102 | Salbutamol 100micrograms/dose inhaler CFC free | salbutamol | Inhale two puffs up to four times a day when required | 2 puff | 4/1d prn | inhaled | dose | 200
beclometasone   | | Beclometasone 100micrograms/dose inhaler CFC free | beclometasone | Inhale two puffs twice a day | 2 puff | 2/1d | inhaled | dose | 200
fluticasone     | | Fluticasone 50micrograms/dose inhaler CFC free | fluticasone | Inhale two puffs twice a day | 2 puff | 2/1d | inhaled | dose | 120
tiotropium      | | Tiotropium bromide 2.5micrograms/dose solution for inhalation | tiotropium | Inhale two puffs once a day | 2 puff | 1/1d | inhaled | dose | 60
prednisolone    | | Prednisolone 5mg tablets | prednisolone | Six to be taken each morning for 5 days | 30 mg | 1/1d | oral | tablet | 30
apixaban5       | 42206511000001102 | Apixaban 5mg tablets | apixaban | One to be taken twice a day | 5 mg | 2/1d | oral | tablet | 56
warfarin1       | | Warfarin 1mg tablets | warfarin | As directed by the anticoagulation clinic | 3 mg | 1/1d | oral
digoxin         | | Digoxin 125microgram tablets | digoxin | One to be taken each day | 125 microgram | 1/1d | oral
furosemide40    | | Furosemide 40mg tablets | furosemide | One to be taken each morning | 40 mg | 1/1d | oral
furosemide20    | | Furosemide 20mg tablets | furosemide | One to be taken each morning | 20 mg | 1/1d | oral
spironolactone  | | Spironolactone 25mg tablets | spironolactone | One to be taken each day | 25 mg | 1/1d | oral
aspirin         | 319773006 | Aspirin 75mg dispersible tablets | aspirin | One to be taken each day, dissolved in water | 75 mg | 1/1d | oral
clopidogrel     | | Clopidogrel 75mg tablets | clopidogrel | One to be taken each day | 75 mg | 1/1d | oral
omeprazole      | 317291008 | Omeprazole 20mg gastro-resistant capsules | omeprazole | One to be taken each day | 20 mg | 1/1d | oral | capsule
paracetamol     | 322236009 | Paracetamol 500mg tablets | paracetamol | Two to be taken up to four times a day when required; no more than 8 in 24 hours | 1 g | 4/1d prn | oral | tablet | 100
ibuprofen       | 329653008 | Ibuprofen 400mg tablets | ibuprofen | One to be taken three times a day with food | 400 mg | 3/1d | oral | tablet | 84
codeine         | | Codeine 30mg tablets | codeine | One to be taken up to four times a day when required | 30 mg | 4/1d prn | oral
sertraline50    | | Sertraline 50mg tablets | sertraline | One to be taken each day | 50 mg | 1/1d | oral
sertraline100   | 9751511000001104 | Sertraline 100mg tablets | sertraline | One to be taken each day | 100 mg | 1/1d | oral
citalopram      | 321987003 | Citalopram 20mg tablets | citalopram | One to be taken each day | 20 mg | 1/1d | oral
mirtazapine     | | Mirtazapine 15mg tablets | mirtazapine | One to be taken at night | 15 mg | 1/1d HS | oral
levetiracetam   | | Levetiracetam 500mg tablets | levetiracetam | One to be taken twice a day | 500 mg | 2/1d | oral | tablet | 60
lamotrigine     | | Lamotrigine 100mg tablets | lamotrigine | One to be taken twice a day | 100 mg | 2/1d | oral | tablet | 56
midazolam       | | Midazolam 10mg/2ml oromucosal solution pre-filled oral syringes | midazolam | 10 mg into the cheek for a seizure longer than 5 minutes | 10 mg | 1/1d prn | oral | pre-filled oral syringe | 2
alendronic      | | Alendronic acid 70mg tablets | alendronic acid | One to be taken once a week, standing, 30 minutes before food | 70 mg | 1/1wk | oral | tablet | 4
calcium-d       | | Calcium carbonate 1.5g / Colecalciferol 400unit chewable tablets | calcium carbonate and colecalciferol | Two to be chewed each day | 2 tablet | 1/1d | oral | tablet | 56
levothyroxine50 | | Levothyroxine sodium 50microgram tablets | levothyroxine | One to be taken each morning before breakfast | 50 microgram | 1/1d | oral
levothyroxine75 | | Levothyroxine sodium 75microgram tablets | levothyroxine | One to be taken each morning before breakfast | 75 microgram | 1/1d | oral
allopurinol     | 330062008 | Allopurinol 300mg tablets | allopurinol | One to be taken each day | 300 mg | 1/1d | oral
donepezil       | | Donepezil 10mg tablets | donepezil | One to be taken at night | 10 mg | 1/1d HS | oral
memantine       | | Memantine 20mg tablets | memantine | One to be taken each day | 20 mg | 1/1d | oral
olanzapine      | | Olanzapine 10mg tablets | olanzapine | One to be taken at night | 10 mg | 1/1d HS | oral
aripiprazole    | | Aripiprazole 400mg powder and solvent for prolonged-release suspension for injection | aripiprazole | 400 mg into the muscle every month, given by the team | 400 mg | 1/1mo | im | vial | 1
amoxicillin     | 39732411000001106 | Amoxicillin 500mg capsules | amoxicillin | One to be taken three times a day for 5 days | 500 mg | 3/1d | oral | capsule | 15
doxycycline     | | Doxycycline 100mg capsules | doxycycline | Two on the first day, then one each day for 4 days | 100 mg | 1/1d | oral | capsule | 6
nitrofurantoin  | | Nitrofurantoin 100mg modified-release capsules | nitrofurantoin | One to be taken twice a day for 3 days | 100 mg | 2/1d | oral | capsule | 6
clarithromycin  | 41946511000001109 | Clarithromycin 500mg tablets | clarithromycin | One to be taken twice a day for 5 days | 500 mg | 2/1d | oral | tablet | 10
emollient       | | White soft paraffin 15% / Light liquid paraffin 6% cream | white soft paraffin and light liquid paraffin | Apply thinly as often as needed | 1 application | 3/1d prn | skin | g | 500
cetirizine      | | Cetirizine 10mg tablets | cetirizine | One to be taken each day | 10 mg | 1/1d | oral | tablet | 30
folic           | | Folic acid 5mg tablets | folic acid | One to be taken each day | 5 mg | 1/1d | oral
ferrous         | | Ferrous fumarate 210mg tablets | ferrous fumarate | One to be taken each day | 210 mg | 1/1d | oral
hydroxocobalamin | | Hydroxocobalamin 1mg/1ml solution for injection ampoules | hydroxocobalamin | 1 mg into the muscle every 3 months | 1 mg | 1/3mo | im | ampoule | 1
macrogol        | | Macrogol 3350 oral powder 13.7g sachets | macrogol 3350 | One sachet in water once a day | 1 sachet | 1/1d | oral | sachet | 30
tamoxifen       | | Tamoxifen 20mg tablets | tamoxifen | One to be taken each day | 20 mg | 1/1d | oral
anastrozole     | | Anastrozole 1mg tablets | anastrozole | One to be taken each day | 1 mg | 1/1d | oral
morphine        | | Morphine sulfate 10mg/5ml oral solution | morphine | 2.5 ml up to every 4 hours when required for pain or breathlessness | 5 mg | 6/1d prn | oral | ml | 100
morphine-inj    | | Morphine sulfate 10mg/1ml solution for injection ampoules | morphine | 2.5 mg under the skin up to every hour when required (kept at home, not yet used) | 2.5 mg | 24/1d prn | sc | ampoule | 5
midazolam-inj   | | Midazolam 10mg/2ml solution for injection ampoules | midazolam | 2.5 mg under the skin up to every hour when required (kept at home, not yet used) | 2.5 mg | 24/1d prn | sc | ampoule | 5
follitropin     | | Follitropin alfa 300units/0.48ml solution for injection pre-filled disposable devices | follitropin alfa | 150 units under the skin each day as directed by the clinic | 150 unit | 1/1d | sc | pre-filled disposable injection | 3
progesterone    | | Progesterone 400mg pessaries | progesterone | One to be used twice a day as directed by the clinic | 400 mg | 2/1d | vaginal | pessary | 30
"""


def _medicines() -> dict[str, Medicine]:
    made = {}
    for place, line in enumerate(_ROWS.strip().splitlines()):
        cells = [cell.strip() for cell in line.split("|")] + ["", ""]
        key, code, product, generic, words, amount, timing, route, pack, quantity = cells[:10]
        size, _, unit = amount.partition(" ")
        times, _, rest = timing.partition("/")
        period, *marks = rest.split()
        number = period.rstrip("dhwkmo")
        made[key] = Medicine(
            key, Term(code or _invented(place), product, DMD), generic, words,
            float(size), unit, int(times), int(number), period[len(number) :], ROUTES[route],
            "HS" if "HS" in marks else "", "prn" in marks, int(quantity or 28), pack or "tablet",
        )  # fmt: skip
    return made


def _invented(place: int) -> str:
    return with_check_digit(f"{99_900_001 + place}100000110")


MEDICINES = _medicines()
