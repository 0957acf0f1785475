"""Codes that open a door leave every word of a record, and nothing else does."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from carerecord.access.withholding import HIDDEN_CODE
from carerecord.access.withholding import without_access_codes as of_all
from carerecord.contract import Item, Resource
from carerecord.fhir import encode_resource


def item(kind: str, **fields: Any) -> Item:
    resource: Resource = {"resourceType": kind, "id": "x"} | fields
    return Item("council", resource, encode_resource(resource))


def without_access_codes(one: Item) -> tuple[Item, tuple[str, ...]]:
    [found] = of_all([one])
    return found


def said(kind: str, words: str) -> tuple[str, tuple[str, ...]]:
    shown, codes = without_access_codes(item(kind, note=[{"text": words}]))
    return shown.resource["note"][0]["text"], codes


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Front desk day and night; code 4471 after 20:00.", "4471"),
        ("Key safe by the side door: 1590", "1590"),
        ("Key safe code is C1234Y, ring first", "C1234Y"),
        ("Keysafe No. 20417", "20417"),
        ("Door code = 4471#", "4471#"),
        ("Keypad (code 1 5 9 0)", "1 5 9 0"),
        ("Alarm by the stairs, PIN: 0042", "0042"),
        ("Lock box combination 7731", "7731"),
        ("Entry: the code is 2580. Dog inside.", "2580"),
    ],
)
def test_a_code_goes_and_the_words_round_it_stay(words: str, code: str):
    shown, codes = said("CarePlan", words)
    assert shown == words.replace(code, HIDDEN_CODE)
    assert len(codes) == 1
    assert codes[0].endswith(code)


@pytest.mark.parametrize(
    "words",
    [
        "Key safe by the side door.",
        "Postcode 1234",
        "SNOMED CT code 73211009",
        "ICD-10 code 1234",
        "Key safe, ask Dale: 07700 900461",
        "Key safe: 020 7946 0178",
        "Door: flat 112",
        "Error code 500",
        "Key safe fitted 12-May-2026",
        "Pinned in 2024; code of practice 2024",
        "Take 500 mg. Combination inhaler 100 micrograms.",
    ],
)
def test_what_opens_nothing_stays(words: str):
    one = item("CarePlan", note=[{"text": words}])
    assert without_access_codes(one) == (one, ())


def test_a_code_alone_is_one_only_where_the_words_are_of_a_home():
    assert said("Condition", "code 4471")[1] == ()
    assert said("Condition", "Getting in: code 4471")[1] == ("code 4471",)
    for safe in ("Key safe", "KEYPAD", "Lock box", "Padlock", "Door", "Access", "entry"):
        assert said("Observation", f"{safe} code 4471")[1] == (f"{safe} code 4471",)


def test_what_a_file_says_loses_it_too():
    page = "<p>Getting in: code 4471</p>"
    data = base64.b64encode(page.encode()).decode()
    content = [{"attachment": {"contentType": "text/html", "data": data, "hash": "h", "size": 9}}]
    shown, codes = without_access_codes(item("DocumentReference", content=content))
    attachment = shown.resource["content"][0]["attachment"]
    assert base64.b64decode(attachment["data"]).decode() == page.replace("4471", HIDDEN_CODE)
    assert "hash" not in attachment
    assert codes == ("code 4471",)
    assert b"4471" not in shown.raw


def test_codes_of_terminologies_and_ids_are_not_touched():
    one = item(
        "CarePlan", identifier=[{"system": "s", "value": "4471"}],
        category=[{"coding": [{"system": "http://snomed.info/sct", "code": "734163000"}]}],
        note=[{"text": "door code 4471"}],
    )  # fmt: skip
    shown, _ = without_access_codes(one)
    assert shown.resource["identifier"] == one.resource["identifier"]
    assert shown.resource["category"] == one.resource["category"]


def test_what_is_too_deep_to_read_shows_only_what_it_is():
    deep: Any = {"text": "door code 4471"}
    for _ in range(900):
        deep = {"extension": deep}
    one = Item(
        "council", {"resourceType": "CarePlan", "id": "x", "contained": deep}, b"door code 4471"
    )
    shown, codes = without_access_codes(one)
    assert shown.resource == {"resourceType": "CarePlan", "id": "x"}
    assert codes == ()


def test_of_many_each_loses_its_own_and_no_other():
    words = ("Key safe: 1590", "none", "Door code 4471", "Lock of hair; the code is unknown")
    kinds = ("CarePlan", "Observation", "Condition", "Flag")
    many = [item(kind, note=[{"text": text}]) for kind in kinds for text in words]
    together = of_all(many)
    alone = [without_access_codes(one) for one in many]
    assert [(shown.raw, codes) for shown, codes in together] == [
        (one.raw, codes) for one, codes in alone
    ]
    assert [codes for _, codes in together] == [
        ("Key safe: 1590",),
        (),
        ("Door code 4471",),
        (),
    ] * 4
