"""PDS over a socket: whom a number leads to, whom details fit, and what it refuses. It is asked with a receipt alone."""

import asyncio

import msgspec
import pytest
from joserfc.jwk import RSAKey

from carerecord.config import Settings, SettingsError
from carerecord.config.settings import Pds as Block
from carerecord.connectors import Http
from carerecord.connectors.contract import SourceFault, SourceTimeout, SourceUnreadable
from carerecord.connectors.fake_http import Server, response
from carerecord.connectors.fake_token import FakeTokens
from carerecord.connectors.pds import Pds
from carerecord.connectors.pds.fake import FakePds, outcome, patient_of
from carerecord.connectors.pds.pace import IndexBusy
from carerecord.contract import Person, Receipt

RECEIPT = Receipt(1, "e")
MARGERY = Person(
    "", "9990000042", "Gibson", "Margery Ann", "Mrs", "1948-11-08", "female",
    address="1 Hill Road", postcode="LS1 4AB", phone="0113 496 0000", gp_code="B82617",
)  # fmt: skip
HIDDEN = Person("", "9990000050", "Hart", "Ivy", "Ms", "1990-02-03", "female", protected=True)
TWIN = Person("", "9990000069", "Gibson", "Mary", "Ms", "1948-11-08", "female")


def settings(url, **more):
    return Settings(pds=Block(url=url, organisation="RNG99", **{"per_second": 1000, **more}))


def asked(question, *people, **held):
    """What came of one question, and the requests the fake was sent."""
    fake = FakePds(map(patient_of, people), **held)

    async def scenario():
        http = Http()
        await fake.start()
        try:
            return await question(Pds.of(settings(fake.url), http))
        finally:
            await http.close()
            await fake.stop()

    return asyncio.run(scenario()), fake.asked


def number(value):
    return lambda pds: pds.by_number(value, RECEIPT)


def details(family="", given="", birth_date="", gender="", postcode=""):
    return lambda pds: pds.by_details(family, given, birth_date, gender, postcode, RECEIPT)


def test_a_number_leads_to_its_person_with_where_they_live_and_their_practice():
    traced, requests = asked(number(MARGERY.nhs_number), MARGERY)
    assert (traced.outcome, traced.person) == ("found", MARGERY)
    assert requests[0].header("NHSD-End-User-Organisation-ODS") == "RNG99"


def test_of_somebody_restricted_no_place_is_read_even_where_it_was_sent():
    leaking = {**patient_of(MARGERY), "meta": {"security": [{"code": "R"}]}}
    body = msgspec.json.encode(leaking)
    traced = answered(body)
    assert traced.person.protected
    assert (traced.person.address, traced.person.postcode, traced.person.phone) == ("", "", "")
    assert (traced.person.gp_code, traced.person.family) == ("", "Gibson")


def test_a_number_that_was_replaced_leads_to_the_person_with_the_other_number():
    traced, _ = asked(number("9990000026"), MARGERY, superseded={"9990000026": MARGERY.nhs_number})
    assert (traced.outcome, traced.person.nhs_number) == ("found", MARGERY.nhs_number)


@pytest.mark.parametrize(
    ("held", "came"), [({}, "unknown"), ({"withdrawn": ["9990000026"]}, "withdrawn")], ids=str
)
def test_a_number_that_leads_to_nobody_says_which_way(held, came):
    traced, _ = asked(number("9990000026"), MARGERY, **held)
    assert (traced.outcome, traced.person) == (came, None)


@pytest.mark.parametrize(
    ("asked_for", "came"),
    [
        ({"family": "Gibson", "given": "Margery"}, "found"),
        ({"family": "Gibson", "postcode": "LS1 4AB"}, "found"),
        ({"family": "Gibson"}, "unsure"),
        ({"family": "Nobody"}, "unknown"),
    ],
)
def test_details_lead_to_one_unique_person_or_to_nobody(asked_for, came):
    traced, _ = asked(details(**asked_for, birth_date="1948-11-08"), MARGERY, TWIN)
    assert traced.outcome == came
    assert (traced.person == MARGERY) == (came == "found")


def test_somebody_restricted_is_found_by_name_and_not_by_postcode():
    by_name, _ = asked(details("Hart", "Ivy", "1990-02-03"), HIDDEN)
    by_place, _ = asked(details("Hart", "Ivy", "1990-02-03", postcode="LS1 4AB"), HIDDEN)
    assert (by_name.outcome, by_place.outcome) == ("found", "unknown")


@pytest.mark.parametrize(("status", "code"), [("informal", "1"), ("formal", "2"), ("removed", "U")])
def test_a_death_comes_with_how_it_is_known(status, code):
    dead = Person("", "9990000042", "Gibson", "Margery", died="2026-01-02", death_status=status)
    traced, _ = asked(number(dead.nhs_number), dead)
    assert (traced.person.died, traced.person.death_status) == ("2026-01-02", status)


def answered(body, status=200, receipt=RECEIPT):
    """What comes of a retrieve that is answered like this."""

    async def scenario():
        server = Server(lambda _, to: to.send(response(status, body)) if body else None)
        http = Http()
        await server.open()
        try:
            pds = Pds.of(settings(server.address, within_seconds=0.5), http)
            return await pds.by_number("9990000042", receipt)
        finally:
            await http.close()
            await server.close()

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (500, b"{}", SourceFault),
        (404, b"<html>nothing here</html>", SourceFault),
        (404, outcome("UNSUPPORTED_SERVICE"), SourceFault),
        (429, outcome("TOO_MANY_REQUESTS"), IndexBusy),
        (503, b"{}", IndexBusy),
        (200, b"<html>", SourceUnreadable),
        (200, b'{"resourceType":"Patient"}', SourceUnreadable),
        (
            200,
            b'{"resourceType":"Patient","id":"9990000050","identifier":'
            b'[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000042"}]}',
            SourceUnreadable,
        ),
    ],
)
def test_what_is_no_answer_about_a_person_is_an_error_and_never_nobody(status, body, error):
    with pytest.raises(error):
        answered(body, status)


def test_one_that_does_not_answer_is_not_waited_for():
    with pytest.raises(SourceTimeout):
        answered(None)


def test_nothing_is_asked_without_a_receipt():
    with pytest.raises(TypeError):
        answered(b"{}", receipt="entry-1")


def test_after_it_was_busy_it_is_left_alone_for_as_long_as_it_said():
    async def scenario():
        fake, http = FakePds([patient_of(MARGERY)]), Http()
        fake.busy, fake.retry_after = 1, "30"
        await fake.start()
        try:
            pds = Pds.of(settings(fake.url), http)
            for _ in range(3):
                with pytest.raises(IndexBusy):
                    await pds.by_number(MARGERY.nhs_number, RECEIPT)
            return len(fake.asked)
        finally:
            await http.close()
            await fake.stop()

    assert asyncio.run(scenario()) == 1


def test_it_is_asked_with_the_token_that_was_given(tmp_path):
    key = RSAKey.generate_key(2048, private=True)
    (tmp_path / "key.pem").write_bytes(key.as_pem(private=True))

    async def scenario():
        tokens, http = FakeTokens(key, client_id="a", key_id="k"), Http()
        fake = FakePds([patient_of(MARGERY)], tokens=tokens)
        await tokens.start()
        await fake.start()
        try:
            token = {
                "token_url": tokens.url,
                "client_id": "a",
                "key_file": "key.pem",
                "key_id": "k",
            }
            own = Settings(folder=tmp_path, pds=settings(fake.url, **token).pds)
            return await Pds.of(own, http).by_number(MARGERY.nhs_number, RECEIPT)
        finally:
            await http.close()
            await fake.stop()
            await tokens.stop()

    assert asyncio.run(scenario()).person == MARGERY


def test_a_region_without_one_asks_nobody_and_a_wrong_address_is_named():
    assert Pds.of(Settings(), Http()) is None
    with pytest.raises(SettingsError, match=r"pds\.url.*https"):
        Pds.of(settings("http://api.example"), Http())
