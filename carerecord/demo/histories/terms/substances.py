"""Substances people react to, and how."""

from __future__ import annotations

from carerecord.demo.histories.terms import table

SUBSTANCES = table("""
penicillin  764146007 Penicillin
amoxicillin 372687004 Amoxicillin
codeine     387494007 Codeine
ibuprofen   387207008 Ibuprofen
aspirin     387458008 Aspirin
trimethoprim 387170002 Trimethoprim
erythromycin 372694001 Erythromycin
latex       111088007 Latex
peanut      256349002 Peanut
egg         102263004 Eggs
plaster     418920007 Adhesive agent
ramipril    386872004 Ramipril
morphine    373529000 Morphine
""")

# What a GP system codes instead of the substance: the same meaning in another concept.
FINDINGS = table("""
penicillin 91936005  Allergy to penicillin
peanut     91935009  Allergy to peanut
latex      300916003 Allergy to latex
aspirin    293586001 Allergy to aspirin
""")

NONE_KNOWN = table("""
any  716186003 No known allergy
drug 409137002 No known drug allergy
food 429625007 No known food allergy
""")

REACTIONS = table("""
anaphylaxis 39579001  Anaphylaxis
rash        271807003 Rash
urticaria   247472004 Urticarial rash
vomiting    422400008 Vomiting
wheeze      56018004  Wheezing
swelling    41291007  Angioedema
bleeding    74474003  Gastrointestinal haemorrhage
cough       49727002  Cough
itch        418290006 Itching
""")
