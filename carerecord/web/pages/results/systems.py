"""Which part of the body a test is about, by the name it was sent with: an order to read in, and nothing more."""

from __future__ import annotations

import re
from functools import lru_cache

OTHER = "Other tests"
_SYSTEMS: dict[str, tuple[str, ...]] = {
    "Kidneys and salts": (
        *("sodium", "potassium", "urea", "creatinine", "glomerular", "egfr", "chloride"),
        *("bicarbonate", "urate", "uric acid", "osmolality", "albumin/creatinine", "acr"),
        *("magnesium", "anion gap"),
    ),
    "Blood count": (
        *(
            "haemoglobin",
            "hemoglobin",
            "white (?:blood )?cells?",
            "wcc",
            "wbc",
            "platelets?",
            "plt",
        ),
        *("leu[ck]ocytes?", "erythrocytes?", "red (?:blood )?cells?", "rbc", "ha?ematocrit", "hct"),
        *("packed cell", "pcv", "mean corpuscular", "mean cell", "mcv", "mchc?", "rdw"),
        *("neutrophils?", "lymphocytes?", "monocytes?", "eosinophils?", "basophils?"),
        *("reticulocytes?", "blood film", "red cell distribution", "hb"),
    ),
    "Inflammation": (
        *("c[- ]reactive protein", "crp", "erythrocyte sedimentation", "esr", "sedimentation rate"),
        *("procalcitonin", "plasma viscosity"),
    ),
    "Diabetes": (
        *("ha?emoglobin a1c", "hba1c", "glycated", "glycosylated", "glucose", "ketones?"),
        *("c[- ]peptide", "insulin", "a1c"),
    ),
    "Liver": (
        *("alanine", "alt", "aspartate", "ast", "alkaline phosphatase", "alp", "bilirubin"),
        *("gamma[- ]glutamyl", "gamma gt", "ggt", "albumin", "globulins?", "total protein"),
        *("ammonia", "amylase", "lipase"),
    ),
    "Heart and fats": (
        *("cholesterol", "hdl", "ldl", "triglycerides?", "lipids?", "apolipoprotein"),
        *("troponin", "natriuretic", "bnp", "nt-?probnp", "creatine kinase", "ck", "qrisk"),
    ),
    "Clotting": (
        *("inr", "international normali[sz]ed", "prothrombin", "thromboplastin", "aptt"),
        *("fibrinogen", "d[- ]dimer", "clotting", "anti[- ]xa"),
    ),
    "Hormones": (
        *("thyroid", "tsh", "thyroxine", "t[34]", "triiodothyronine", "cortisol", "prolactin"),
        *("testosterone", "oestradiol", "estradiol", "progesterone", "fsh", "lh", "luteini[sz]ing"),
        *("follicle", "hcg", "gonadotroph?in", "parathyroid", "pth", "acth", "growth hormone"),
    ),
    "Iron, vitamins and bone": (
        *("ferritin", "iron", "transferrin", "folate", "folic acid", "b12", "cobalamin"),
        *("vitamin", "calcium", "phosphate", "calcidiol", "25[- ]hydroxy", "zinc", "copper"),
        *("selenium",),
    ),
    "Blood gases": (
        *("ph", "po2", "pco2", "partial pressure", "base excess", "lactate", "carboxyhaemoglobin"),
    ),
    "Infection": (
        *("culture", "virus", "viral", "antibod(?:y|ies)", "antigen", "bacteri(?:a|um)", "pcr"),
        *("hepatitis", "hiv", "sars", "covid", "influenza", "clostridi\\w+", "mrsa", "sensitivity"),
        *("microscopy", "organism", "chlamydia", "treponema\\w*", "helicobacter"),
    ),
    "Cancer markers": (
        *("psa", "prostate specific", "ca ?125", "ca ?19", "ca ?15", "carcinoembryonic", "cea"),
        *("alpha[- ]feto\\w*", "paraprotein", "light chain"),
    ),
    "Urine": ("urine", "urinary", "midstream", "msu"),
    "Medicines in the blood": (
        *("digoxin", "lithium", "phenytoin", "carbamazepine", "valproate", "theophylline"),
        *("gentamicin", "vancomycin", "ciclosporin", "tacrolimus", "paracetamol", "salicylate"),
        *("clozapine", "level of drug", "drug level", "ethanol", "alcohol level"),
    ),
}
_FIRST = ("Urine", "Infection", "Diabetes", "Inflammation", "Clotting", "Blood gases")
"""Asked before the others: “urine sodium” is of the urine, “haemoglobin A1c” of diabetes, “C reactive protein” of no liver."""
_ASKED = (*_FIRST, *(name for name in _SYSTEMS if name not in _FIRST))
_FOUND = {name: re.compile(rf"\b(?:{'|'.join(_SYSTEMS[name])})\b") for name in _ASKED}
PLACE = {name: place for place, name in enumerate((*_SYSTEMS, OTHER))}
"""The order of the page."""


@lru_cache(maxsize=4096)
def system_of(test: str) -> str:
    """By whole words of its name; what is not known is among the other tests."""
    words = test.casefold()
    return next((name for name, known in _FOUND.items() if known.search(words)), OTHER)
