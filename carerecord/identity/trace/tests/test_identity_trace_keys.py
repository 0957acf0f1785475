"""Two who may be one share a key, whatever one of the slips is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carerecord.contract import Person
from carerecord.identity.trace.details import Name, traits_of
from carerecord.identity.trace.keys import asked_keys, keys_of

KNOWN = Person("", "9990000018", "Hussain", "Catherine", birth_date="1948-11-08", postcode="LS1 4AB", phone="01134960000")  # fmt: skip
ALONE = replace(KNOWN, nhs_number="", phone="", postcode="")


def share(asked: Person, known: Person = KNOWN) -> bool:
    return bool(set(asked_keys(traits_of(asked))) & set(keys_of(traits_of(known))))


@pytest.mark.parametrize(
    "slip",
    [
        {},
        {"given": "Kate"},
        {"family": "Hossain"},
        {"family": "Patel"},
        {"given": "Xenia"},
        {"given": "Hussain", "family": "Catherine"},
        {"birth_date": "1948-08-11"},
        {"birth_date": "1948-12-30"},
        {"birth_date": "1949-11-08"},
    ],
    ids=str,
)
def test_one_slip_leaves_a_key_that_leads_there(slip):
    assert share(replace(ALONE, **slip))


@pytest.mark.parametrize(
    "only",
    [
        {"nhs_number": "9990000018"},
        {"phone": "+441134960000"},
        {"postcode": "LS1 4AB", "birth_date": "1948-11-08"},
        {"postcode": "LS1 4AB", "given": "Katherine"},
        {"postcode": "LS1 4AB", "family": "Hussain", "birth_date": "1948"},
    ],
    ids=str,
)
def test_some_details_alone_lead_there(only):
    assert share(Person("", **({"nhs_number": "", "family": "", "given": ""} | only)))


def test_a_name_alone_and_a_date_alone_lead_to_nobody():
    assert not asked_keys(traits_of(Person("", "", "Hussain", "Catherine")))
    assert not asked_keys(traits_of(Person("", "", "", "", birth_date="1948-11-08")))


def test_a_former_name_leads_there():
    known = traits_of(KNOWN, former=(Name("catherine", (), (), "thackray"),))
    asked = replace(ALONE, family="Thackray", birth_date="1948")
    assert set(asked_keys(traits_of(asked))) & set(keys_of(known))


def test_the_keys_never_change_without_a_migration():
    """Those in a region's store were made with these: see `keys.py`."""
    keys = sorted(keys_of(traits_of(KNOWN)))
    assert (len(keys), sum(keys)) == (9, 20307550509470277040)
