"""Clients of others read the fake sources as our own connector does: page by page, and the same resources."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fhirpy import SyncFHIRClient

from carerecord.connectors import Http, open_source
from carerecord.connectors.fhir_r4.fake import FakeSource
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.demo.histories import record_of
from carerecord.demo.people import invent_region

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
IDENTIFIER = "https://fhir.nhs.uk/Id/nhs-number|{}"
PAGE = 7  # so that every type that matters has several
GIBSON = next(one for one in invent_region(1, 25, TODAY).people if one.case == "medicines-conflict")
NUMBER = GIBSON.person.nhs_number
HELD = record_of(GIBSON, 1, TODAY)
SOURCES = ("riverside-gp", "northgate-acute", "prescription-tracker")

Read = Callable[[str, str, list[str]], list[dict[str, Any]]]


def by_fhirclient(url: str, number: str, types: list[str]) -> list[dict[str, Any]]:
    """npm's, as a program of its own."""
    command = ["node", "read.mjs", url, IDENTIFIER.format(number), *types]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def by_fhirpy(url: str, number: str, types: list[str]) -> list[dict[str, Any]]:
    client, found = SyncFHIRClient(url), []
    for kind in types:
        name = "identifier" if kind == "Patient" else "patient:identifier"
        search = client.resources(kind).search(**{name: IDENTIFIER.format(number)}).limit(PAGE)
        found += [one.serialize() for one in search.fetch_all()]
    return found


CLIENTS = [
    pytest.param(by_fhirpy, id="fhirpy"),
    pytest.param(
        by_fhirclient,
        id="fhirclient",
        marks=pytest.mark.skipif(
            not (shutil.which("node") and (HERE / "node_modules").exists()),
            reason="fhirclient is not installed: setup/tests",
        ),
    ),
]


def said(resources: Iterable[dict[str, Any]]) -> list[str]:
    """Without the difference between 5.0 and 5, which JavaScript does not know."""
    plain = json.loads(json.dumps(list(resources)), parse_int=float)
    return sorted(json.dumps(one, sort_keys=True) for one in plain)


@pytest.mark.parametrize("read", CLIENTS)
@pytest.mark.parametrize("source", SOURCES)
async def test_a_client_of_others_reads_the_same(read: Read, source: str) -> None:
    held = HELD[source]
    types = sorted({one["resourceType"] for one in held})
    fake = FakeSource(lambda number: held if number == NUMBER else None, page_size=PAGE)
    await fake.start()
    try:
        theirs = await asyncio.to_thread(read, fake.url, NUMBER, types)
        ours = await by_our_connector(fake.url)
    finally:
        await fake.stop()
    assert len(theirs) == len(held) > PAGE
    assert said(theirs) == said(ours) == said(held)


async def by_our_connector(url: str) -> list[dict[str, Any]]:
    settings = SourceSettings("s", "S", "S", "gp", "fhir_r4", options={"url": url, "count": PAGE})
    http = Http()
    opened = open_source(settings, http)
    asked = Query(NUMBER, GIBSON.person.birth_date, (), "view", datetime.now(UTC))
    receipt = Receipt(1, "e")
    try:
        return [item.resource async for page in opened.pages(asked, receipt) for item in page.items]
    finally:
        await http.close()
