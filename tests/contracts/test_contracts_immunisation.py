"""The national immunisation record over a socket: every published example, and who it is asked by."""

import asyncio
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest
from joserfc.jwk import RSAKey

from carerecord.config import SettingsError
from carerecord.connectors import Http, open_source
from carerecord.connectors.contract import SourceRefused
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.fake_people import held
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.immunisation.fake import TARGETS, FakeImmunisation, target_of
from carerecord.contract import Query, Receipt, SourceSettings
from carerecord.demo.histories.terms.vaccines import VACCINES
from carerecord.federation.check import check
from carerecord.fhir import NHS_NUMBER, decode_resource

PERSON = Query("9000000009", "", (), "view-7", datetime(2026, 1, 2, tzinfo=UTC))
IN_FILES = "9990548609"
FILES = {
    "covid": IN_FILES,
    "covid_mandatory_fields_only": "",
    "flu": IN_FILES,
    "hpv": IN_FILES,
    "mmr": IN_FILES,
}
"""Each published vaccination, and the NHS number it gives; the one without is held back, and counted."""
PATIENT = {
    "resourceType": "Patient",
    "identifier": [{"system": NHS_NUMBER, "value": PERSON.nhs_number}],
}
KEY = RSAKey.generate_key(2048, private=True)
PLACE = "THIS VALUE SHOULD BE REPLACED WITH PATIENT_UUID_FOR_FULL_URL"


def opened(http, **options):
    settings = SourceSettings("imms", "I", "I", "child-health", "immunisation", options=options)
    return open_source(settings, http)


def asked(fake, about=PERSON, **options):
    async def scenario():
        http = Http()
        await fake.start()
        try:
            source = opened(http, **{"url": fake.url, "targets": TARGETS, **options})
            return [page async for page in source.pages(about, Receipt(1, "e"))]
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(scenario())


def published(shared_data, name):
    event, _, more = name.partition("_")
    file = f"completed_{event}_immunization_event{'_' + more if more else ''}.json"
    return (shared_data / "immunisation" / file).read_bytes().strip()


@pytest.mark.parametrize("key", VACCINES)
def test_every_vaccine_of_the_programme_has_a_target_and_comes_with_no_other(key):
    given = {
        "resourceType": "Immunization",
        "id": key,
        "protocolApplied": [{"targetDisease": [one.concept() for one in VACCINES[key].diseases]}],
        "patient": {"identifier": {"system": NHS_NUMBER, "value": PERSON.nhs_number}},
    }
    target = target_of(held(given))
    assert target in TARGETS
    others = [one for one in TARGETS if one != target]
    for targets, found in ((TARGETS, [key]), ([target], [key]), (others, [])):
        pages = asked(FakeImmunisation(lambda _: [{**PATIENT, "id": "p"}, given]), targets=targets)
        came = [item for page in pages for item in page.items if item.type == "Immunization"]
        assert [item.resource["id"] for item in came] == found


@pytest.mark.parametrize(("name", "number"), FILES.items())
def test_a_published_vaccination_arrives_as_it_was_sent(shared_data, name, number):
    raw = published(shared_data, name)
    about = replace(PERSON, nhs_number=number or PERSON.nhs_number)
    pages = asked(
        FakeImmunisation(lambda asked: [raw] if asked == about.nhs_number else None), about
    )
    items = [item for page in pages for item in page.items]
    assert [item.raw for item in items] == [raw]
    assert len(check(items, about).items) == bool(number)
    assert check(items, replace(PERSON, nhs_number="9990000042")).items == ()


def test_the_published_answer_to_a_search_leads_to_the_patient_beside_it(shared_data):
    name = str(uuid.uuid4())
    raw = published(shared_data, "covid_filtered_for_search").replace(
        PLACE.encode(), f"urn:uuid:{name}".encode()
    )
    patient = {
        "resourceType": "Patient",
        "id": "9000000009",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9000000009"}],
    }
    entries = [
        {"fullUrl": "https://api.example/Immunization/1", "resource": decode_resource(raw)},
        {"fullUrl": f"urn:uuid:{name}", "resource": patient},
    ]
    body = msgspec.json.encode({"resourceType": "Bundle", "type": "searchset", "entry": entries})

    async def scenario():
        server, http = Server(lambda _, connection: connection.send(response(200, body))), Http()
        await server.open()
        try:
            source = opened(http, url=server.address, targets=TARGETS)
            return [page async for page in source.pages(PERSON, Receipt(1, "e"))]
        finally:
            await http.close()
            await server.close()

    checked = check(asyncio.run(scenario())[-1].items, PERSON)
    assert [item.type for item in (*checked.items, *checked.patients)] == [
        "Immunization",
        "Patient",
    ]
    assert checked.patients[0].resource["id"] == name


def test_without_the_token_it_asks_for_it_refuses_us():
    tokens = FakeTokens(KEY, client_id="a", key_id="k")
    with pytest.raises(SourceRefused):
        asked(FakeImmunisation(lambda _: [], tokens=tokens))


def test_it_is_asked_with_the_token_that_was_given(shared_data, tmp_path):
    (tmp_path / "key.pem").write_bytes(KEY.as_pem(private=True))
    raw = published(shared_data, "flu")

    async def scenario():
        tokens, http = FakeTokens(KEY, client_id="a", key_id="k"), Http()
        fake = FakeImmunisation(lambda _: [raw], tokens=tokens)
        await tokens.start()
        await fake.start()
        try:
            token = {"url": tokens.url, "client_id": "a", "key_file": str(tmp_path / "key.pem")}
            source = opened(http, url=fake.url, targets=TARGETS, token={**token, "key_id": "k"})
            for _ in range(2):
                pages = [page async for page in source.pages(PERSON, Receipt(1, "e"))]
            assert len(tokens.given) == 1
            return pages
        finally:
            await http.close()
            await fake.stop()
            await tokens.stop()

    assert len(asyncio.run(scenario())[-1].items) == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"targets": ["FLU"]}, "url"),
        ({"url": "https://x"}, "targets"),
        ({"url": "https://x", "targets": []}, "targets"),
        ({"url": "http://api.example", "targets": ["FLU"]}, "https"),
    ],
)
def test_a_wrong_setting_is_named(options, named):
    with pytest.raises(SettingsError, match=f"imms.*{named}"):
        opened(Http(), **options)
