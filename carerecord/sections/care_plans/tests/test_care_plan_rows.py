"""What is refused, forbidden or limited in a plan is in its row."""

from __future__ import annotations

from carerecord.contract import Resource
from carerecord.sections import owner_of
from carerecord.sections.contract import Row


def row_of(resource: Resource) -> Row:
    return owner_of(resource).row(resource, lambda _: None)


def test_what_is_refused_is_said_as_a_refusal_also_within_an_agreement() -> None:
    refused = {"type": "deny", "code": [{"text": "Blood transfusion"}]}
    consent = {"resourceType": "Consent", "status": "active", "category": [{"text": "Decision"}]}
    assert "Refuses: Blood transfusion" in row_of(consent | {"provision": refused}).notes
    agreed = {"type": "permit", "code": [{"text": "Surgery"}], "provision": [refused]}
    notes = row_of(consent | {"provision": agreed}).notes
    assert notes == ("Decision: Surgery", "But refuses: Blood transfusion")


def test_what_may_not_be_eaten_how_much_and_how_thick_to_drink_is_in_the_row() -> None:
    order = {
        "resourceType": "NutritionOrder",
        "status": "active",
        "excludeFoodModifier": [{"text": "Peanuts"}],
        "oralDiet": {
            "texture": [{"modifier": {"text": "Level 4 pureed"}}],
            "fluidConsistencyType": [{"text": "Level 2 mildly thick"}],
            "nutrient": [{"modifier": {"text": "Fluid"}, "amount": {"value": 1500, "unit": "mL"}}],
        },
    }
    row = row_of(order)
    assert [part.text for part in row.what] == ["Nutrition order"]
    assert row.notes == (
        "Nutrient: Fluid, 1500 mL",
        "Texture: Level 4 pureed",
        "Fluids: Level 2 mildly thick",
        "Not to eat: Peanuts",
    )


def test_the_most_that_may_go_by_tube_is_in_the_row() -> None:
    tube = {
        "baseFormulaType": {"text": "Fibre feed"},
        "maxVolumeToDeliver": {"value": 1200, "unit": "mL/day"},
    }
    order = {"resourceType": "NutritionOrder", "status": "active", "enteralFormula": tube}
    assert row_of(order).notes == ("Tube feed: Fibre feed", "Most by tube: 1200 mL/day")


def test_an_exception_without_a_code_is_not_lost() -> None:
    to = {"actor": [{"reference": {"display": "Dr Ray Adder"}}], "period": {"end": "2027-01-31"}}
    sharing = {
        "resourceType": "Consent",
        "status": "active",
        "provision": {"type": "permit", "provision": [{"type": "deny"} | to, {"type": "deny"}]},
    }
    assert row_of(sharing).notes == (
        "But refuses: Dr Ray Adder, until 31-Jan-2027",
        "But refuses: what is said in the original",
    )


def test_exceptions_deeper_than_can_be_read_are_said_to_be_in_the_original() -> None:
    provision: Resource = {"type": "deny", "code": [{"text": "Dialysis"}]}
    for _ in range(10):
        provision = {"type": "permit", "code": [{"text": "Care"}], "provision": [provision]}
    notes = row_of({"resourceType": "Consent", "status": "active", "provision": provision}).notes
    assert "More exceptions are in the original" in notes


def test_what_another_entry_forbids_is_no_activity_to_carry_out() -> None:
    planned = {"resourceType": "ServiceRequest", "doNotPerform": True, "code": {"text": "Transfer"}}
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "title": "Care",
        "activity": [{"reference": {"reference": "ServiceRequest/a"}}],
    }
    row = owner_of(plan).row(plan, lambda one: planned if one else None)
    assert "Do not: Transfer" in row.notes


def test_a_description_that_says_what_its_activity_says_is_not_said_twice() -> None:
    plan = {
        "resourceType": "CarePlan",
        "status": "active",
        "title": "Skin care plan",
        "description": "Skin: Heels off the bed.",
        "activity": [
            {"detail": {"code": {"text": "Skin"}, "description": "Heels off the bed."}},
            {"detail": {"code": {"text": "Visits"}, "description": "Twice a week."}},
        ],
    }
    assert row_of(plan).notes == ("Skin – Heels off the bed.", "Visits – Twice a week.")
    other = row_of(plan | {"description": "Skin: Heels off the bed. Paper tape only."}).notes
    assert other[0] == "Skin: Heels off the bed. Paper tape only."
    assert len(other) == 3
