"""Problems, diagnoses, findings and procedures."""

from __future__ import annotations

from carerecord.demo.histories.terms import table

PROBLEMS = table("""
hypertension      38341003  Hypertension
essential-bp      59621000  Essential hypertension
diabetes          44054006  Type 2 diabetes mellitus
diabetes-any      73211009  Diabetes mellitus
asthma            195967001 Asthma
copd              13645005  Chronic obstructive pulmonary disease
af                49436004  Atrial fibrillation
heart-failure     84114007  Heart failure
stroke            230690007 Stroke
tia               266257000 Transient ischaemic attack
ckd3              433144002 Chronic kidney disease stage 3
ckd4              431857002 Chronic kidney disease stage 4
aki               14669001  Acute kidney injury
depression        35489007  Depressive disorder
anxiety           197480006 Anxiety disorder
mixed-anxiety     231504006 Mixed anxiety and depressive disorder
epilepsy          84757009  Epilepsy
seizure           91175000  Seizure
osteoporosis      64859006  Osteoporosis
hypothyroid       40930008  Hypothyroidism
osteoarthritis    396275006 Osteoarthritis
knee-oa           239873007 Osteoarthritis of knee
gout              90560007  Gout
obesity           414916001 Obesity
anaemia           271737000 Anaemia
iron-anaemia      87522002  Iron deficiency anaemia
hyperlipidaemia   55822004  Hyperlipidaemia
heart-disease     414545008 Ischaemic heart disease
heart-attack      22298006  Myocardial infarction
angina            194828000 Angina pectoris
pneumonia         233604007 Pneumonia
uti               68566005  Urinary tract infection
delirium          2776000   Delirium
dementia          52448006  Dementia
alzheimers        26929004  Alzheimer's disease
vascular-dementia 429998004 Vascular dementia
schizophrenia     58214004  Schizophrenia
psychosis         69322001  Psychotic disorder
hip-fracture      5913000   Fracture of neck of femur
wrist-fracture    263102004 Fracture of wrist
breast-cancer     254837009 Malignant neoplasm of breast
colon-cancer      363406005 Malignant neoplasm of colon
prostate-cancer   399068003 Malignant neoplasm of prostate
eczema            43116000  Eczema
hay-fever         21719001  Allergic rhinitis due to pollen
migraine          37796009  Migraine
reflux            235595009 Gastro-oesophageal reflux disease
otitis-media      65363002  Otitis media
tonsillitis       17741008  Acute tonsillitis
cold              54150009  Upper respiratory infection
bronchitis        10509002  Acute bronchitis
bronchiolitis     4120002   Bronchiolitis
chickenpox        38907003  Varicella
gastroenteritis   25374005  Gastroenteritis
back-pain         279039007 Low back pain
constipation      14760008  Constipation
insomnia          193462001 Insomnia
cellulitis        128045006 Cellulitis
chest-pain        29857009  Chest pain
knee-pain         30989003  Knee pain
abdominal-pain    21522001  Abdominal pain
breathless        267036007 Dyspnoea
cough             49727002  Cough
headache          25064002  Headache
dizziness         404640003 Dizziness
head-injury       82271004  Injury of head
ankle-sprain      44465007  Sprain of ankle
fall              217082002 Accidental fall
falls-risk        129839007 At risk of falls
frailty           248279007 Frailty
hearing-loss      15188001  Hearing loss
cataract          193570009 Cataract
glaucoma          23986001  Glaucoma
incontinence      165232002 Urinary incontinence
pressure-ulcer    399912005 Pressure ulcer
pregnant          77386006  Pregnant
gest-diabetes     11687002  Gestational diabetes mellitus
learning          110359009 Intellectual disability
autism            408856003 Autistic disorder
self-harm         248062006 Self-injurious behaviour
pe                59282003  Pulmonary embolism
jaundice-newborn  387712008 Neonatal jaundice
palliative        103735009 Palliative care
copd-flare        195951007 Acute exacerbation of chronic obstructive airways disease
asthma-attack     708038006 Acute exacerbation of asthma
sepsis            91302008  Sepsis
eye-disease       4855003   Retinopathy due to diabetes mellitus
infertility       8619003   Infertile
""")

PROCEDURES = table("""
hip-replacement   52734007  Total hip replacement
knee-replacement  609588000 Total knee replacement
hip-fixation      179344006 Total prosthetic replacement of hip joint
cataract-surgery  54885007  Cataract surgery
colonoscopy       73761001  Colonoscopy
endoscopy         76009000  Gastroscopy
mastectomy        392021009 Lumpectomy of breast
hemicolectomy     23968004  Excision of colon
prostate-biopsy   65575008  Biopsy of prostate
chemotherapy      367336001 Chemotherapy
radiotherapy      108290001 Radiation therapy
caesarean         11466000  Caesarean section
birth             177184002 Normal delivery
ecg               29303009  Electrocardiographic procedure
echo              40701008  Echocardiography
angiogram         33367005  Coronary angiography
ct-head           303653007 Computed tomography of head
ct-chest          169069000 Computed tomography of chest
xray-chest        399208008 Plain chest X-ray
xray-hip          363680008 Radiographic imaging procedure
mri-head          816077007 Magnetic resonance imaging of brain
ultrasound        45036003  Ultrasonography of abdomen
obstetric-scan    268445003 Ultrasound scan - obstetric
dexa              312681000 Bone density scan
spirometry        127783003 Spirometry
eeg               54550000  Electroencephalogram
cardioversion     250980009 Cardioversion
catheter          45211000  Catheterisation
foot-check        401191002 Diabetic foot examination
eye-screen        134395001 Diabetic retinopathy screening
med-review        182836005 Review of medication
ivf               52637005  In vitro fertilisation
mammogram         71651007  Mammography
""")

FAMILY = table("""
heart   22298006  Myocardial infarction
dm      73211009  Diabetes mellitus
bowel   363406005 Malignant neoplasm of colon
breast  254837009 Malignant neoplasm of breast
stroke  230690007 Stroke
asthma  195967001 Asthma
""")

RELATIONS = {
    "MTH": "mother", "FTH": "father", "SIS": "sister", "BRO": "brother",
    "MGRMTH": "maternal grandmother",
}  # fmt: skip

SMOKING = table("""
never   266919005 Never smoked tobacco
ex      8517006   Ex-smoker
current 77176002  Smoker
""")
