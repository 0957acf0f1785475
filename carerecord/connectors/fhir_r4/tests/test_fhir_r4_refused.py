"""What a status without a whole answer says: nobody is known only where the source answers in FHIR."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime

import pytest

from carerecord.connectors.contract import PersonNotFound, SourceError, SourceFault
from carerecord.connectors.tests.asked_once import came_of_answers
from carerecord.contract import Query
from carerecord.fhir import NHS_NUMBER

NUMBER = "9990000042"
PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [{"system": NHS_NUMBER, "value": NUMBER}],
}
WHOLE = json.dumps(
    {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": PATIENT}]}
).encode()


def outcome(code: str) -> bytes:
    issue = {"severity": "error", "code": code}
    return json.dumps({"resourceType": "OperationOutcome", "issue": [issue]}).encode()


def failure(status: int, body: bytes) -> SourceError | None:
    query = Query(NUMBER, "", (), "v", datetime(2026, 1, 2, tzinfo=UTC))
    return asyncio.run(came_of_answers(lambda _: body, "fhir_r4", query, {}, status=status)).failure


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (outcome("not-found"), PersonNotFound),
        (b"\xef\xbb\xbf" + outcome("not-found"), PersonNotFound),
        (outcome("processing"), PersonNotFound),
        (outcome("not-supported"), SourceFault),
        (b'{"resourceType":"OperationOutcome","issue":[null,7]}', PersonNotFound),
        (b'{"resourceType":"Bundle","issue":[{"code":"not-found"}]}', SourceFault),
        (b"<html>", SourceFault),
        (b"", SourceFault),
    ],
)
def test_a_wrong_address_is_not_an_answer_about_nobody(
    body: bytes, error: type[SourceError]
) -> None:
    assert type(failure(404, body)) is error


@pytest.mark.parametrize("status", [202, 206])
def test_what_is_not_sent_whole_yet_is_no_answer(status: int) -> None:
    found = failure(status, WHOLE)
    assert type(found) is SourceFault
    assert str(found) == "did not send its whole answer"
    assert failure(200, WHOLE) is None
