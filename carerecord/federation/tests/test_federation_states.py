"""What becomes of what a source said: its state, why, and what of it may be shown (SRC-5, features 5.3)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from carerecord.connectors.contract import (
    Page,
    PersonNotFound,
    PersonWithheld,
    SourceRefused,
    SourceTimeout,
)
from carerecord.contract import Answer, Failure, Item, Query, Receipt, Resource, SourceSettings
from carerecord.federation import Breakers, ask_all
from carerecord.fhir import NHS_NUMBER, encode_resource

ME, OTHER = "9990000042", "9990000050"
BASE = "https://source.example/fhir"
QUERY = Query(ME, "1948-11-08", (), "view-1", datetime(2026, 1, 2, tzinfo=UTC))
ONE = "1 item could not be shown to be about this person and may be missing here"


def patient(number: str = ME, **more: Any) -> Resource:
    named = [{"system": NHS_NUMBER, "value": number}]
    return {"resourceType": "Patient", "id": "p1", "identifier": named, **more}


def about(reference: str = "Patient/p1") -> Resource:
    return {"resourceType": "Observation", "id": "o", "subject": {"reference": reference}}


UNSAID: Resource = {"resourceType": "Observation", "id": "unsaid"}
BY_NUMBER: Resource = {
    "resourceType": "Flag",
    "subject": {"identifier": {"system": NHS_NUMBER, "value": ME}},
}


class Inside:
    """A source inside the process: pages, and what it raises after them."""

    def __init__(self, *pages: Page, breaks: Exception | None = None, **options: Any) -> None:
        self.settings = SourceSettings("s", "S", "S", "gp", "none", options={"url": BASE} | options)
        self._pages, self._breaks = pages, breaks

    async def pages(self, query: Query, receipt: Receipt) -> AsyncIterator[Page]:
        for page in self._pages:
            yield page
        if self._breaks:
            raise self._breaks

    async def close(self) -> None:
        """Nothing is held."""


def page(*resources: Resource, **said: Any) -> Page:
    return Page(tuple(Item("s", one, encode_resource(one)) for one in resources), **said)


def answered(source: Inside) -> Answer:
    async def ask() -> Sequence[Answer]:
        return await ask_all([source], QUERY, Receipt(1, "e"), within=5, breakers=Breakers())

    (answer,) = asyncio.run(ask())
    return answer


WITHHELD = PersonWithheld("the patient asked the practice not to share")


@pytest.mark.parametrize(
    ("source", "state", "failure", "counts"),
    [
        pytest.param(Inside(page(patient(), about())), "answered", None, (1, 1, 0), id="answered"),
        pytest.param(Inside(page(patient())), "empty", None, (0, 1, 0), id="nothing-but-who"),
        pytest.param(Inside(page()), "empty", None, (0, 0, 0), id="nothing"),
        pytest.param(Inside(breaks=PersonNotFound("")), "not-found", None, (0, 0, 0), id="unknown"),
        pytest.param(Inside(breaks=WITHHELD), "withheld", None, (0, 0, 0), id="withheld"),
        pytest.param(
            Inside(page(patient(), about()), breaks=WITHHELD), "partial",
            Failure("refused", "the patient asked the practice not to share"), (1, 1, 0),
            id="withheld-after-some",
        ),
        pytest.param(
            Inside(breaks=SourceTimeout("too late")), "failed", Failure("timeout", "too late"),
            (0, 0, 0), id="failed",
        ),
        pytest.param(
            Inside(page(patient(), about()), breaks=SourceRefused("no")), "partial",
            Failure("refused", "no"), (1, 1, 0), id="failed-after-some",
        ),
        pytest.param(
            Inside(page(patient()), breaks=SourceRefused("no")), "failed", Failure("refused", "no"),
            (0, 1, 0), id="failed-after-who",
        ),
        pytest.param(
            Inside(breaks=KeyError("Marker")), "failed",
            Failure("fault", "could not be read because of a fault of ours"), (0, 0, 0), id="ours",
        ),
        pytest.param(
            Inside(page(patient(OTHER), about())), "failed",
            Failure("wrong-person", "answered for another person"), (0, 0, 2), id="somebody-else",
        ),
        pytest.param(
            Inside(page(patient(OTHER)), breaks=PersonNotFound("")), "failed",
            Failure("wrong-person", "answered for another person"), (0, 0, 1),
            id="somebody-else-and-then-unknown",
        ),
        pytest.param(
            Inside(page(patient(), about(), about("Patient/p2"))), "partial",
            Failure("wrong-person", ONE), (1, 1, 1), id="an-item-of-another",
        ),
        pytest.param(
            Inside(page(patient(), about(), UNSAID)), "partial", Failure("unreadable", ONE),
            (1, 1, 1), id="an-item-of-nobody",
        ),
        pytest.param(
            Inside(page(patient(), UNSAID, UNSAID)), "partial",
            Failure("unreadable", ONE.replace("1 item", "2 items")), (0, 1, 2), id="and-who",
        ),
        pytest.param(
            Inside(page(BY_NUMBER, UNSAID)), "partial", Failure("unreadable", ONE), (1, 0, 1),
            id="an-item-of-nobody-and-no-patient",
        ),
        pytest.param(
            Inside(page(UNSAID)), "failed", Failure("unreadable", ONE), (0, 0, 1), id="only-that",
        ),
        pytest.param(
            Inside(page(patient(), about(), unreadable=("no type",))), "partial",
            Failure("unreadable", "1 item could not be read"), (1, 1, 0), id="unreadable",
        ),
        pytest.param(
            Inside(page(unreadable=("no type", "no type"))), "failed",
            Failure("unreadable", "2 items could not be read"), (0, 0, 0), id="all-unreadable",
        ),
        pytest.param(
            Inside(page(patient(), about(), incomplete="a page is missing")), "partial",
            Failure("error", "a page is missing"), (1, 1, 0), id="a-page-is-missing",
        ),
        pytest.param(
            Inside(page(patient(), about(), overdue="silent")), "partial",
            Failure("overdue", "silent"), (1, 1, 0), id="an-old-copy",
        ),
    ],
)  # fmt: skip
def test_what_a_source_said_and_what_is_missing_of_it(
    source: Inside, state: str, failure: Failure | None, counts: tuple[int, int, int]
) -> None:
    answer = answered(source)
    assert (answer.state, answer.failure) == (state, failure)
    assert (len(answer.items), len(answer.patients), len(answer.held_back)) == counts
    assert answer.source_id == "s"
    assert answer.words == (str(WITHHELD) if state == "withheld" else "")


def test_everything_that_was_said_on_the_way_is_kept() -> None:
    pages = (
        page(
            patient(),
            warnings=("slow today",),
            request_ids=("r1",),
            unreadable=("a",),
            as_at=QUERY.at,
        ),
        page(about(), warnings=("slow today", "old data"), request_ids=("r2",), unreadable=("b",)),
    )
    answer = answered(Inside(*pages))
    assert answer.warnings == ("slow today", "old data")
    assert answer.request_ids == ("r1", "r2")
    assert answer.unreadable == ("a", "b")
    assert answer.received == 4
    assert answer.as_at == QUERY.at
    assert answer.fetched_at is not None
    assert abs(answer.fetched_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert 0 < answer.seconds < 5


@pytest.mark.parametrize(
    ("url", "said_as", "shown"),
    [
        (BASE, f"{BASE}/Patient/p1", 1),
        ("https://elsewhere.example", f"{BASE}/Patient/p1", 0),
        (7, "x/Patient/p1", 0),
        (None, "x/Patient/p1", 0),
    ],
)
def test_only_references_to_its_own_address_are_its_own(
    url: object, said_as: str, shown: int
) -> None:
    source = Inside(page(patient(), about(said_as)), url=url)
    if url is None:
        source.settings = replace(source.settings, options={})
    assert len(answered(source).items) == shown


def test_an_item_that_breaks_the_check_shows_nothing_of_that_answer_and_is_counted() -> None:
    broken = {"resourceType": "Observation", "id": "x", "subject": {"reference": "Patient/p1"}}
    items = (
        Item("s", patient(), b"{}"),
        Item("s", about(), encode_resource(about())),
        Item("s", broken, None),
    )
    with capture_logs() as logged:
        answer = answered(Inside(Page(items)))
    assert (answer.items, answer.patients) == ((), ())
    assert answer.held_back == (("unknown", "could not be checked"),) * 3
    assert answer.state == "failed"
    fault = next(one for one in logged if one["event"] == "source.fault")
    assert (fault["source"], fault["view"], fault["error"]) == ("s", "view-1", "TypeError")
    assert "p1" not in str(logged)
