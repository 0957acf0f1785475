"""A prescription's state in words, on each of its medicines; nothing the tracker said is lost."""

import pytest

from carerecord.connectors.bundle import Bundle
from carerecord.connectors.prescriptions.translate import NOT_TOLD, STATUSES, issues_of, tracked
from carerecord.contract import Item
from carerecord.fhir import decode_resource, encode_resource
from carerecord.sections.prescriptions import row, status_of

NUMBER = {
    "system": "https://fhir.nhs.uk/Id/prescription-order-number",
    "value": "52A873-A83008-A538E4",
}
EXTENSION = "https://fhir.nhs.uk/StructureDefinition/Extension-"


def step(code, at, where="FA565"):
    party = {"valueReference": {"identifier": {"value": where}}}
    return {
        "timingDateTime": at,
        "code": [{"coding": [{"system": STATUSES, "code": code}]}],
        "participant": [{"extension": [party]}],
    }


def group(code, *steps, display="as the tracker says it", **more):
    status = {
        "url": "status",
        "valueCoding": {"system": STATUSES, "code": code, "display": display},
    }
    return {
        "resourceType": "RequestGroup",
        "id": "g",
        "identifier": [NUMBER],
        "status": "active",
        "extension": [{"url": f"{EXTENSION}EPS-PrescriptionStatusHistory", "extension": [status]}],
        "action": [{"title": "Prescription status transitions", "action": list(steps)}],
        **more,
    }


def medicine(own, **more):
    return {"resourceType": "MedicationRequest", "id": own, "groupIdentifier": NUMBER, **more}


def made_of(*resources):
    items = tuple(Item("s", one, encode_resource(one)) for one in resources)
    return tracked(Bundle(items), "s").items


UP, AWAY, DONE = "2026-03-06T15:41:26.000Z", "2026-03-06T15:41:59.000Z", "2026-03-07T09:00:00.000Z"


@pytest.mark.parametrize(
    ("code", "steps", "words"),
    [
        ("0001", [("0001", UP)], "Not yet at a pharmacy, 06-Mar-2026 15:41"),
        ("0002", [("0001", UP), ("0002", AWAY)], "At the pharmacy, not yet dispensed (FA565)"),
        ("0003", [("0002", AWAY), ("0003", DONE)], "At the pharmacy, being dispensed (FA565)"),
        ("0006", [("0006", DONE), ("0002", AWAY)], "Dispensed, 07-Mar-2026 09:00"),
        ("0005", [], "Cancelled"),
        ("0077", [], "as the tracker says it"),
    ],
)
def test_where_it_is_and_since_when(code, steps, words):
    (made,) = made_of(medicine("m"), group(code, *(step(*one) for one in steps)))
    assert status_of(made.resource).startswith(words)


def test_since_when_is_when_it_came_to_be_so_and_not_when_it_was_last_said():
    first, again = step("0002", AWAY), step("0002", DONE)
    (made,) = made_of(medicine("m"), group("0002", again, first))
    assert status_of(made.resource).endswith("06-Mar-2026 15:41")


def test_a_dispensed_medicine_is_not_said_to_wait_at_the_pharmacy():
    supply = {
        "resourceType": "MedicationDispense",
        "id": "d",
        "status": "in-progress",
        "type": {"coding": [{"display": "Item fully dispensed"}]},
        "extension": [
            {
                "url": f"{EXTENSION}EPS-TaskBusinessStatus",
                "valueCoding": {"system": STATUSES, "code": "0006", "display": "Dispensed"},
            }
        ],
    }
    (made,) = made_of(supply)
    assert status_of(made.resource) == "Dispensed · Item fully dispensed"


def test_what_became_of_one_medicine_stands_beside_the_state_of_the_whole():
    part = {"url": "dispenseStatus", "valueCoding": {"display": "Item not dispensed - owing"}}
    own = {"url": f"{EXTENSION}EPS-DispensingInformation", "extension": [part]}
    (made,) = made_of(medicine("m", extension=[own]), group("0003"))
    assert status_of(made.resource) == (
        "At the pharmacy, being dispensed · Item not dispensed - owing"
    )


def test_the_nominated_pharmacy_is_named_though_it_comes_as_a_list():
    nominated = {"quantity": {"value": 21}, "performer": {"identifier": [{"value": "FA565"}]}}
    (made,) = made_of(medicine("m", dispenseRequest=nominated))
    assert row(made.resource, lambda _: None).cells[2] == "FA565"
    assert made.resource["dispenseRequest"]["quantity"] == {"value": 21}


def test_the_prescription_itself_stays_whole_in_the_first_of_its_medicines():
    whole = group("0002", step("0002", AWAY))
    one, two = made_of(medicine("a"), whole, medicine("b"))
    assert decode_resource(one.raw)["contained"] == [whole]
    assert "contained" not in two.resource
    assert status_of(one.resource) == status_of(two.resource)


def test_a_prescription_without_medicines_is_a_line_of_its_own():
    whole = group("9000", subject={"reference": "urn:uuid:p"})
    (made,) = made_of(whole)
    assert made.resource["medicationCodeableConcept"]["text"] == NOT_TOLD
    assert status_of(made.resource) == "Later repeat, not yet due"
    assert (made.resource["id"], made.resource["contained"]) == ("g", [whole])


def test_the_newest_are_asked_about_first_and_later_repeats_not_at_all():
    def listed(value, at, code="0001"):
        one = group(code, identifier=[{"value": value}], authoredOn=at)
        return Item("s", one, encode_resource(one))

    items = (
        listed("A", "2026-01-01"),
        listed("B", "2026-02-01"),
        listed("C", "2026-03-01", "9000"),
        listed("../D", "2026-04-01"),
        listed("A", "2026-01-01"),
    )
    assert [one.number for one in issues_of(Bundle(items))] == ["B", "A"]


def test_what_came_twice_comes_out_twice_and_alike_with_no_line_of_its_own_for_the_prescription():
    sent = [medicine("m"), group("0006", step("0006", DONE)), medicine("n")]
    once = [one.raw for one in made_of(*sent)]
    twice = [one.raw for one in made_of(*sent, *sent)]
    assert sorted(twice) == sorted([*once, *once])
    assert sum(b'"RequestGroup"' in one for one in once) == 1
