"""The code sets, and what withholding costs."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from carerecord.access import hide_location, withhold, without_location
from carerecord.access.contract import Terms
from carerecord.access.withholding.restricted import RestrictedCodesUnusable, read, restricted_codes
from carerecord.access.withholding.snomed import is_identifier
from carerecord.contract import Item, Person
from carerecord.fhir import decode_resource, encode_resource

ANYBODY = Person("p1", "9990000018", "GIBSON", "Margery")


def test_a_check_digit_can_be_wrong() -> None:
    assert is_identifier("57797005")
    assert not is_identifier("57797006")


@pytest.mark.parametrize("code", restricted_codes().rules)
def test_every_restricted_code_is_a_snomed_identifier(code: str) -> None:
    assert is_identifier(code)


def test_an_empty_set_is_allowed_and_withholds_nothing() -> None:
    none = read('version = "empty"')
    item = _observation(1, "57797005")
    assert withhold([item], ANYBODY, {}, Terms(), restricted=none).kept == (item,)
    assert withhold([item], ANYBODY, {}, Terms()).kept == ()


@pytest.mark.parametrize(
    "text",
    [
        "nonsense",
        "",
        'version = "1"\n[[set]]\nrule = "SEN-9"\ncodes = []',
        'version = "1"\n[[set]]\nrule = "SEN-1"\ncodes = [57797005]',
        'version = "1"\n[[set]]\nrule = "SEN-1"\ncodes = ["57797005x"]',
        'version = "1"\n[[set]]\nrule = "SEN-1"',
    ],
)
def test_unreadable_sets_stop_the_start(text: str) -> None:
    with pytest.raises(RestrictedCodesUnusable):
        read(text)


def test_numbers_stay_as_sent_when_a_location_is_taken_out() -> None:
    raw = b'{"resourceType":"Patient","multipleBirthInteger":2,"extension":[{"url":"u","valueDecimal":72.50}],"address":[{"text":"x"}]}'
    hidden = hide_location(Item("gp", decode_resource(raw), raw))
    assert b"72.50" in hidden.raw
    assert b'"address":[{"text":"[place not shown]"}]' in hidden.raw


def test_the_item_as_given_is_never_changed() -> None:
    resource = {"resourceType": "Patient", "address": [{"text": "x"}], "name": [{"family": "G"}]}
    item = Item("gp", resource, encode_resource(resource))
    assert hide_location(item) is not item
    assert item.resource["address"] == [{"text": "x"}]


def test_a_protected_person_keeps_name_number_and_birth_date() -> None:
    whole = Person(
        "p", "9990000026", "HART", "Ivy", "Ms", "1990-01-01", "female", "",
        "12 Elm Row", "AB1 2CD", "01632 960001", "RNG02", "Riverside", "01632 960002", "A Hart", True,
    )  # fmt: skip
    shown = without_location(whole)
    assert (shown.family, shown.nhs_number, shown.birth_date) == (
        "HART",
        "9990000026",
        "1990-01-01",
    )
    assert not any((shown.address, shown.postcode, shown.phone, shown.gp_name, shown.next_of_kin))
    assert without_location(ANYBODY) is ANYBODY


def _observation(number: int, code: str = "75367002") -> Item:
    """About as large as a laboratory's."""
    resource = {
        "resourceType": "Observation",
        "id": f"o{number}",
        "meta": {"profile": ["http://hl7.org/fhir/StructureDefinition/Observation"]},
        "status": "final",
        "category": [{"coding": [{"system": "http://example.org/c", "code": "laboratory"}]}],
        "code": {
            "coding": [{"system": "http://snomed.info/sct", "code": code, "display": "A test"}]
        },
        "subject": {"reference": "Patient/p"},
        "encounter": {"reference": f"Encounter/e{number // 10}"},
        "effectiveDateTime": "2026-11-21T10:00:00Z",
        "valueQuantity": {"value": 4.2, "unit": "mmol/L", "system": "http://unitsofmeasure.org"},
        "referenceRange": [{"low": {"value": 3.5}, "high": {"value": 5.3}, "text": "3.5 to 5.3"}],
        "note": [{"text": "A comment from the laboratory. " * 8}],
    }
    return Item("lab", resource, encode_resource(resource))


def _fastest(items: list[Item]) -> float:
    moments = [time.thread_time()]
    for _ in range(10):
        withhold(items, ANYBODY, {}, Terms())
        moments.append(time.thread_time())
    return min(after - before for before, after in pairwise(moments))


def test_a_thousand_ordinary_items_are_kept_as_they_are() -> None:
    items = [_observation(number) for number in range(1000)]
    assert withhold(items, ANYBODY, {}, Terms()).kept == tuple(items)


def test_ten_times_the_items_cost_about_ten_times_as_much_when_something_is_withheld() -> None:
    few = [_observation(number, "57797005" if number == 5 else "75367002") for number in range(300)]
    many = [
        _observation(number, "57797005" if number % 300 == 5 else "75367002")
        for number in range(3000)
    ]
    assert _fastest(many) < 20 * _fastest(few)
