"""The National Record Locator over a socket: every published pointer, and in whose name it is asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from joserfc.jwk import RSAKey

from carerecord.connectors.contract import Page, SourceRefused
from carerecord.connectors.fake_http import Request
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.nrl.fake import ORGANISATION, FakeNrl
from carerecord.connectors.tests.asked_once import came_of_fake
from carerecord.contract import Origin, Query, Viewer
from carerecord.federation.check import check
from carerecord.fhir import decode_resource, nhs_numbers
from carerecord.sections import owner_of

FILES = 6
NUMBER = "6700028191"
PERSON = Query(NUMBER, "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
DOCTOR = Viewer("a", "Dr A", "doctor", "Doctor", "RNG01", "Northgate")


def asked(fake: FakeNrl, about: Query = PERSON, **options: Any) -> list[Page]:
    given = {"organisation": ORGANISATION, **options}
    came = asyncio.run(came_of_fake(fake, "nrl", about, given))
    if came.failure:
        raise came.failure
    return came.pages


def published(shared_data: Path) -> dict[str, bytes]:
    return {
        one.name: one.read_bytes().strip() for one in sorted((shared_data / "nrl").glob("*.json"))
    }


def test_every_published_pointer_arrives_as_it_was_sent(shared_data: Path) -> None:
    files = published(shared_data)
    assert len(files) == FILES
    print("\nfile | pointers in | resources out | kept | refused")
    for name, raw in files.items():
        pages = asked(FakeNrl(lambda number, one=raw: [one] if number == NUMBER else None))
        items = [item for page in pages for item in page.items]
        kept = check(items, PERSON).items
        print(name, "|", 1, "|", len(items), "|", len(kept), "|", len(items) - len(kept))
        assert [item.raw for item in kept] == [raw]
        section = owner_of(kept[0].resource)
        row = section.row(kept[0].resource, lambda _: None)
        assert section.page == "documents"
        assert row.cells[0] == "Mental health crisis plan"
        assert row.cells[1].startswith(("Y05868", "RQI"))


def test_a_pointer_about_somebody_else_is_held_back_and_the_others_stand(shared_data: Path) -> None:
    raw = next(iter(published(shared_data).values()))
    other = decode_resource(raw) | {"subject": {"identifier": {**NHS, "value": "9990000018"}}}
    nobody = {key: value for key, value in decode_resource(raw).items() if key != "subject"}
    pages = asked(FakeNrl(lambda _: [raw, other, nobody]))
    checked = check([item for page in pages for item in page.items], PERSON)
    assert [nhs_numbers(item.resource["subject"]) for item in checked.items] == [(NUMBER,)]
    assert len(checked.held_back) == 2


NHS = {"system": "https://fhir.nhs.uk/Id/nhs-number"}


def test_each_agreed_type_is_a_search_of_its_own(shared_data: Path) -> None:
    raw = next(iter(published(shared_data).values()))
    fake = FakeNrl(lambda _: [raw])
    pages = asked(fake, types=["887701000000100", "736253002"])
    assert [len(page.items) for page in pages] == [0, 0, 1]
    assert [one["request_id"] for one in fake.faults.served] == list(pages[0].request_ids)


def test_it_is_asked_in_the_name_of_the_viewers_organisation() -> None:
    seen: list[Request] = []

    class Noting(FakeNrl):
        def answered(self, request: Request, find: Any) -> bytes:
            seen.append(request)
            return super().answered(request, find)

    pointer = {
        "resourceType": "DocumentReference",
        "subject": {"identifier": {**NHS, "value": NUMBER}},
    }
    asked(Noting(lambda _: [pointer]), replace(PERSON, origin=Origin(DOCTOR, "TREAT", ())))
    asked(Noting(lambda _: [pointer]))
    said = [one.header("NHSD-End-User-Organisation-ODS") for one in seen]
    assert said == ["RNG01", ORGANISATION]
    assert not any(NUMBER in one.head.decode() for one in seen)
    assert msgspec.json.decode(seen[0].body) == {"subject:identifier": f"{NHS['system']}|{NUMBER}"}


def test_without_the_token_it_asks_for_it_refuses_us() -> None:
    tokens = FakeTokens(RSAKey.generate_key(2048, private=True), client_id="a", key_id="k")
    with pytest.raises(SourceRefused):
        asked(FakeNrl(lambda _: [], tokens=tokens))
