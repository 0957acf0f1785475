"""A visit goes with a withheld item only where it was about nothing else, and never a stay for one code (SEN-6)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from carerecord.access import withhold
from carerecord.access.contract import Terms
from carerecord.contract import Item, Person
from carerecord.fhir import encode_resource

PERSON = Person("p1", "9990000018", "GIBSON", "Margery")
SNOMED = "http://snomed.info/sct"
TERMINATION = {"coding": [{"system": SNOMED, "code": "57797005"}], "text": "Termination"}
FRACTURE = {"coding": [{"system": SNOMED, "code": "263102004"}], "text": "Broken hip"}
AT = {"encounter": {"reference": "Encounter/v"}}


def item(kind: str, own: str, **fields: Any) -> Item:
    resource = {"resourceType": kind, "id": own, "subject": {"reference": "Patient/p"}} | fields
    return Item("gp", resource, encode_resource(resource))


def visit(kind: str = "AMB", **fields: Any) -> Item:
    return item("Encounter", "v", **{"class": {"code": kind}}, **fields)


def diagnosis(*ids: str) -> dict[str, Any]:
    return {"diagnosis": [{"condition": {"reference": f"Condition/{one}"}} for one in ids]}


WITHHELD = item("Condition", "t", code=TERMINATION, **AT)
OTHER = item("Condition", "f", code=FRACTURE, **AT)
LETTER = item("DocumentReference", "l", context={"encounter": [AT["encounter"]]})
BOOKING = item("Appointment", "b", description="Clinic", supportingInformation=[AT["encounter"]])
PULSE = item("Observation", "o", **AT)
SPOKEN_OF = (LETTER, BOOKING, PULSE)


def kept(*items: Item, terms: Terms | None = None) -> tuple[Item, ...]:
    return withhold(items, PERSON, {}, terms or Terms()).kept


@pytest.mark.parametrize(
    ("here", "condition"),
    [
        pytest.param(visit(), WITHHELD, id="nothing-else-was-recorded-there"),
        pytest.param(visit(**diagnosis("t")), WITHHELD, id="it-names-it-as-its-diagnosis"),
        pytest.param(visit("IMP", **diagnosis("t")), WITHHELD, id="a-stay-for-that-alone"),
        pytest.param(
            visit("IMP", reasonReference=[{"reference": "Condition/t"}]),
            WITHHELD,
            id="a-stay-with-that-reason-alone",
        ),
        pytest.param(
            visit("IMP", reasonCode=[TERMINATION]), OTHER, id="the-visit-has-the-code-itself"
        ),
    ],
)
def test_of_a_visit_about_it_everything_leaves(here: Item, condition: Item) -> None:
    assert kept(here, condition, *SPOKEN_OF) == ()
    assert kept(*SPOKEN_OF, condition, here) == ()
    given = (here, condition, *SPOKEN_OF)
    found = withhold(given, PERSON, {}, Terms()).withheld
    assert {one for one, _ in found} == {*given}  # as they were sent


@pytest.mark.parametrize(
    "here",
    [
        pytest.param(visit(), id="another-problem-was-recorded-there"),
        pytest.param(visit(**diagnosis("f")), id="it-was-about-another"),
        pytest.param(visit("IMP"), id="a-stay"),
    ],
)
def test_of_a_visit_about_something_else_too_the_rest_stays(here: Item) -> None:
    assert kept(here, WITHHELD, OTHER, *SPOKEN_OF) == (here, OTHER, *SPOKEN_OF)


@pytest.mark.parametrize(
    "here",
    [
        pytest.param(visit("IMP"), id="a-stay"),
        pytest.param(visit(reasonCode=[FRACTURE]), id="said"),
    ],
)
def test_one_code_does_not_hide_a_stay_or_a_visit_with_a_reason_of_its_own(here: Item) -> None:
    assert kept(here, WITHHELD, *SPOKEN_OF) == (here, *SPOKEN_OF)


@pytest.mark.parametrize(
    "here",
    [
        pytest.param(visit("IMP", **diagnosis("t", "f")), id="a-stay-with-two-diagnoses"),
        pytest.param(visit(reasonCode=[FRACTURE], **diagnosis("t")), id="a-reason-of-its-own"),
        pytest.param(visit(reasonReference=[{"reference": "Condition/t"}]), id="another-problem"),
    ],
)
def test_a_visit_that_names_it_leaves_and_what_was_found_there_besides_stays(here: Item) -> None:
    """The letter and the booking speak of the visit; the other problem and the pulse no longer name it."""
    shown = kept(here, WITHHELD, OTHER, *SPOKEN_OF)
    assert [one.resource for one in shown] == [
        {k: v for k, v in one.resource.items() if k != "encounter"} for one in (OTHER, PULSE)
    ]
    assert [json.loads(one.raw) for one in shown] == [one.resource for one in shown]


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(
            item("Composition", "n", section=[{"entry": [{"reference": "Condition/t"}]}]),
            id="a-section-of-a-document",
        ),
        pytest.param(
            item("DocumentReference", "n", context={"related": [{"reference": "Condition/t"}]}),
            id="a-document",
        ),
        pytest.param(
            item("Provenance", "n", target=[{"reference": "Condition/t"}]), id="where-it-came-from"
        ),
        pytest.param(
            item("Appointment", "n", reasonReference=[{"reference": "Condition/t"}]),
            id="an-appointment",
        ),
    ],
)
def test_what_names_it_leaves_wherever_it_stands(named: Item) -> None:
    stay = visit("IMP")
    assert kept(stay, WITHHELD, OTHER, named) == (stay, OTHER)


def test_what_somebody_objected_to_takes_its_own_visit_and_no_other() -> None:
    objected = item("Condition", "a", code={"text": "Asthma"}, **AT)
    terms = Terms(items=frozenset({"gp/Condition/a"}))
    here = visit()
    assert kept(here, objected, *SPOKEN_OF, terms=terms) == ()
    assert kept(here, objected, OTHER, PULSE, terms=terms) == (here, OTHER, PULSE)
