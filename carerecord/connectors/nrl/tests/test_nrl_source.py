"""A wrong setting is named; and a document that is not fetched says who holds it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.config import SettingsError
from carerecord.connectors.contract import Pointer
from carerecord.connectors.http import Http
from carerecord.connectors.nrl.source import NrlSource
from carerecord.contract import Query, SourceSettings

OPTIONS = {"url": "https://nrl.example/R4", "organisation": "RNG99"}
QUERY = Query("9990000042", "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))


def opened(**options: Any) -> NrlSource:
    return NrlSource.open(SourceSettings("nrl", "N", "N", "gp", "nrl", options=options), Http())


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"url": "http://nrl.example/R4"}, "url"),
        ({"organisation": 7}, "organisation"),
        ({"fetch_from": ["http://documents.example"]}, "fetch_from"),
        ({"fetch_from": ["documents.example"]}, "fetch_from"),
        ({"fetch_from": "https://documents.example"}, "fetch_from"),
        ({"types": "736253002"}, "types"),
    ],
)
def test_a_wrong_setting_is_named(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(SettingsError, match=f"nrl.*{named}"):
        opened(**OPTIONS | changes)


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        ({"custodian": {"identifier": {"value": "Y05868"}}}, "Y05868 holds it"),
        (
            {"custodian": {"display": "Lowland", "identifier": {"value": "Y1"}}},
            "Lowland Y1 holds it",
        ),
        ({}, "it does not say who holds it"),
        (
            {
                "custodian": {"display": "L"},
                "content": [{"attachment": {"url": "tel:01632960100"}}],
            },
            "L holds it, telephone 01632960100",
        ),
    ],
)
def test_what_is_not_fetched_says_who_holds_it(pointer: dict[str, Any], words: str) -> None:
    source = opened(**OPTIONS, fetch_from=["https://documents.example"])
    ssp = "ssp://spine-proxy.example/https%3A%2F%2Fdocuments.example%2F1"
    for url in (ssp, "https://elsewhere.example/1", "https://documents.example.org/1", "tel:01632"):
        assert source.why_not(QUERY, Pointer(pointer, url)).endswith(f"from here; {words}")
    assert source.why_not(QUERY, Pointer(pointer, "https://documents.example/1")) == ""
