"""What stands beside the reference that names this person, and what is spelt so that it looks like nothing."""

import json

import pytest

from carerecord.contract import Item
from carerecord.federation.check import _Own, check
from carerecord.federation.tests.test_federation_check import (
    LOGICAL_OTHER,
    ME,
    OTHER,
    about,
    checked,
    patient,
)
from carerecord.fhir import NHS_NUMBER, encode_resource


@pytest.mark.parametrize("field", ["patient", "beneficiary", "individual", "candidate"])
@pytest.mark.parametrize(
    "other",
    [
        {"reference": "Patient/p2"},
        {"reference": "https://elsewhere.example/Patient/p1"},
        {"reference": f"Patient?identifier={NHS_NUMBER}|{OTHER}"},
        {"reference": "urn:uuid:p2", "type": "Patient"},
        {"reference": "Patient/p1", **LOGICAL_OTHER},
        LOGICAL_OTHER,
    ],
)
def test_whatever_names_another_person_besides_holds_the_item_back(region, field, other):
    held = checked(region, patient(), about(**{field: other})).held_back
    assert held == (("Observation", "about another person"),)


def test_what_may_be_anything_besides_holds_nothing_back(region):
    item = about(patient={"reference": "urn:uuid:p2", "type": "Group"})
    assert len(checked(region, patient(), item).items) == 1


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        (rb"\u006dodifierExtension", b'[{"url":"urn:not"}]', True),
        (rb"implicit\u0052ules", b'"urn:rules"', True),
        (b"note", rb'"caf\u00e9"', False),
    ],
)
def test_a_name_spelt_with_escapes_is_what_it_spells(region, name, value, held):
    raw = b'{"%s":%s,%s' % (name, value, encode_resource(about())[1:])
    result = check(
        [item_of(patient()), Item("s", json.loads(raw), raw)], region.query(nhs_number=ME)
    )
    assert len(result.held_back) == held


@pytest.mark.parametrize(
    ("kind", "field"),
    [("Observation", "subject"), ("AllergyIntolerance", "patient"), ("Coverage", "beneficiary")],
)
def test_the_common_shape_is_told_quickly(region, kind, field):
    own = _Own(region.query(nhs_number=ME), frozenset({"Patient/p1"}))
    assert own.plainly(item_of(about(kind=kind, field=field)))
    assert not own.plainly(item_of(about("Patient/p2", kind, field)))


def item_of(resource):
    return Item("s", resource, encode_resource(resource))
