"""What each example of a CDA section says is what a page shows: status, negation, unit, comparator, date (R5)."""

from __future__ import annotations

import pytest

from carerecord.fhir.cda import translate
from spec.documents.documents_given import LONDON, SHARED, cda, section_in, shown

Expected = list[tuple[str, *tuple[str, ...]]]

MEANT: dict[str, Expected] = {
    "Allergies-Allergy-to-food-egg": [
        ("allergies", "Egg", "2014-01-04", "Active", "Hives", "Moderate", "Began: 1998", "Henry Seven"),
    ],
    "Allergies-Allergy-to-specific-substance-latex": [
        ("allergies", "Latex", "Active", "Anaphylaxis", "Severe", "Began: 03-Jan-2014"),
    ],
    "Allergies-No-Known-Allergies": [
        ("allergies", "No known allergy", "2010-01-03T09:08:00-05:00", "Statement of none"),
    ],
    "Allergies-No-Known-Medication": [
        ("allergies", "No known drug allergy", "2010-01-03 |", "Statement of none"),
    ],
    "Encounters-Inpatient": [
        (
            "clinics", "Inpatient Hospital Care", "2012-09-27T13:00:00-05:00", "Pneumonia",
            "Community Medical Center", "intermediate-care facility", "Sunnyview Rehab Hospital",
        ),
    ],
    "Encounters-Multiple": [
        ("clinics", "Wellness Visit", "2017-09-18T09:39:00-04:00", "2017-09-18T09:51:00-04:00", "Finished"),
        ("other", "Jaw Asymmetry Maxillary", "Anomaly of Dental Arch", "Malocclusion"),
        ("other", "substance (other than tobacco) abuse structured screening"),
        ("other", "preventive medicine reevaluation"),
        ("other", "Office or other outpatient visit"),
    ],
    "Immunizations-Influenza-Vaccination-C": [
        ("immunisations", "Influenza Virus Vaccine", "2010-08-15 |", "Completed", "| 1 |", "Amanda Assigned"),
    ],
    "Immunizations-Influenza-Vaccination-with-NDC": [
        ("immunisations", "Influenza, seasonal, injectable", "2010-08-15 |", "Completed"),
    ],
    "Medications-Med-Relative-Dose": [
        (
            "medicines", "bevacizumab", "5 mg per kg", "Intravenous", "2018-02-15 |", "Current",
            "Malignant neoplasm of colon", "not a record of what was given", "Sodium Chloride 0.9%",
        ),
    ],
    "Medications-Med-at-bedtime": [
        ("medicines", "insulin glargine", "40 units", "Subcutaneous", "at bedtime", "2009-01-09 |"),
    ],
    "Medications-Medication-Refused": [
        ("medicines", "lisinopril 10mg", "Not taken", "Procedure declined by patient", "2018-03-15T11:23:05-05:00"),
    ],
    "Medications-No-Medications": [("medicines", "drug or medicament", "Not taken")],
    "Notes-Note-directly": [
        (
            "procedures", "Laparoscopic appendectomy", "Completed", "2014-02-03T09:22:05-07:00",
            "Patient repositioned with arms extended",
        ),
    ],
    "Notes-RTF-Note": [("documents", "Nurse Note", "Current")],
    "Problems-Patient-Does-Not-Have": [
        ("problems", "Excluded – Diabetes mellitus type 2", "2015-12-01T16:05:06", "No Diabetes (ruled out)"),
    ],
    "Problems-Pregnancy": [
        ("problems", "Pregnancy", "2020-01-03 |", "Active", "Delivery date Estimated: 2020-09-19"),
    ],
    "Procedures-Procedures-Section-Procedure-Procedure-Refused": [
        ("procedures", "Not done – Laparoscopic appendectomy", "Reason not done: Procedure declined by patient"),
    ],
    "Procedures-Procedures-Section-Procedure-Procedure-Unsuccessful": [
        ("procedures", "Chest X-ray", "Completed", "Outcome: Failed attempted procedure", "Image unreadable"),
    ],
    "Results-Chest": [
        ("results", "XR Chest 2 Views", "2015-02-25T09:10:59-05:00", "heart is enlarged", "Hermione Seaven"),
        ("reports", "Chest X-Ray 2 Views", "Final"),
    ],
    "Results-Result-panel": [
        ("results", "Chlamydia trachomatis rRNA", "| Negative |", "Normal", "2013-10-22T14:26:00-05:00"),
        ("results", "Neisseria gonorrhoeae rRNA", "| Positive |", "Abnormal"),
        ("reports", "panel", "Final"),
    ],
    "Results-Result-with-non-numeric": [
        ("results", "Triglycerides", "| 450 mg/dL |"),
        ("results", "Cholesterol in LDL", "| Unable to calculate (mg/dL) |"),
        ("reports", "Lipid Panel"),
    ],
    "Results-Results-of-COVID": [
        ("results", "SARS-CoV-2", "| Detected |", "Abnormal", "not detected: Not Detected"),
        ("reports", "panel"),
    ],
    "Results-Results-with-less-than": [
        ("results", "Natriuretic Peptide B", "| 0 to 5 pg/mL |", "| 0 to 100 pg/mL |", "Normal"),
        ("reports", "Natriuretic Peptide B"),
    ],
    "Results-Results-with-translation-unit": [
        ("results", "Platelets", "| 152 10*3/uL |", "| 150 to 400 |", "Normal", "THOUS/MCL"),
        ("reports", "Platelets"),
    ],
    "Vital-Signs": [
        ("observations", "Systolic blood pressure", "| 120 mm[Hg] |", "2014-05-20T19:36:05-05:00"),
        ("observations", "Diastolic blood pressure", "| 80 mm[Hg] |"),
        ("observations", "Heart rate", "| 80 /min |"),
        ("observations", "Body temperature", "| 99.0 [degF] |"),
        ("observations", "Respiratory rate", "| 18 /min |"),
        ("observations", "Body height", "| 67 [in_us] |"),
        ("observations", "Body weight", "| 239.9 [lb_av] |"),
        ("observations", "Body mass index", "| 37.58 kg/m2 |"),
        ("observations", "OXYGEN SATURATION", "| 98% |"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", MEANT)
def test_what_is_shown_is_what_was_sent(name: str):
    rows = shown(translate(cda(section_in(name)), LONDON).resources)
    assert [section for section, _ in rows] == [section for section, *_ in MEANT[name]]
    for (_, said), (_, *words) in zip(rows, MEANT[name], strict=True):
        assert [one for one in words if one not in said] == [], said


def test_every_example_has_its_row_in_the_table():
    files = [one.stem for one in (SHARED / "cda/hl7-entries").glob("*.xml")]
    assert [one for one in files if not any(one.startswith(name) for name in MEANT)] == []
