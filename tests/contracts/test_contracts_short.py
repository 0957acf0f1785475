"""An answer that is not all there is, over a socket of each protocol: never whole, and never nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from carerecord.connectors.tests.asked_once import came_of_answers
from carerecord.contract import Query
from tests.contracts.test_contracts_connectors import OPTIONS

QUERY = Query("9990000042", "1950-01-01", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
SHORT = {
    "says-it-holds-three": {"total": 3, "entry": []},
    "goes-on-nowhere": {"link": [{"relation": "next"}], "entry": []},
    "unreadable": {"entry": [{"resource": {"id": "x"}}]},
    "failed-inside": {"entry": [{"response": {"status": "500"}}]},
    "error-beside": {
        "entry": [
            {"resource": {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]}}
        ]
    },
}


@pytest.mark.parametrize("short", SHORT)
@pytest.mark.parametrize("protocol", sorted(OPTIONS.keys() - {"xds"}))
async def test_an_answer_that_is_short_is_neither_whole_nor_nobody(protocol: str, short: str):
    body = json.dumps({"resourceType": "Bundle", "type": "searchset", **SHORT[short]}).encode()
    options: dict[str, Any] = OPTIONS[protocol][0]
    came = await came_of_answers(lambda _: body, protocol, QUERY, options, "somebody is told")
    said = [page.incomplete for page in came.pages if page.incomplete]
    failure = type(came.failure).__name__ if came.failure else ""
    assert failure != "PersonNotFound"
    assert failure or said or came.unreadable


@pytest.mark.parametrize("patients", [True, False])
async def test_documents_on_several_pages_are_all_there_are(patients: bool):
    """`next` within the source's own address is followed, and what is complete is not said to be short."""
    pages = 0

    def answer(_: object) -> bytes:
        nonlocal pages
        pages += 1
        more = [{"relation": "next", "url": "Bundle?page=2"}] if pages == 1 else []
        item = {"resource": {"resourceType": "Flag", "id": f"{pages}"}}
        return json.dumps({"resourceType": "Bundle", "link": more, "entry": [item]}).encode()

    options = {"patients": patients, "lists": False}
    came = await came_of_answers(answer, "mhd", QUERY, options)
    assert (came.failure, pages) == (None, 3 if patients else 2)
    assert [page.incomplete for page in came.pages if page.incomplete] == []
