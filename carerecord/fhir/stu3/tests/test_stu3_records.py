"""Nine records of GP Connect, from three systems: nothing that was sent is missing from what is shown."""

import json
from collections import Counter
from pathlib import Path

import pytest

from carerecord.fhir import decode_resource, encode_resource
from carerecord.fhir.stu3 import lifted, to_r4

FOLDER = Path(__file__).parents[5] / "shared/data/gp-connect-stu3"
FILES = [
    "structured-9690937287-normal",
    "structured-9690937294-no-documents",
    "structured-emis-PWTP10",
    "structured-emis-PWTP2",
    "structured-emis-PWTP3-8-NOPAT-items",
    "structured-emis-PWTP5",
    "structured-emis-PWTP6",
    "structured-emis-PWTP7",
    "structured-tpp-PWTP11",
]
NOW_NAMES = {("notGiven", False), ("type", "has-member"), ("type", "derived-from")}
"""What the name of an element or a status says in R4."""
NAMES = {"ProcedureRequest": "ServiceRequest", "ReferralRequest": "ServiceRequest"}


def resources_in(name):
    file = FOLDER / f"{name}.json"
    if not file.exists():
        pytest.skip("the records of GP Connect are not beside the project")
    return [entry["resource"] for entry in decode_resource(file.read_bytes())["entry"]]


def said_in(value, key=""):
    """Every text, code, date, number and flag in it, as written; addresses, and where things stand, apart."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("url", "reference", "resourceType"):
                yield from said_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from said_in(inner, key)
    elif (key, value) not in NOW_NAMES:
        yield encode_resource(value).decode()


@pytest.mark.parametrize("name", FILES)
def test_each_resource_becomes_one_that_says_all_that_it_said(name):
    for sent in resources_in(name):
        made = to_r4(sent)
        assert made["resourceType"] == NAMES.get(sent["resourceType"], sent["resourceType"])
        assert made.get("id") == sent.get("id")
        assert Counter(said_in(sent)) - Counter(said_in(made)) == Counter(), sent["resourceType"]


@pytest.mark.parametrize("name", FILES)
def test_every_reference_leads_where_it_led(name):
    def names(resource):
        return f"{resource['resourceType']}/{resource.get('id')}"

    def led(resources):
        there = {names(one) for one in resources}
        text = json.dumps(resources)
        return sum(text.count(f'"reference": "{name}"') for name in there)

    sent = resources_in(name)
    assert led([to_r4(one) for one in sent]) == led(sent)


@pytest.mark.parametrize("name", FILES)
def test_what_stands_in_a_list_comes_out_of_it_once(name):
    made = [to_r4(one) for one in resources_in(name)]
    inside = sum(len(one.get("contained", [])) for one in made)
    apart = [lifted(one, ()) for one in made]
    assert sum(len(out) for _, out in apart) == inside
    assert not any("contained" in rest for rest, _ in apart)


def test_the_records_hold_every_kind_that_is_said_to_be_translated():
    kinds = Counter(one["resourceType"] for name in FILES for one in resources_in(name))
    assert sum(kinds.values()) == 1404
    assert len(kinds) == 21
