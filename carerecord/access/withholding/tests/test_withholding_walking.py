"""One walk over an item finds everything that ties it to others, however deep it stands."""

from __future__ import annotations

from typing import Any

import pytest

from carerecord.access.withholding.walking import walked

NUMBER = {"system": "https://x.example", "value": "A1"}


@pytest.mark.parametrize(
    ("resource", "keys"),
    [
        ({"subject": {"reference": "Patient/1"}}, ["subject"]),
        ({"content": [{"attachment": {"url": "Binary/1"}}]}, ["attachment"]),
        ({"contained": [{"basedOn": [{"identifier": NUMBER}]}]}, ["basedOn"]),
        ({"reference": "Patient/1"}, []),  # of the item itself: it stands under no name
        ({"odd": [[{"reference": "Patient/1"}]]}, []),  # a list in a list has none either
        ({"odd": [[{"subject": {"reference": "Patient/1"}}]]}, ["subject"]),
        ({"subject": "Patient/1", "note": None, "rank": 3, "empty": {}, "none": []}, []),
    ],
)
def test_what_may_refer_is_found_under_the_name_it_stands_under(
    resource: dict[str, Any], keys: list[str]
):
    assert [key for key, _ in walked(resource).pointing] == keys


def test_words_are_those_of_texts_titles_and_names_as_sent():
    code = {"text": " Gout ", "coding": [{"display": "Gout (disorder)", "code": "90560007"}]}
    assert walked({"code": code, "title": "Letter", "status": "active"}).words == {
        " Gout ",
        "Gout (disorder)",
        "Letter",
    }


@pytest.mark.parametrize("key", ["identifier", "masterIdentifier", "accessionIdentifier", "requisition"])  # fmt: skip
def test_an_identifier_is_found_alone_in_a_list_and_in_what_is_contained(key: str):
    for resource in ({key: NUMBER}, {key: [NUMBER]}, {"contained": [{key: [NUMBER]}]}):
        assert walked(resource).identifiers == [NUMBER]
    assert walked({"reason": NUMBER}).identifiers == []


def test_there_is_no_depth_at_which_it_stops():
    deep: Any = {"reference": "Condition/1"}
    for _ in range(20_000):
        deep = {"inner": [[deep]]}
    assert walked({"outer": deep}).pointing == []
    for _ in range(20_000):
        deep = {"inner": [deep]}
    assert walked({"outer": {"last": {"reference": "Condition/1"}, "deep": deep}}).pointing[0] == (
        "last",
        {"reference": "Condition/1"},
    )
