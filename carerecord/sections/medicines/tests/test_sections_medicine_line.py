"""The medicine line and the dose, word for word (ux 5)."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.contract import Resource
from carerecord.sections.medicines import SECTION
from carerecord.sections.medicines.dose import amount_words, dose_number, dose_parts, how_often
from carerecord.sections.medicines.line import generic_case, medicine_line


def nowhere(_: object) -> None:
    return None


def line(dosage: Any, **elements: Any) -> str:
    medicine = {"medicationCodeableConcept": {"text": "Metformin 500mg tablets"}, **elements}
    made = medicine_line(medicine | {"dosageInstruction": dosage}, nowhere)
    return " – ".join(f"DOSE {p.text}" if p.style == "dose" else p.text for p in made)


CODED: Resource = {
    "doseAndRate": [{"doseQuantity": {"value": 500, "unit": "mg"}}],
    "route": {"text": "oral"},
    "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
}
MOST = {
    "numerator": {"value": 2000, "unit": "mg"},
    "denominator": {"value": 1, "unit": "day"},
}


@pytest.mark.parametrize(
    ("dosage", "expected"),
    [
        ([{"text": "one twice a day"}], "DOSE one twice a day"),
        ([CODED | {"text": "one twice a day"}], "DOSE one twice a day"),
        ([CODED], "DOSE 500 mg – oral – twice a day"),
        (
            [CODED | {"asNeededBoolean": True, "maxDosePerPeriod": MOST}],
            "DOSE 500 mg – oral – twice a day – as required – maximum 2,000 mg in 1 day",
        ),
        (
            [CODED | {"asNeededCodeableConcept": {"text": "pain"}}],
            "DOSE 500 mg – oral – twice a day – as required for pain",
        ),
        ([{"text": "one"}, {"text": "then two"}], "DOSE one – DOSE then two"),
        ([], "Dose not recorded by this source"),
        ([{}], "Dose not recorded by this source"),
        (None, "Dose not recorded by this source"),
        ("one daily", "DOSE one daily"),
        (
            [CODED | {"additionalInstruction": [{"text": "With food"}, {"text": "Avoid alcohol"}]}],
            "DOSE 500 mg – oral – twice a day – With food – Avoid alcohol",
        ),
        (
            [{"text": "one, with food", "additionalInstruction": [{"text": "With food"}]}],
            "DOSE one, with food",
        ),
        (
            [{"text": "one", "additionalInstruction": [{"text": "Do not stop suddenly"}]}],
            "DOSE one – Do not stop suddenly",
        ),
        (
            [
                CODED
                | {"site": {"text": "left eye"}, "maxDosePerLifetime": {"value": 5, "unit": "g"}}
            ],
            "DOSE 500 mg – oral – left eye – twice a day – maximum 5 g in a lifetime",
        ),
    ],
)
def test_the_sources_own_dose_text_wins_and_no_dose_is_guessed(dosage: Any, expected: str) -> None:
    assert line(dosage) == f"metformin 500mg tablets – {expected}"


def _step(amount: int, **more: Any) -> Resource:
    repeat = {"frequency": 1, "period": 1, "periodUnit": "d", **more.pop("repeat", {})}
    dose = {"value": amount, "unit": "mg"}
    return {"doseAndRate": [{"doseQuantity": dose}], "timing": {"repeat": repeat}, **more}


def test_the_steps_of_a_reducing_course_stand_in_their_order_each_with_its_time() -> None:
    steps = [
        _step(
            20, sequence=2, repeat={"boundsPeriod": {"start": "2026-11-08", "end": "2026-11-14"}}
        ),
        _step(30, sequence=1, repeat={"boundsDuration": {"value": 7, "unit": "days"}}),
    ]
    assert line(steps) == (
        "metformin 500mg tablets – DOSE 30 mg – once a day for 7 days – then – "
        "DOSE 20 mg – once a day from 08-Nov-2026 until 14-Nov-2026"
    )


def test_what_is_given_together_is_not_said_to_follow() -> None:
    assert "then" not in line([_step(30, sequence=1), _step(20, sequence=1)])


def test_a_medicine_that_must_not_be_given_says_so_first() -> None:
    assert line([], doNotPerform=True).startswith("Do not give – metformin")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (".5", "0.5"),
        ("0.50", "0.5"),
        ("5.0", "5"),
        ("10000", "10,000"),
        ("1000", "1,000"),
        ("999", "999"),
        ("100", "100"),
        ("1e-7", "1e-7"),
        ("-1", "-1"),
        (".", "."),
    ],
)
def test_a_dose_number_is_the_same_number_safe_to_read(sent: str, shown: str) -> None:
    assert dose_number(sent) == shown


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("mg", "5 mg"),
        ("mcg", "5 micrograms"),
        ("ug", "5 micrograms"),
        ("μg", "5 micrograms"),
        ("IU", "5 units"),
        ("[iU]", "5 units"),
        ("U", "5 units"),
        ("", "5"),
    ],
)
def test_a_dose_unit_is_never_abbreviated_to_what_is_misread(unit: str, shown: str) -> None:
    assert amount_words({"value": 5, "unit": unit}) == shown


@pytest.mark.parametrize(
    ("repeat", "shown"),
    [
        ({"frequency": 1, "period": 1, "periodUnit": "d"}, "once a day"),
        ({"frequency": 2, "period": 1, "periodUnit": "d"}, "twice a day"),
        ({"frequency": 4, "period": 1, "periodUnit": "d"}, "4 times a day"),
        ({"frequency": 1, "period": 8, "periodUnit": "h"}, "every 8 hours"),
        ({"period": 3, "periodUnit": "mo"}, "every 3 months"),
        ({"frequency": 1, "period": 1, "periodUnit": "h"}, "once an hour"),
        ({"frequency": 2, "period": 3, "periodUnit": "d"}, "twice every 3 days"),
        ({"frequency": 1, "frequencyMax": 2, "period": 1, "periodUnit": "d"}, "1 to 2 times a day"),
        ({"when": ["HS"]}, "at bedtime"),
        (
            {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]},
            "once a week on Monday",
        ),
        (
            {"frequency": 1, "frequencyMax": 2, "period": 8, "periodUnit": "h"},
            "1 to 2 times every 8 hours",
        ),
        ({"frequencyMax": 4, "period": 1, "periodUnit": "d"}, "up to 4 times a day"),
        (
            {"frequency": 1, "period": 1, "periodUnit": "d", "duration": 30, "durationUnit": "min"},
            "once a day over 30 minutes",
        ),
        ({"count": 1}, "once in all"),
        ({"count": 2, "countMax": 3}, "2 to 3 times in all"),
        (
            {
                "boundsRange": {
                    "low": {"value": 5, "unit": "days"},
                    "high": {"value": 7, "unit": "days"},
                }
            },
            "for 5 days to 7 days",
        ),
        ({"boundsPeriod": {"end": "2026-11"}}, "until Nov-2026"),
        ({"frequency": 3}, ""),
        ({"period": "often"}, ""),
    ],
)
def test_how_often_is_said_only_where_it_was_coded_in_full(repeat: Resource, shown: str) -> None:
    assert how_often({"timing": {"repeat": repeat}}) == shown


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("Ramipril 5mg capsules", "ramipril 5mg capsules"),
        ("Vitamin B12 injection", "vitamin B12 injection"),
        ("Metformin 500mg MR tablets", "metformin 500mg MR tablets"),
    ],
)
def test_a_generic_name_is_in_lower_case(sent: str, shown: str) -> None:
    assert generic_case(sent) == shown


@pytest.mark.parametrize(
    ("status", "group", "current"),
    [
        ("active", "Current", True),
        ("on-hold", "Current", True),
        ("stopped", "Past", False),
        ("completed", "Past", False),
        ("unknown", "Status not recorded", False),
        (None, "Status not recorded", False),
        ("entered-in-error", "Removed by the source", False),
    ],
)
def test_a_medicine_is_current_only_when_its_source_says_so(
    status: str | None, group: str, current: bool
) -> None:
    medicine = {"resourceType": "MedicationStatement", "status": status}
    assert SECTION.row(medicine, nowhere).group == group
    assert SECTION.current(medicine) is current


def test_a_code_of_how_often_hides_neither_how_long_nor_the_days() -> None:
    timing = {"code": {"text": "Three times daily"}, "event": ["2026-11-08"]}
    week = {"repeat": {"boundsDuration": {"value": 7, "unit": "days"}}}
    assert how_often({"timing": timing | week}) == "Three times daily for 7 days, on 08-Nov-2026"


FIVE_DAYS = {"value": 5, "unit": "days"}


@pytest.mark.parametrize(
    ("coded", "more"),
    [
        ({"asNeededBoolean": True}, " – as required"),
        ({"asNeededBoolean": True, "text": "1 tablet when required"}, ""),
        ({"asNeededBoolean": True, "text": "1 tablet; stop once not required"}, " – as required"),
        (
            {"maxDosePerAdministration": {"value": 2, "unit": "tablets"}},
            " – maximum 2 tablets at one time",
        ),
        ({"timing": {"repeat": {"boundsDuration": FIVE_DAYS}}}, " – for 5 days"),
        ({"timing": {"repeat": {"boundsDuration": FIVE_DAYS}}, "text": "1 for 5 days"}, ""),
        (
            {"maxDosePerAdministration": {"value": 4, "comparator": "<", "unit": "g"}},
            " – maximum less than 4 g at one time",
        ),
    ],
)
def test_a_dose_in_words_hides_no_need_and_no_limit_sent_beside_it(
    coded: Resource, more: str
) -> None:
    dosage = {"text": "1 tablet at night"} | coded
    shown = " – ".join(part.text for part in dose_parts({"dosage": [dosage]}))
    assert shown == f"{dosage['text']}{more}"
