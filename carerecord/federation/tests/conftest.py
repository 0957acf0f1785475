"""One invented person, and a way to ask fakes about them over real sockets."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from carerecord.config import Fanout
from carerecord.connectors import Http, open_source
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.federation import Breakers, ask_all

NUMBER = "9990000042"
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER}],
    "name": [{"family": "Marker", "given": ["Zebedee"]}],
    "birthDate": "1948-11-08",
}


def observation(number):
    return {
        "resourceType": "Observation",
        "id": f"o{number}",
        "status": "final",
        "code": {"text": "Weight"},
        "subject": {"reference": "Patient/p1"},
        "valueQuantity": {"value": number + 0.5, "unit": "kg"},
    }


RECORD = [PATIENT, *map(observation, range(25)), {"resourceType": "Organization", "id": "g"}]


def query(**changes):
    asked = {
        "nhs_number": NUMBER,
        "birth_date": "1948-11-08",
        "resource_types": (),
        "view_id": "view-1",
        "at": datetime(2026, 1, 2, tzinfo=UTC),
    }
    return Query(**{**asked, **changes})


def settings(url, own="s1", within=3.0, protocol="fhir_r4", **options):
    return SourceSettings(
        own,
        own.upper(),
        own,
        "gp",
        protocol,
        within_seconds=within,
        options={"url": url, **options},
    )


async def ask(urls, *, within=3.0, limits=None, breakers=None, **changes):
    """Ask the sources at these addresses once, and close."""
    limits = limits or Fanout()
    http = Http(limits)
    try:
        sources = [
            open_source(settings(url, f"s{n}", within, **changes.get("options", {})), http)
            for n, url in enumerate(urls, 1)
        ]
        return await ask_all(
            sources,
            changes.get("query", query()),
            Receipt(1, "entry"),
            within=within,
            breakers=breakers or Breakers(limits),
        )
    finally:
        await http.close()


@pytest.fixture
def region():
    return SimpleNamespace(
        NUMBER=NUMBER,
        PATIENT=PATIENT,
        RECORD=RECORD,
        ask=ask,
        query=query,
        settings=settings,
        observation=observation,
        records=lambda number: RECORD if number == NUMBER else None,
    )
